/** What the registers say of a person, in words. */
import { m } from '$lib/i18n/paraglide/messages.js';

const statusNames: Record<string, () => string> = {
	active: m.people_status_active,
	moved: m.people_status_moved,
	deceased: m.people_status_deceased,
	'not-found': m.people_status_not_found,
	unknown: m.people_status_unknown
};
const jknNames: Record<string, () => string> = {
	none: m.people_jkn_none,
	'pbi-apbn': m.people_jkn_pbi_apbn,
	'pbi-apbd': m.people_jkn_pbi_apbd,
	active: m.people_jkn_active,
	inactive: m.people_jkn_inactive
};

/** Of the population register. */
export const registerStatusName = (status: string): string => statusNames[status]?.() ?? status;

/** Of the national scheme. */
export const jknName = (status: string): string => jknNames[status]?.() ?? status;
