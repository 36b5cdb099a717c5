import type { Counted } from '$lib/domain/basis';
import type { Evidence } from '$lib/domain/evidence';
import { findDiseaseGroup } from '$lib/domain/surveillance-diseases';
import type { Locale } from '$lib/i18n/format';
import type { DiseaseEvidence, DiseasesView } from '$lib/protocol/views/diseases';
import type { AskEvidence } from '$lib/ui/evidence';
import { evidenceFacts } from '../../evidence-facts';

/** Narrows a figure of the page to a period, a kecamatan or another disease group. */
export type Narrower = { period?: string; kecamatan?: string; group?: string };
export type AskDisease = (
	which: keyof DiseaseEvidence,
	text: string,
	figure: Counted | null,
	narrower?: Narrower
) => AskEvidence;

/** Counts that were published: real also where everything else is simulated. */
const published = new Set(['dinkes-press', 'open-data-jabar']);

/** @param knownTo is the newest change that the open page knows of. */
export function diseaseEvidence(view: DiseasesView, locale: Locale, knownTo: () => string): AskDisease {
	return (which, text, figure, narrower = {}) =>
		() => {
			const evidence = view.evidence[which];
			const { snapshot } = view;
			return evidenceFacts(
				locale,
				{
					...evidence,
					...standsOn(evidence, figure),
					asOf: snapshot.asOf === null ? knownTo() : evidence.asOf,
					completeness: figure?.kind === 'tally' ? null : evidence.completeness,
					rows: rowsOf(view, figure, narrower),
					demo: evidence.demo && !published.has(figure?.reporter ?? '')
				},
				text
			);
		};
}

function standsOn({ unit, measure }: Evidence, figure: Counted | null): Pick<Evidence, 'unit' | 'measure'> {
	if (unit !== 'visits' && unit !== 'cases') return { unit, measure };
	return figure?.kind === 'tally'
		? { unit: 'cases', measure: 'diseases_measure_cases' }
		: { unit: 'visits', measure: 'diseases_measure_visits' };
}

function rowsOf(
	{ filter, chosenPeriod, isRounded }: DiseasesView,
	figure: Counted | null,
	narrower: Narrower
): Evidence['rows'] {
	const { period = chosenPeriod, group = filter.disease } = narrower;
	const kecamatan = narrower.kecamatan ?? filter.kecamatan;
	const at = { grain: filter.grain, period };
	// Whoever reads frozen weeks has no other rows behind them.
	if (isRounded)
		return {
			table: 'lattice',
			where: { condition: group, ...(kecamatan === null ? {} : { area: kecamatan }), ...at }
		};
	if (figure?.kind === 'tally')
		return {
			table: 'tally',
			where: {
				...{ measure: 'cases', code: group, reporter: figure.reporter ?? '' },
				...(kecamatan === null ? {} : { area: kecamatan }),
				...at
			}
		};
	const icd3 = findDiseaseGroup(group)?.icd10.join(' | ') ?? group;
	return { table: 'disease_effect', where: { icd3, ...(kecamatan === null ? {} : { kecamatan }), ...at } };
}
