/** Every way in over HTTP that is no page: each protocol's endpoint, in one list. */
import type { App } from './app.ts';
import { faultOf } from './fault.ts';
import type { Endpoint } from './ingest/endpoint.ts';
import { eventsEndpoint } from './ingest/http.ts';

export function createEndpoints({ ingest, keys, log }: App): Endpoint[] {
	const context = {
		ingest,
		keys,
		onFault: (error: unknown) => log.error({ fault: faultOf(error) }, 'endpoint')
	};
	return [eventsEndpoint(context)];
}
