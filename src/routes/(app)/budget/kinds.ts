import { m } from '$lib/i18n/paraglide/messages.js';

const names: Record<string, () => string> = {
	original: m.budget_kind_original,
	revised: m.budget_kind_revised,
	apbd: m.budget_kind_apbd,
	'apbd-perubahan': m.budget_kind_apbd_perubahan
};

/** What a revision of the ceiling is called; a kind that we have no word for is shown as it was entered. */
export function kindName(kind: string): string {
	return names[kind]?.() ?? kind;
}

/** Who set it, as it was entered; the demo's is said in the reader's language. */
export const sourceName = (source: string): string =>
	source.startsWith('Demo: ') ? m.budget_source_demo() : source;
