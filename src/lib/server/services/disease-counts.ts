/** Rows of the store as figures on one basis each: `analytics/basis` chooses, this file lays out the rows. */
import { chooseBasis, type ChosenBasis, type Reported } from '../../analytics/basis/one-basis.ts';
import { city, kecamatan, unknownArea } from '../../domain/area.ts';
import { periodOf, type Grain } from '../../domain/grain.ts';
import { findDiseaseGroup } from '../../domain/surveillance-diseases.ts';
import type { CaseTally, FacilityVisitCount, VisitCount } from '../store/disease-queries.ts';

export type CountRows = {
	grain: Grain;
	feedStart: string | null;
	isFacility: (code: string) => boolean;
	/** The disease group of a category. */
	groupOf: (icd3: string) => string;
	visits: readonly VisitCount[];
	facilityVisits: readonly FacilityVisitCount[];
	tallies: readonly CaseTally[];
};

type Cell = {
	visits: Map<string, number>;
	visitsOfCounting: Map<string, Map<string, number>>;
	own: Reported[];
	cityWide: Reported[];
};

const parts = kecamatan.map(({ code }) => code);

/** The figures of a group's period, by group id and first day. */
export function chooseCounts(rows: CountRows): (group: string, period: string) => ChosenBasis {
	const { feedStart } = rows;
	const cells = layOut(rows);
	return (group, period) =>
		chooseBasis({
			whole: city.code,
			parts,
			unknownPart: unknownArea,
			isCovered: feedStart !== null && feedStart <= period && hasCategories(group),
			...(cells.get(keyOf(group, period)) ?? emptyCell())
		});
}

/** A disease without an ICD-10 category of its own is counted by forms only: no visit of it says nothing. */
const hasCategories = (group: string) => (findDiseaseGroup(group)?.icd10.length ?? 0) > 0;
const keyOf = (group: string, period: string) => `${group}\u0001${period}`;
const emptyCell = (): Cell => ({ visits: new Map(), visitsOfCounting: new Map(), own: [], cityWide: [] });

function layOut({
	grain,
	isFacility,
	groupOf,
	visits,
	facilityVisits,
	tallies
}: CountRows): Map<string, Cell> {
	const cells = new Map<string, Cell>();
	const cellOf = (group: string, day: string) => {
		const key = keyOf(group, periodOf(grain, day));
		const cell = cells.get(key) ?? emptyCell();
		cells.set(key, cell);
		return cell;
	};
	for (const { icd3, period, kecamatan: area, visits: count } of visits)
		addTo(cellOf(groupOf(icd3), period).visits, area, count);
	for (const { code, period, area, reporter, value } of tallies) {
		const cell = cellOf(code, period);
		(isFacility(reporter) ? cell.own : cell.cityWide).push({ reporter, area, value });
	}
	for (const { icd3, period, kecamatan: area, facility, visits: count } of facilityVisits) {
		const { own, visitsOfCounting } = cellOf(groupOf(icd3), period);
		if (!own.some(({ reporter }) => reporter === facility)) continue;
		const counted = visitsOfCounting.get(facility) ?? new Map<string, number>();
		visitsOfCounting.set(facility, counted);
		addTo(counted, area, count);
	}
	return cells;
}

function addTo(counts: Map<string, number>, area: string, count: number): void {
	counts.set(area, (counts.get(area) ?? 0) + count);
}
