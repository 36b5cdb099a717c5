/** What the newest whole weeks will show when late reports are in: the reporting triangle of one disease, and its nowcast. */
import { AnalyticsError } from '../../analytics/analytics-error.ts';
import type { Triangle } from '../../analytics/claims/triangle.ts';
import { nowcastCounts, type Nowcast } from '../../analytics/surveillance/nowcast.ts';
import type { Counted } from '../../domain/basis.ts';
import { eachPeriod, lastDayOf, movePeriod, periodOf } from '../../domain/grain.ts';
import type { DiseaseNowcast } from '../../protocol/views/diseases.ts';
import type { Transaction } from '../store/bulk.ts';
import { readReportingLags, type ReportedAt } from '../store/disease-queries.ts';
import type { Moment } from './context.ts';
import type { DiseaseFilter } from './disease-filter.ts';

/** What comes more than seven weeks late is counted with the last lag. */
export const reportingLags = 8;
/** Half a year: delays change, and more would be read for little. */
const weeksLearned = 26;
/** Less than half a visit more is no news. */
const leastMissing = 0.5;

type Asked = {
	filter: DiseaseFilter;
	moment: Moment;
	figureOf: (period: string) => Counted | null;
};

/** @returns the whole weeks of which more is to come; none in other grains, off visits, or where delays are unknown. */
export async function readNowcast(
	tx: Transaction,
	{ filter, moment, figureOf }: Asked
): Promise<DiseaseNowcast[]> {
	const { grain, group, kecamatan } = filter;
	if (grain !== 'week') return [];
	const last = movePeriod('week', periodOf('week', moment.today), -1);
	const weeks = wholeWeeks(last, figureOf);
	const [first] = weeks;
	if (first === undefined || group.icd10.length === 0) return [];
	const asked = { codes: group.icd10, kecamatan, today: moment.today, lags: reportingLags };
	const told = await readReportingLags(tx, asked, { from: first, to: lastDayOf('week', last) });
	const watched = weeks.filter((week) => week >= watchedSince(told));
	return watched.length === 0 ? [] : stillGrowing(watched, told);
}

/** History that was brought in at once came as late as it is old, which says nothing of how late reports come. */
function watchedSince(told: readonly ReportedAt[]): string {
	const first = told.reduce((least, row) => (row.first < least ? row.first : least), '9999-12-31');
	return periodOf('week', first);
}

function stillGrowing(weeks: readonly string[], told: readonly ReportedAt[]): DiseaseNowcast[] {
	const nowcast = nowcastOf(layOutTriangle(weeks, told, reportingLags));
	if (nowcast.status === 'unknown') return [];
	return nowcast.periods.flatMap(({ reported, expected, lower80, upper80 }, place) =>
		expected - reported < leastMissing
			? []
			: [{ period: weeks[place] ?? '', reported, expected, lower80, upper80 }]
	);
}

/** A triangle that its own delays cannot be told from leaves the counts bare: a page is not to fall with it. */
function nowcastOf(triangle: Triangle): Nowcast {
	try {
		return nowcastCounts(triangle);
	} catch (error) {
		if (error instanceof AnalyticsError && error.code === 'not-converged')
			return { status: 'unknown', reason: 'too-few-periods' };
		throw error;
	}
}

/** The newest weeks that stand on visits alone, without a gap: a facility's own count has no delay that is known. */
function wholeWeeks(last: string, figureOf: Asked['figureOf']): string[] {
	const all = eachPeriod('week', movePeriod('week', last, 1 - weeksLearned), last);
	const other = all.findLastIndex((week) => {
		const figure = figureOf(week);
		return figure === null || figure.kind !== 'visits' || figure.isPartial;
	});
	return all.slice(other + 1);
}

/**
 * Weeks × lags, a staircase: the last week knows its first lag alone. A correction that takes a visit back is taken off where
 * the visit was counted, since a triangle of counts knows none below 0.
 */
export function layOutTriangle(
	weeks: readonly string[],
	told: readonly ReportedAt[],
	lags: number
): (number | null)[][] {
	const cells = new Map(told.map(({ week, lag, visits }) => [`${week} ${lag}`, visits]));
	return weeks.map((week, place) => {
		const known = Math.min(lags, weeks.length - place);
		const row = Array.from({ length: known }, (_, lag) => cells.get(`${week} ${lag}`) ?? 0);
		for (let lag = known - 1; lag >= 0; lag--) {
			const below = Math.min(0, row[lag] ?? 0);
			row[lag] = (row[lag] ?? 0) - below;
			if (lag > 0) row[lag - 1] = (row[lag - 1] ?? 0) + below;
		}
		return [...row, ...new Array<null>(lags - known).fill(null)];
	});
}
