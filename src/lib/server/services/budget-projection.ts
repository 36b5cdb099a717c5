/** What the analyst stored of a budget year, as pages show it. */
import type { BillDevelopment, YearProjection } from '../../analytics/budget/project-year.ts';
import type { BudgetProjection, MoneyQuantiles } from '../../protocol/views/budget.ts';
import { findAnalysis, type Analysis } from '../store/analyses.ts';
import type { Transaction } from '../store/bulk.ts';

export const projectionKind = 'budget-projection';
type StoredProjection = YearProjection;

/** Of a budget year, as the latest answer by that day has it. */
export async function findBudgetProjection(
	tx: Transaction,
	year: number,
	until: string
): Promise<BudgetProjection | null> {
	const analysis = await findAnalysis<StoredProjection>(tx, projectionKind, String(year), until);
	return analysis ? projectionOf(analysis) : null;
}

/** The last one that was made of a year by that day: on the year's last day nothing is left to project, and that is kept too. */
export async function findLastProjection(
	tx: Transaction,
	year: number,
	until: string
): Promise<BudgetProjection | null> {
	const analysis = await findAnalysis<StoredProjection>(tx, projectionKind, String(year), until, 'projected');
	return analysis ? projectionOf(analysis) : null;
}

/** When bills came, as the same answer has it; null also in answers of before it was kept. */
export async function findBillDevelopment(
	tx: Transaction,
	year: number,
	until: string
): Promise<BillDevelopment | null> {
	const analysis = await findAnalysis<Partial<StoredProjection>>(tx, projectionKind, String(year), until);
	const result = analysis?.result;
	return result?.status === 'projected' ? (result.development ?? null) : null;
}

/** Null where too little was known to project from. */
function projectionOf({ computedAt, result }: Analysis<StoredProjection>): BudgetProjection | null {
	if (result.status !== 'projected') return null;
	const { from, to, visitMonths, probability, date, simulations, months, yearEnd, notReported } = result;
	return {
		computedAt: computedAt.toISOString(),
		from,
		to,
		visitMonths,
		probability,
		date,
		notReported: wholeRupiah(notReported),
		yearEnd: wholeRupiah(yearEnd),
		months: months.map(({ month, probability: gone, used }) => ({
			month,
			probability: gone,
			used: wholeRupiah(used)
		})),
		simulations
	};
}

const wholeRupiah = ({ p10, p50, p90 }: MoneyQuantiles): MoneyQuantiles => ({
	p10: Math.round(p10),
	p50: Math.round(p50),
	p90: Math.round(p90)
});
