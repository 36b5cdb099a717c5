/** The yearly recap of visits: by month, facility and service for whoever sees visits, by month alone for the others. */
import { eachMonth, monthOf } from '../../../domain/period.ts';
import type { BudgetRecapView, RecapCell } from '../../../protocol/views/budget-capitation.ts';
import { findBudgetYears } from '../../store/budget-queries.ts';
import { sumVisitYear } from '../../store/budget/capitation-queries.ts';
import { readShownVisits } from '../../store/city-totals.ts';
import type { Transaction } from '../../store/bulk.ts';
import { momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { seesOnlyTotals } from '../frozen.ts';
import { addressWith, budgetFilter, type BudgetQuery } from './filter.ts';

export class BudgetRecapService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter for a year that does not exist. */
	load(query: Pick<BudgetQuery, 'asOf' | 'year'>): Promise<BudgetRecapView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = budgetFilter(this.context, { ...query, facility: null, service: null }, moment);
		const isRounded = seesOnlyTotals(this.context.viewer);
		return readView(this.context, moment, async (tx) => {
			const { year } = filter;
			const years = await findBudgetYears(tx, filter.asOf, moment.today);
			const cells = isRounded ? null : await sumVisitYear(tx, year, moment.today);
			const months = cells ? monthsOf(year, moment.today, cells) : await readTotals(tx, year, moment);
			return {
				filter: { year, facility: null, service: null },
				years: [...new Set([...years, year])].sort((a, b) => a - b),
				months,
				facilities: cells && this.#facilitiesOf(cells),
				total: months.reduce((sum, { visits }) => sum + visits, 0),
				isRounded,
				evidence: {
					visits: {
						measure: 'money_measure_recap',
						unit: 'visits',
						asOf: moment.now.toISOString(),
						dateBasis: 'occurred',
						completeness: null,
						formula: isRounded ? 'money_formula_recap_rounded' : 'money_formula_recap',
						rows: { table: 'visit', where: { year: String(year) } },
						url: addressWith('/budget/recap', filter),
						demo: this.context.demo
					}
				}
			};
		});
	}

	#facilitiesOf(cells: readonly RecapCell[]): NonNullable<BudgetRecapView['facilities']> {
		return [...new Set(cells.map(({ facility }) => facility))]
			.map((key) => ({
				key,
				name: this.context.facilities.find(key)?.name ?? key,
				...sumCells(cells.filter(({ facility }) => facility === key))
			}))
			.sort((a, b) => b.visits - a.visits || (a.key < b.key ? -1 : 1));
	}
}

function sumCells(cells: readonly RecapCell[]): { visits: number; services: Record<string, number> } {
	const services: Record<string, number> = {};
	for (const { service, visits } of cells) services[service] = (services[service] ?? 0) + visits;
	return { visits: cells.reduce((sum, { visits }) => sum + visits, 0), services };
}

/** Those that have begun: what has not come yet is not nought. */
function monthsIn(year: number, today: string): string[] {
	const [first, open] = [`${year}-01-01`, monthOf(today)];
	if (open < first) return [];
	const last = `${year}-12-01`;
	return eachMonth(first, open < last ? open : last);
}

const monthsOf = (year: number, today: string, cells: readonly RecapCell[]): BudgetRecapView['months'] =>
	monthsIn(year, today).map((month) => ({
		month,
		...sumCells(cells.filter((cell) => cell.month === month))
	}));

/** Sums of rounded days, as everywhere where no more may be seen. */
async function readTotals(
	tx: Transaction,
	year: number,
	{ asOf, today }: Moment
): Promise<BudgetRecapView['months']> {
	const days = await readShownVisits(tx, { from: `${year}-01-01`, to: `${year}-12-31`, asOf });
	return monthsIn(year, today).map((month) => ({
		month,
		visits: days.reduce((sum, { day, visits }) => (monthOf(day) === month ? sum + visits : sum), 0),
		services: null
	}));
}
