/** Setting and revising the budget of a year, with the cash plan by month. */
import { mayDo } from '../../../domain/access.ts';
import {
	findBudgetFault,
	isBudgetKind,
	readRupiah,
	type BudgetFault,
	type BudgetWish
} from '../../../domain/budget-decision.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { eachMonth, jakartaDay, monthOf, yearOf } from '../../../domain/period.ts';
import { yearTwelfths } from '../../../domain/cash-plan.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import {
	planFigures,
	type BudgetDecisionView,
	type BudgetPlanView,
	type PlanFigure,
	type PlanResult
} from '../../../protocol/views/budget-plan.ts';
import { recordChange } from '../../store/changes.ts';
import { findNames } from '../../store/claim-desk.ts';
import {
	findCashPlan,
	findDecisions,
	lockDecisions,
	writeDecision,
	type DecisionRow
} from '../../store/budget/decisions.ts';
import { findBudgetRevisions, findBudgetYears, sumPaidByMonth } from '../../store/budget-queries.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { addressWith, budgetFilter, type BudgetQuery } from './filter.ts';

const monthsAYear = 12;

export class BudgetPlanService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter for a year that does not exist. */
	async load(query: Pick<BudgetQuery, 'asOf' | 'year'>): Promise<BudgetPlanView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = budgetFilter(this.context, { ...query, facility: null, service: null }, moment);
		const { year } = filter;
		const { rows, ...view } = await readView(this.context, moment, async (tx) => {
			const revisions = await findBudgetRevisions(tx, year, moment.today);
			const cashPlan = await findCashPlan(tx, year, moment.today);
			const paid = await sumPaidByMonth(tx, filter);
			const years = await findBudgetYears(tx, filter.asOf, moment.today);
			const running = yearOf(moment.today);
			const planned = cashPlan ?? yearTwelfths(revisions.at(-1)?.amountRupiah ?? 0);
			return {
				filter: { year, facility: null, service: null },
				years: [...new Set([...years, year, running, running + 1])].sort((a, b) => a - b),
				revisions,
				months: eachMonth(`${year}-01-01`, `${year}-12-01`).map((month, index) => ({
					month,
					plannedRupiah: planned[index] ?? 0,
					paidRupiah:
						month > monthOf(moment.today)
							? null
							: (paid.find((row) => row.month === month)?.amountRupiah ?? 0)
				})),
				isPlanned: cashPlan !== null,
				evidence: evidenceOf(year, moment, {
					demo: this.context.demo,
					url: addressWith('/budget/plan', filter)
				}),
				rows: await findDecisions(tx, year, moment.today)
			};
		});
		return { ...view, decisions: await this.#named(rows) };
	}

	/** @param form fields as they were typed: year, kind, amount, source, and month-1 to month-12, all empty or none */
	async set(viewer: Viewer, form: FormData): Promise<PlanResult> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'set-budget')) return { outcome: 'forbidden' };
		const wish = readWish(form);
		if (wish === null) return { outcome: 'unusable', fault: 'kind' };
		const { system, clock, recordLook } = this.context;
		const at = clock();
		const today = jakartaDay(at);
		const fault = await inTransaction(system, async (tx): Promise<BudgetFault | null> => {
			await lockDecisions(tx);
			const standing = (await findBudgetRevisions(tx, wish.year || 0, today)).map(({ kind }) => kind);
			const found = findBudgetFault(wish, yearOf(today), standing);
			if (found !== null) return found;
			await recordLook(tx, viewer, {
				action: 'setting-changed',
				what: '/budget/plan',
				filter: { year: String(wish.year), kind: wish.kind, rupiah: String(wish.amountRupiah) },
				reason: wish.source
			});
			const cashPlan = wish.cashPlan === null ? null : [...wish.cashPlan];
			await writeDecision(tx, { ...wish, cashPlan, at, knownOn: today, who: viewer.name });
			// Open pages take a new snapshot: a ceiling is no increment.
			await recordChange(tx, { reload: ['claims'] });
			return null;
		});
		return fault === null ? { outcome: 'set' } : { outcome: 'unusable', fault };
	}

	async #named(rows: readonly DecisionRow[]): Promise<BudgetDecisionView[]> {
		const { system, viewer } = this.context;
		const names = await inSnapshot(system, { ...viewer, role: 'system' }, (tx) =>
			findNames(
				tx,
				rows.map(({ who }) => who)
			)
		);
		return rows.map(({ number, at, who, kind, amountRupiah, cashPlan, source }) => ({
			...{ number, kind, amountRupiah, source },
			at: at.toISOString(),
			who: names.get(who) ?? who,
			hasCashPlan: cashPlan !== null
		}));
	}
}

/** Null for a kind that there is not; what else is wrong is found by the rules. */
function readWish(form: FormData): BudgetWish | null {
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const kind = text('kind');
	if (!isBudgetKind(kind)) return null;
	const months = Array.from({ length: monthsAYear }, (_, index) => text(`month-${index + 1}`));
	return {
		kind,
		year: /^20\d\d$/.test(text('year')) ? Number(text('year')) : NaN,
		amountRupiah: readRupiah(text('amount')),
		source: text('source'),
		cashPlan: months.every((month) => month === '') ? null : months.map(readRupiah)
	};
}

const tables: Record<PlanFigure, string> = { ceiling: 'budget', planned: 'budget_decision', paid: 'claim' };

function evidenceOf(
	year: number,
	moment: Moment,
	{ demo, url }: { demo: boolean; url: string }
): Record<PlanFigure, Evidence> {
	const of = (figure: PlanFigure): Evidence => ({
		measure: `money_measure_plan_${figure}`,
		unit: 'rupiah',
		asOf: moment.now.toISOString(),
		dateBasis: figure === 'paid' ? 'occurred' : 'known',
		completeness: null,
		formula: `money_formula_plan_${figure}`,
		rows: { table: tables[figure], where: { budget_year: String(year) } },
		...{ url, demo }
	});
	return Object.fromEntries(planFigures.map((figure) => [figure, of(figure)])) as Record<
		PlanFigure,
		Evidence
	>;
}
