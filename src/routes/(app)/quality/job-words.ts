import { formatMoment, formatNumber, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { JobFault, JobRow, JobState } from '$lib/protocol/views/jobs';

const names: Record<string, () => string> = {
	'budget-projection': m.jobs_name_budget_projection,
	'bed-forecast': m.jobs_name_bed_forecast,
	signals: m.jobs_name_signals,
	'drug-forecast': m.jobs_name_drug_forecast,
	'chain-base': m.jobs_name_chain_base,
	'claim-audit': m.jobs_name_claim_audit
};
const states: Record<JobState, () => string> = {
	never: m.jobs_state_never,
	waiting: m.jobs_state_waiting,
	active: m.jobs_state_active,
	retry: m.jobs_state_retry,
	failed: m.jobs_state_failed,
	done: m.jobs_state_done
};
const faults: Record<JobFault, (inputs: { tries: string }) => string> = {
	database: m.jobs_fault_database,
	expired: m.jobs_fault_expired,
	other: m.jobs_fault_other
};
const secondMs = 1_000;

/** A queue that an earlier version of the product left behind is named as it is. */
export const jobName = ({ name }: JobRow): string => names[name]?.() ?? name;

export const stateText = ({ state }: JobRow): string => states[state]();

/** Undefined where the newest run did not fail. */
export function faultText({ fault, tries }: JobRow, locale: Locale): string | undefined {
	return fault === null ? undefined : faults[fault]({ tries: formatNumber(locale, tries) });
}

export function tookText({ tookMs }: JobRow, locale: Locale): string {
	if (tookMs === null) return '–';
	if (tookMs < secondMs) return m.jobs_took_ms({ count: formatNumber(locale, Math.round(tookMs)) });
	return m.jobs_took_seconds({ count: formatNumber(locale, tookMs / secondMs, 1) });
}

export function nextText({ nextAt, state }: JobRow, locale: Locale): string {
	if (nextAt === null) return state === 'active' ? '–' : m.jobs_next_now();
	const moment = formatMoment(locale, nextAt);
	return state === 'done' ? m.jobs_next_news({ moment }) : m.jobs_next_at({ moment });
}
