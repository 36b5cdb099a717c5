/** Every disease in every kecamatan as series of weeks, each on the one basis that its last week stands on. */
import type { WatchedSeries } from '../../../analytics/surveillance/signals/look-at-week.ts';
import { kecamatan } from '../../../domain/area.ts';
import { areComparable, type BasisKind, type Counted } from '../../../domain/basis.ts';
import { eachPeriod, lastDayOf, movePeriod } from '../../../domain/grain.ts';
import { diseaseGroups, findSkdrDisease, type SkdrRule } from '../../../domain/surveillance-diseases.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readCaseTallies, readVisitsOfFacilities } from '../../store/disease-queries.ts';
import { findFeedStart } from '../../store/feed.ts';
import { readWeeklyVisits } from '../../store/signals/read.ts';
import type { Figures } from '../count-diseases.ts';
import { chooseCounts } from '../disease-counts.ts';

/** As far back as the methods look, and a little more. */
const weeksBack = 5 * 52 + 8;

export type PlaceSeries = { disease: string; area: string; basis: BasisKind; watched: WatchedSeries };

/** Figures of every disease, week and kecamatan up to a week, read in one go. */
export async function readPlaceFigures(
	tx: Transaction,
	lastWeek: string,
	isFacility: (code: string) => boolean
): Promise<Figures> {
	const span = { from: movePeriod('week', lastWeek, -weeksBack), to: lastDayOf('week', lastWeek) };
	const categories = diseaseGroups.flatMap(({ id, icd10 }) => icd10.map((icd3) => ({ icd3, group: id })));
	const groupOf = new Map(categories.map(({ icd3, group }) => [icd3, group]));
	const groups = diseaseGroups.map(({ id }) => id);
	const tallies = await readCaseTallies(tx, { codes: groups, grain: 'week', asOf: null }, [span]);
	const counting = [...new Set(tallies.map(({ reporter }) => reporter))].filter(isFacility);
	const query = { codes: [...groupOf.keys()], grain: 'week', asOf: null } as const;
	const own = await readVisitsOfFacilities(tx, query, span, counting);
	const visits = await readWeeklyVisits(tx, categories, span);
	return chooseCounts({
		...{ grain: 'week', isFacility, tallies },
		feedStart: await findFeedStart(tx, null),
		// Summed by disease already, in the database: as many rows as figures.
		groupOf: (group) => group,
		visits: visits.map(({ group, week, area, visits: count }) => ({
			...{ icd3: group, period: week, kecamatan: area, visits: count }
		})),
		facilityVisits: own.map((row) => ({ ...row, icd3: groupOf.get(row.icd3) ?? '' }))
	});
}

/**
 * Those with a figure in the week, each from its first comparable week on. A week on another basis is a missing one. The
 * week in which visits began is not whole: what is known of it is enough for an absolute count of SKDR, and for nothing else.
 */
export function seriesUpTo(figures: Figures, week: string): PlaceSeries[] {
	const weeks = eachPeriod('week', movePeriod('week', week, -weeksBack), week);
	return diseaseGroups.flatMap((group) => {
		const chosen = weeks.map((one) => figures(group.id, one).parts);
		const rule = findSkdrDisease(group.skdr ?? '')?.rule ?? null;
		return kecamatan.flatMap(({ code }) => {
			const own = chosen.map((parts) => parts.get(code) ?? null);
			const last = own.at(-1);
			const counts = last ? countsFor(own, last, rule) : [];
			if (!last || counts.length === 0) return [];
			const watched = { id: `${group.id} ${code}`, counts, frequency: 52, rule };
			return [{ disease: group.id, area: code, basis: last.kind, watched }];
		});
	});
}

function countsFor(own: readonly (Counted | null)[], last: Counted, rule: SkdrRule | null) {
	if (areComparable(last, last)) return countsLike(own, last);
	return rule?.kind === 'threshold' ? [last.value] : [];
}

function countsLike(figures: readonly (Counted | null)[], last: Counted): (number | null)[] {
	const counts = figures.map((figure) => (figure && areComparable(figure, last) ? figure.value : null));
	return counts.slice(counts.findIndex((count) => count !== null));
}
