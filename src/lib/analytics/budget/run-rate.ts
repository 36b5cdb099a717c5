import { addDays, addMonths, daysBetween } from '../../domain/period.ts';
import { AnalyticsError } from '../analytics-error.ts';

/** What the services of one month cost so far: everything billed that is neither rejected nor returned. */
export interface MonthCommitment {
	/** First day of the service month. */
	readonly month: string;
	readonly committedRupiah: number;
}

export interface RunRateInput {
	readonly year: number;
	/** Null where nobody entered a budget. */
	readonly ceilingRupiah: number | null;
	/** Service months before the year that are paid from its budget: they use it up and say nothing of the pace. */
	readonly carriedRupiah: number;
	readonly months: readonly MonthCommitment[];
	/** Asia/Jakarta day up to which bills are known. */
	readonly today: string;
}

export type RunRate =
	| { readonly status: 'unknown'; readonly reason: 'no-ceiling' | 'too-few-months' | 'year-over' }
	/** What is billed already exceeds the ceiling, reached within the services of `month`. */
	| { readonly status: 'reached'; readonly month: string | null; readonly committedRupiah: number }
	| {
			readonly status: 'projected';
			/** Day on which the ceiling is reached; null where the year ends first. */
			readonly reachedOn: string | null;
			readonly yearEndRupiah: number;
			readonly rupiahPerMonth: number;
			/** First days of the months whose mean is the pace. */
			readonly basis: readonly string[];
			/** End of the last settled month, from which the line is drawn on. */
			readonly from: string;
			readonly committedRupiah: number;
	  };

/**
 * Hospitals bill weeks after the service, so a month that has just ended looks cheap. A service month counts as settled
 * when it ended at least this many days ago. Our rule, after the usual monthly billing round plus two weeks.
 */
export const settleDays = 45;
const basisMonths = 3;
const monthsAYear = 12;
const daysAYear = 365;

/** Has a service month had time to be billed? */
export function isSettledMonth(month: string, today: string): boolean {
	return daysBetween(addMonths(month, 1), today) + 1 >= settleDays;
}

/**
 * *Laju sederhana*: when the ceiling would be reached if services went on costing what the last three settled months
 * cost. A straight line, no statistics: no season, no correction of late bills, and therefore no interval.
 *
 * Definition: pace = commitment of the last three settled service months ÷ their days; the line begins at the end of the
 * last settled month with all that was committed until then, so that months still being billed neither help nor harm.
 *
 * @param input amounts in whole rupiah; `months` in any order, one entry a month. A missing month within the basis, or
 * one without any bill, is no cheap month but a gap: the answer is `too-few-months`.
 * @returns `unknown` with the reason where there is too little to go on. O(months).
 * @throws AnalyticsError `not-a-number` for an amount, with the month's index. An invalid day throws the domain's RangeError.
 */
export function projectRunRate({ year, ceilingRupiah, carriedRupiah, months, today }: RunRateInput): RunRate {
	if (ceilingRupiah === null) return { status: 'unknown', reason: 'no-ceiling' };
	requireAmounts(ceilingRupiah, carriedRupiah, months);
	const sorted = months
		.filter(({ month }) => month.slice(0, 4) === String(year))
		.sort((a, b) => (a.month < b.month ? -1 : 1));
	const total = sorted.reduce((sum, { committedRupiah }) => sum + committedRupiah, carriedRupiah);
	if (total >= ceilingRupiah && total > 0) {
		return {
			status: 'reached',
			month: monthOfReaching(sorted, carriedRupiah, ceilingRupiah),
			committedRupiah: total
		};
	}
	const lastDay = `${year}-12-31`;
	if (isSettledMonth(`${year}-12-01`, today)) return { status: 'unknown', reason: 'year-over' };
	const settled = sorted.filter(({ month }) => isSettledMonth(month, today));
	const basis = settled.slice(-basisMonths);
	if (!isGapless(basis, today)) return { status: 'unknown', reason: 'too-few-months' };
	const from = addDays(addMonths(basis.at(-1)?.month ?? lastDay, 1), -1);
	const committedRupiah = settled.reduce((sum, month) => sum + month.committedRupiah, carriedRupiah);
	const rupiahPerDay = paceOf(basis);
	const daysLeft = Math.ceil((ceilingRupiah - committedRupiah) / rupiahPerDay);
	return {
		status: 'projected',
		// Compared in days: at a slow pace the day itself may lie beyond what a calendar holds.
		reachedOn: daysLeft > daysBetween(from, lastDay) ? null : addDays(from, daysLeft),
		yearEndRupiah: Math.round(committedRupiah + rupiahPerDay * daysBetween(from, lastDay)),
		rupiahPerMonth: Math.round((rupiahPerDay * daysAYear) / monthsAYear),
		basis: basis.map(({ month }) => month),
		from,
		committedRupiah
	};
}

function requireAmounts(ceiling: number, carried: number, months: readonly MonthCommitment[]): void {
	if (!Number.isFinite(ceiling) || !Number.isFinite(carried))
		throw new AnalyticsError('not-a-number', 'The ceiling or what is carried over is no number.');
	const bad = months.findIndex(({ committedRupiah }) => !Number.isFinite(committedRupiah));
	if (bad >= 0)
		throw new AnalyticsError('not-a-number', `Month ${bad} of the commitments is no number.`, bad);
}

function monthOfReaching(
	sorted: readonly MonthCommitment[],
	carriedRupiah: number,
	ceilingRupiah: number
): string | null {
	let sum = carriedRupiah;
	if (sum >= ceilingRupiah) return null;
	for (const { month, committedRupiah } of sorted) {
		sum += committedRupiah;
		if (sum >= ceilingRupiah) return month;
	}
	return null;
}

/** Three billed months in a row, up to the newest that could be settled. */
function isGapless(basis: readonly MonthCommitment[], today: string): boolean {
	const last = basis.at(-1);
	if (basis.length < basisMonths || !last || isSettledMonth(addMonths(last.month, 1), today)) return false;
	return basis.every(
		({ month, committedRupiah }, index) =>
			committedRupiah > 0 && month === addMonths(last.month, index - basis.length + 1)
	);
}

function paceOf(basis: readonly MonthCommitment[]): number {
	const rupiah = basis.reduce((sum, { committedRupiah }) => sum + committedRupiah, 0);
	const days = basis.reduce((sum, { month }) => sum + daysBetween(month, addMonths(month, 1)), 0);
	return rupiah / days;
}
