import { monthOf, yearOf } from '../../../domain/period.ts';
import type { ClaimState } from '../../../domain/role.ts';
import { cutPage } from '../../../protocol/api/cursor.ts';
import { readClaimRows } from '../../store/api-queries.ts';
import type { BudgetService } from '../budget.ts';
import { readView, type ServiceContext } from '../context.ts';
import { facilitiesIn, whereOf, type Reader } from './reader.ts';

export function claimReader(context: ServiceContext): Reader<'claims'> {
	return async ({ query, moment, cut }) => {
		const { from, to, state = null, service = null } = query;
		const choice = {
			year: query.year ?? yearOf(moment.today),
			from: from === undefined ? null : monthOf(from),
			to: to === undefined ? null : monthOf(to),
			facilities: facilitiesIn(context, query),
			asOf: moment.asOf,
			...{ state, service }
		};
		const { found } = await readView(context, moment, async (tx) => ({
			found: await readClaimRows(tx, choice, cut)
		}));
		return {
			rows: found.map((row) => ({
				...row,
				state: row.state as ClaimState,
				name: context.facilities.nameOf(row.facility)
			})),
			at: moment.now.toISOString(),
			evidence: {
				completeness: null,
				rows: {
					table: moment.asOf === null ? 'claim_standing' : 'claim_effect',
					where: { ...whereOf(query), budget_year: String(choice.year) }
				},
				demo: context.demo
			}
		};
	};
}

/** The page's own months. */
export function budgetReader(budget: Pick<BudgetService, 'load'>): Reader<'budget'> {
	return async ({ query, cut }) => {
		const { facility = null, service = null, asOf = null } = query;
		const year = query.year === undefined ? null : String(query.year);
		const view = await budget.load({ year, facility, service, asOf });
		const ceilingRupiah = view.revisions.at(-1)?.amountRupiah ?? null;
		const all = view.months.map((row) => ({
			month: row.month,
			year: view.filter.year,
			ceilingRupiah,
			paidRupiah: row.paidRupiah,
			committedRupiah: row.committedRupiah,
			carriedRupiah: view.carriedRupiah,
			members: row.members,
			premiumRupiah: row.premiumRupiah,
			isSettled: row.isSettled
		}));
		const { completeness, rows, demo } = view.evidence.paid;
		return {
			rows: cutPage('budget', all, cut),
			at: view.snapshot.now,
			evidence: { completeness, rows: { table: rows.table, where: whereOf(query) }, demo }
		};
	};
}
