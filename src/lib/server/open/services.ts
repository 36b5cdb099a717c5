/** The pages' services for whoever looks. */
import { scopeKey, type Viewer } from '../../domain/viewer.ts';
import { printProposal } from '../export/next-year-paper.ts';
import { printEvaluation } from '../export/evaluation-paper.ts';
import { printPaymentMinutes } from '../export/payment-minutes.ts';
import { buildWorkbook } from '../export/xlsx.ts';
import { RequestRefusal } from '../ingest/batch.ts';
import { unseal } from '../ingest/hold.ts';
import { knownPerson } from '../ingest/known-person.ts';
import type { KnownPersons } from '../ingest/screen.ts';
import { requestRefusals } from '../../protocol/refusals.ts';
import type { ServiceContext } from '../services/context.ts';
import { FormsOnce } from '../services/form-once.ts';
import { createServices, type Services } from '../services/index.ts';
import type { OpenIngest } from './ingest.ts';
import type { Pools } from './pools.ts';

/** What does not come out of the other parts. */
type Given = Pick<
	ServiceContext,
	| 'trail'
	| 'recordLook'
	| 'accounts'
	| 'coverage'
	| 'mail'
	| 'keys'
	| 'clock'
	| 'ticking'
	| 'reconstruction'
	| 'demo'
	| 'facilities'
	| 'lastChange'
	| 'onFault'
	| 'chain'
	| 'nextYear'
>;

export function openServices(given: Given, pools: Pools, way: OpenIngest): (viewer: Viewer) => Services {
	return shareServices({
		...given,
		...waysToSend(way),
		submitDecision: decisionsOf(way),
		...personsOf(way),
		sql: pools.readers,
		system: pools.sql,
		forms: new FormsOnce(pools.sql, given.ticking),
		waysIn: { isServed: () => false },
		sheets: way.sheets,
		workbook: buildWorkbook,
		paymentMinutes: printPaymentMinutes,
		proposalPaper: printProposal,
		printEvaluation
	});
}

function waysToSend({ ingest }: OpenIngest): Pick<ServiceContext, 'resubmit' | 'submitEvent'> {
	return {
		resubmit: (sender, event, replaces, { by, locale, persons }) =>
			ingest.take(sender, [{ value: event, ...(persons ? { persons: persons as KnownPersons } : {}) }], {
				...{ replaces, locale, by, mode: 'atomic' }
			}),
		submitEvent: (sender, event, locale) => ingest.submit(sender, [event], { locale })
	};
}

function decisionsOf({ ingest }: OpenIngest): ServiceContext['submitDecision'] {
	return async (sender, events, beside, locale) => {
		const items = events.map(({ event, personId }) => ({
			value: event,
			...(personId !== null && { persons: knownPerson(personId) })
		}));
		const alongside = async (tx: Parameters<typeof beside>[0]) => {
			if (!(await beside(tx))) throw new RequestRefusal('settled');
		};
		try {
			const { rejected, errors } = await ingest.take(sender, items, { mode: 'atomic', locale, alongside });
			if (!rejected) return { outcome: 'done' };
			return { outcome: 'failed', message: errors[0]?.message ?? requestRefusals.unavailable[locale] };
		} catch (error) {
			if (!(error instanceof RequestRefusal)) throw error;
			if (error.code === 'settled') return { outcome: 'stale' };
			return { outcome: 'failed', message: requestRefusals[error.code][locale] };
		}
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
		// Of whoever came first neither session nor address: those are told with each look.
		const { name, role, facility } = viewer;
		const known = made.get(key) ?? createServices({ ...context, viewer: { name, role, facility } });
		made.set(key, known);
		return known;
	};
}
