/** The months of the year as cumulative lines: what is paid, what is billed, the plan and the simple pace. */
import { addDays, addMonths, daysBetween } from '$lib/domain/period';
import type {
	BudgetMonth,
	BudgetProjection,
	MoneyQuantiles,
	SimpleRunRate
} from '$lib/protocol/views/budget';

export type BurnRow = BudgetMonth & {
	paidSumRupiah: number | null;
	/** Null for months whose bills are still coming: their low sum is no saving. */
	committedSumRupiah: number | null;
	planSumRupiah: number | null;
	/** By simulation where there is one, else along the simple pace. */
	projectedRupiah: number | null;
	band: MoneyQuantiles | null;
};

export type BurnInput = {
	year: number;
	/** The day that the page shows. */
	today: string;
	months: readonly BudgetMonth[];
	carriedRupiah: number;
	ceilingRupiah: number | null;
	/** January to December; null where the plan is a twelfth a month. */
	cashPlan?: readonly number[] | null;
	runRate: SimpleRunRate;
	projection: BudgetProjection | null;
};

const monthsAYear = 12;
/** Before the last finished month, where bills are still coming and the band has a width to be seen. */
const lateMonths = 2;

export function sumBurn({
	year,
	today,
	months,
	carriedRupiah,
	ceilingRupiah,
	cashPlan = null,
	runRate,
	projection
}: BurnInput): BurnRow[] {
	let paid = 0;
	let committed = carriedRupiah;
	const simulated = new Map(projection?.months.map(({ month, used }) => [month, used]));
	// A line of months that were corrected, and on from there.
	const from = projection === null ? null : addMonths(projection.to, -lateMonths);
	return months.map((month, index) => {
		const band = from !== null && month.month >= from ? (simulated.get(month.month) ?? null) : null;
		paid += month.paidRupiah;
		committed += month.committedRupiah;
		return {
			...month,
			paidSumRupiah: month.month <= today ? paid : null,
			committedSumRupiah: month.isSettled ? committed : null,
			planSumRupiah: planUntil(index, ceilingRupiah, cashPlan),
			projectedRupiah: projection === null ? projectedAt(month.month, year, runRate) : (band?.p50 ?? null),
			band
		};
	});
}

/** By the cash plan, else a twelfth a month; after December all of it. */
function planUntil(
	index: number,
	ceilingRupiah: number | null,
	cashPlan: readonly number[] | null
): number | null {
	if (ceilingRupiah === null) return null;
	if (cashPlan) return cashPlan.slice(0, index + 1).reduce((sum, month) => sum + month, 0);
	return Math.round((ceilingRupiah * Math.min(index + 1, monthsAYear)) / monthsAYear);
}

/** On the straight line from the end of the last settled month to the year's end. */
function projectedAt(month: string, year: number, runRate: SimpleRunRate): number | null {
	if (runRate.status !== 'projected') return null;
	const { from, committedRupiah, yearEndRupiah } = runRate;
	const monthEnd = addDays(addMonths(month, 1), -1);
	const lastDay = `${year}-12-31`;
	if (monthEnd < from || monthEnd > lastDay) return null;
	const span = daysBetween(from, lastDay);
	const share = span === 0 ? 0 : daysBetween(from, monthEnd) / span;
	return Math.round(committedRupiah + (yearEndRupiah - committedRupiah) * share);
}
