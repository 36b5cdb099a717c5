/** The pages' services for whoever looks. */
import { scopeKey, type Viewer } from '../../domain/viewer.ts';
import { buildWorkbook } from '../export/xlsx.ts';
import { unseal } from '../ingest/hold.ts';
import type { KnownPersons } from '../ingest/screen.ts';
import type { ServiceContext } from '../services/context.ts';
import { createServices, type Services } from '../services/index.ts';
import type { OpenIngest } from './ingest.ts';
import type { Pools } from './pools.ts';

/** What does not come out of the other parts. */
type Given = Pick<
	ServiceContext,
	'trail' | 'recordLook' | 'keys' | 'clock' | 'demo' | 'facilities' | 'lastChange' | 'onFault'
>;

export function openServices(given: Given, pools: Pools, way: OpenIngest): (viewer: Viewer) => Services {
	return shareServices({
		...given,
		...waysToSend(way),
		...personsOf(way),
		sql: pools.readers,
		system: pools.sql,
		waysIn: { isServed: () => false },
		sheets: way.sheets,
		workbook: buildWorkbook
	});
}

function waysToSend({ ingest }: OpenIngest): Pick<ServiceContext, 'resubmit' | 'submitEvent'> {
	return {
		resubmit: (sender, event, replaces, locale, persons) =>
			ingest.take(sender, [{ value: event, ...(persons ? { persons: persons as KnownPersons } : {}) }], {
				...{ replaces, locale, mode: 'atomic' }
			}),
		submitEvent: (sender, event, locale) => ingest.submit(sender, [event], { locale })
	};
}

function personsOf({ pseudonymiser }: OpenIngest): Pick<ServiceContext, 'unseal' | 'wrappedMacOf'> {
	return {
		unseal: (sealed) => unseal(pseudonymiser.holdKey, sealed),
		wrappedMacOf: (nik) => ({
			keyId: pseudonymiser.keyId,
			mac: pseudonymiser.wrapMac(pseudonymiser.macOfNik(nik))
		})
	};
}

/** Readers of the same role and facility see the same, so they share what was read for one of them. */
function shareServices(context: Omit<ServiceContext, 'viewer'>): (viewer: Viewer) => Services {
	const made = new Map<string, Services>();
	return (viewer) => {
		const key = scopeKey(viewer);
		const known = made.get(key) ?? createServices({ ...context, viewer });
		made.set(key, known);
		return known;
	};
}
