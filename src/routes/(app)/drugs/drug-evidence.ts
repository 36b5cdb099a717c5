import type { Locale } from '$lib/i18n/format';
import type { DrugEvidence, DrugRow, DrugsView } from '$lib/protocol/views/drugs';
import type { AskEvidence } from '$lib/ui/evidence';
import { evidenceFacts } from '../../evidence-facts';

export type AskDrug = (which: keyof DrugEvidence, text: string, row?: DrugRow, month?: string) => AskEvidence;

/** @param knownTo is the newest change that the open page knows of. */
export function drugEvidence(view: DrugsView, locale: Locale, knownTo: () => string): AskDrug {
	return (which, text, row, month) => () => {
		const { rows, ...evidence } = view.evidence[which];
		const stock = which === 'stock' || which === 'monthsLeft' ? (row?.stock ?? null) : null;
		const where = {
			...(row ? { item: row.item } : {}),
			...rows.where,
			...(month === undefined ? {} : { month })
		};
		return evidenceFacts(
			locale,
			{
				...evidence,
				asOf: view.snapshot.asOf === null ? knownTo() : evidence.asOf,
				completeness: stock && { reported: stock.reported, expected: stock.expected },
				rows: { ...rows, where }
			},
			text
		);
	};
}
