import { m } from '$lib/i18n/paraglide/messages.js';

const names: Record<string, () => string> = {
	home: m.diseases_outcome_home,
	referred: m.diseases_outcome_referred,
	died: m.diseases_outcome_died,
	'against-advice': m.diseases_outcome_against_advice,
	other: m.diseases_outcome_other
};

/** How a visit ended; a dash where nobody said. */
export const outcomeName = (outcome: string | null): string =>
	outcome === null ? '–' : (names[outcome]?.() ?? outcome);
