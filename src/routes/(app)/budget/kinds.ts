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
export function sourceName(source: string): string {
	if (source.startsWith(reconstructed))
		return m.budget_source_reconstructed({ source: source.slice(reconstructed.length) });
	return source.startsWith('Demo: ') ? m.budget_source_demo() : source;
}

/** The amount was published; on which day it was decided was not. */
const reconstructed = 'Reconstruction: ';
