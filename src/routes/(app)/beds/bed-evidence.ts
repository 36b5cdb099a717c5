import type { BedSums } from '$lib/domain/bed-summary';
import type { Locale } from '$lib/i18n/format';
import type { BedMeasure, BedsView } from '$lib/protocol/views/beds';
import type { AskEvidence } from '$lib/ui/evidence';
import { evidenceFacts } from '../../evidence-facts';

/** Narrows a figure of the page to a kecamatan, a ward class, a hospital or a room. */
export type Narrower = { 'facility.kecamatan'?: string; ward?: string; facility?: string; room?: string };
export type AskBeds = (
	measure: BedMeasure,
	figure: string,
	narrower?: Narrower,
	sums?: Pick<BedSums, 'hospitals' | 'hospitalsFresh'>
) => AskEvidence;

/** @param knownTo is the newest change that the open page knows of. */
export function bedEvidence(view: BedsView, locale: Locale, knownTo: () => string): AskBeds {
	return (measure, figure, narrower = {}, sums) =>
		() => {
			const evidence = view.evidence[measure];
			return evidenceFacts(
				locale,
				{
					...evidence,
					asOf: view.snapshot.asOf === null ? knownTo() : evidence.asOf,
					completeness: sums
						? { reported: sums.hospitalsFresh, expected: sums.hospitals }
						: evidence.completeness,
					rows: { ...evidence.rows, where: { ...evidence.rows.where, ...narrower } }
				},
				figure
			);
		};
}
