/** Every disease by area and period, on one basis each: what is frozen of a week, and what the read API tells. */
import type { ChosenBasis } from '../../analytics/basis/one-basis.ts';
import type { Grain } from '../../domain/grain.ts';
import { diseaseGroups, findDiseaseGroupByCategory } from '../../domain/surveillance-diseases.ts';
import { readVisitsByCategoryAndArea } from '../store/api-queries.ts';
import type { Transaction } from '../store/bulk.ts';
import { readCaseTallies, readVisitsOfFacilities, type Span } from '../store/disease-queries.ts';
import { findFeedStart } from '../store/feed.ts';
import { chooseCounts } from './disease-counts.ts';

/** The figures of a disease's period, by group id and first day. */
export type Figures = (group: string, period: string) => ChosenBasis;

export type DiseaseAsked = {
	groups: readonly string[];
	grain: Grain;
	span: Span;
	asOf: string | null;
	/** One facility's own; null for all together. */
	facility: string | null;
	isFacility: (code: string) => boolean;
};

export async function countDiseases(tx: Transaction, asked: DiseaseAsked): Promise<Figures> {
	const { groups, grain, span, asOf, facility, isFacility } = asked;
	const codes = diseaseGroups.filter(({ id }) => groups.includes(id)).flatMap(({ icd10 }) => icd10);
	const visitQuery = { codes, grain: grain === 'week' ? 'week' : 'month', asOf } as const;
	const told = await readCaseTallies(tx, { codes: groups, grain, asOf }, [span]);
	const tallies = facility === null ? told : told.filter(({ reporter }) => reporter === facility);
	const counting = [...new Set(tallies.map(({ reporter }) => reporter))].filter(isFacility);
	const own = facility === null ? counting : [facility];
	const facilityVisits = await readVisitsOfFacilities(tx, visitQuery, span, own);
	return chooseCounts({
		...{ grain, isFacility, tallies, facilityVisits },
		feedStart: await findFeedStart(tx, asOf),
		groupOf: (icd3) => findDiseaseGroupByCategory(icd3)?.id ?? '',
		visits: facility === null ? await readVisitsByCategoryAndArea(tx, visitQuery, span) : facilityVisits
	});
}
