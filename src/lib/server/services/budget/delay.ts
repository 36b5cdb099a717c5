/** How late bills come, as the stored estimate of the year learned it. */
import type { BillDevelopment } from '../../../analytics/budget/project-year.ts';
import { toCumulative } from '../../../analytics/claims/cumulate.ts';
import { tabulateLinks } from '../../../analytics/claims/link-table.ts';
import type { Evidence, EvidenceUnit } from '../../../domain/evidence.ts';
import {
	delayFigures,
	type BudgetDelayView,
	type DelayFigure,
	type TriangleRow
} from '../../../protocol/views/budget-delay.ts';
import { findBudgetYears, type ClaimFilter } from '../../store/budget-queries.ts';
import { findBillDevelopment, findBudgetProjection } from '../budget-projection.ts';
import { momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { addressWith, budgetFilter, type BudgetQuery } from './filter.ts';

export class BudgetDelayService {
	constructor(readonly context: ServiceContext) {}

	/** Of the whole programme only: one hospital's bills are too few to learn a delay from. */
	load(query: Pick<BudgetQuery, 'asOf' | 'year'>): Promise<BudgetDelayView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = budgetFilter(this.context, { ...query, facility: null, service: null }, moment);
		return readView(this.context, moment, async (tx) => {
			const { year } = filter;
			const isRunning = year === Number(moment.today.slice(0, 4));
			const years = await findBudgetYears(tx, filter.asOf, moment.today);
			const development = isRunning ? await findBillDevelopment(tx, year, moment.today) : null;
			const projection = isRunning ? await findBudgetProjection(tx, year, moment.today) : null;
			const computedAt = projection?.computedAt ?? null;
			return {
				filter: { year, facility: null, service: null },
				years: [...new Set([...years, year])].sort((a, b) => a - b),
				triangle: development && computedAt !== null ? triangleOf(development, computedAt) : null,
				evidence: evidenceOf(filter, moment, { demo: this.context.demo, computedAt })
			};
		});
	}
}

function triangleOf(
	{ origins, billed, billedShares, worth }: BillDevelopment,
	computedAt: string
): NonNullable<BudgetDelayView['triangle']> {
	const cumulative = toCumulative(billed);
	const rows = origins.map((month, index): TriangleRow => {
		const row = cumulative[index] ?? [];
		return {
			month,
			cumulative: row,
			billed: row.findLast((amount) => amount !== null) ?? 0,
			share: billedShares[index] ?? 0
		};
	});
	return { computedAt, rows, links: tabulateLinks(cumulative), worth };
}

const units: Record<DelayFigure, EvidenceUnit> = { triangle: 'rupiah', factor: 'ratio', share: 'percent' };

function evidenceOf(
	filter: ClaimFilter,
	moment: Moment,
	{ demo, computedAt }: { demo: boolean; computedAt: string | null }
): Record<DelayFigure, Evidence> {
	const of = (figure: DelayFigure): Evidence => ({
		measure: `money_measure_${figure}`,
		unit: units[figure],
		asOf: computedAt ?? moment.now.toISOString(),
		dateBasis: 'known',
		completeness: null,
		formula: `money_formula_${figure}`,
		rows: { table: 'analysis', where: { kind: 'budget-projection', subject: String(filter.year) } },
		url: addressWith('/budget/delay', filter),
		demo
	});
	return Object.fromEntries(delayFigures.map((figure) => [figure, of(figure)])) as Record<
		DelayFigure,
		Evidence
	>;
}
