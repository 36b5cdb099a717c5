/** Every way in over HTTP that is no page: each protocol's endpoint, in one list. */
import type { App } from './app.ts';
import { coverageEndpoint } from './coverage-endpoint.ts';
import { faultOf } from './fault.ts';
import type { Endpoint, EndpointContext } from './ingest/endpoint.ts';
import { eventsEndpoint } from './ingest/http.ts';
import { fhirEndpoint } from './ingest/readers/fhir/endpoint.ts';
import { aplicaresEndpoint } from './ingest/readers/aplicares/endpoint.ts';
import { eklaimEndpoint } from './ingest/readers/eklaim/endpoint.ts';
import { registerEndpoint } from './ingest/readers/register/endpoint.ts';
import { sirsEndpoint } from './ingest/readers/sirs/endpoint.ts';
import { vclaimEndpoint } from './ingest/readers/vclaim/endpoint.ts';
import { uploadEndpoint } from './upload-endpoint.ts';
import { viewerOf } from './web/request-viewer.ts';
import { uploadNeighbour } from './upload-neighbour.ts';

export const endpointContext = ({ ingest, keys, log }: App): EndpointContext => ({
	ingest,
	keys,
	onFault: (error) => log.error({ fault: faultOf(error) }, 'endpoint')
});

export function createEndpoints(app: App): Endpoint[] {
	const context = endpointContext(app);
	const ofPrograms = [
		eventsEndpoint(context),
		sirsEndpoint(context),
		aplicaresEndpoint(context),
		eklaimEndpoint(context),
		vclaimEndpoint(context),
		registerEndpoint(app.registers, context),
		fhirEndpoint({ ...context, sql: app.sql })
	];
	return [
		...ofPrograms.map((endpoint): Endpoint => ({ ...endpoint, takesKeysOnly: true })),
		coverageEndpoint({
			...{ keys: app.keys, servicesFor: app.servicesFor, onFault: context.onFault },
			viewerOf: ({ headers }) => viewerOf(app, headers)
		}),
		// Before the one that answers for this process's own uploads.
		uploadNeighbour(app.sheets),
		uploadEndpoint({
			desk: app.sheets,
			uploadsOf: async ({ headers }) => app.servicesFor(await viewerOf(app, headers)).uploads,
			onFault: context.onFault
		})
	];
}
