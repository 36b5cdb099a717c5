/** What was used: the ladder at the year's end and now, months, services and hospitals. */
import { committedStates, owedStates } from '../../../domain/claim-standing.ts';
import { addDays, addMonths, monthOf } from '../../../domain/period.ts';
import { services } from '../../../domain/service.ts';
import { billedRungs } from '../../../protocol/views/budget-owed.ts';
import {
	sumClaimsByFacility,
	sumClaimsByState,
	type FacilityStateRow,
	type StateRow
} from '../../store/budget-queries.ts';
import { readCatastrophicPercent } from '../../store/budget/capitation-queries.ts';
import { sumByPart } from '../../store/budget/owed-queries.ts';
import { readShownVisits } from '../../store/city-totals.ts';
import { findBudgetProjection } from '../budget-projection.ts';
import {
	known,
	sameName,
	type Fact,
	type Gathering,
	type RowDraft,
	type Source,
	type TableDraft
} from './gathering.ts';
import type { YearMoney } from './needed.ts';

const claims: Source = {
	...{ unit: 'rupiah', formula: 'claims_formula_state', table: 'claim_standing', page: '/budget/owed' }
};
const owed: Source = { ...claims, formula: 'budget_formula_owed' };
const billed: Source = { ...claims, formula: 'evaluation_formula_billed' };

export async function gatherUsed(gathering: Gathering, money: YearMoney): Promise<TableDraft[]> {
	return [
		await readLadder(gathering),
		await readBeside(gathering, money),
		await readMonths(gathering, money),
		await readServices(gathering),
		await readFacilities(gathering)
	];
}

const amountIn = (rows: readonly { state: string; amountRupiah: number }[], states: readonly string[]) =>
	rows.reduce((sum, { state, amountRupiah }) => (states.includes(state) ? sum + amountRupiah : sum), 0);

async function readLadder({ tx, filter, year, hasEnded }: Gathering): Promise<TableDraft> {
	const now = await sumClaimsByState(tx, filter);
	const lastDay = `${year}-12-31`;
	const then = hasEnded ? await sumClaimsByState(tx, { ...filter, asOf: lastDay }) : null;
	const atEnd: Source = { ...claims, table: 'claim_effect', where: { known_on: `≤ ${lastDay}` } };
	const of = (rows: readonly StateRow[] | null, state: string, source: Source): Fact =>
		known(rows && amountIn(rows, [state]), source, 'evaluation_unknown_running');
	return {
		...{ section: 'used', id: 'ladder', columns: ['atYearEnd', 'now'], summed: ['atYearEnd', 'now'] },
		rows: billedRungs.map((state) => ({
			key: state,
			facts: { atYearEnd: of(then, state, atEnd), now: of(now, state, { ...claims, where: { state } }) }
		}))
	};
}

/** What no bill shows, what came from the year before, and the share of the dearest diseases. */
async function readBeside({ tx, year, hasEnded, until }: Gathering, money: YearMoney): Promise<TableDraft> {
	const projection = hasEnded ? null : await findBudgetProjection(tx, year, until);
	const percent = await readCatastrophicPercent(tx, year, until);
	const notReported: Source = {
		...{ unit: 'rupiah', formula: 'budget_formula_not_reported', table: 'analysis', page: '/budget/owed' },
		asOf: projection?.computedAt
	};
	const unknown = hasEnded ? 'evaluation_unknown_year_over' : 'evaluation_unknown_projection';
	const row = (key: string, value: number | null, source: Source, why: string): RowDraft => ({
		...{ key, facts: { value: known(value, source, why) } }
	});
	const { p10 = null, p50 = null, p90 = null } = projection?.notReported ?? {};
	const catastrophic: Source = {
		...{ unit: 'percent', formula: 'money_formula_capitation_catastrophic', table: 'catastrophic_year' },
		page: '/budget/capitation'
	};
	return {
		...{ section: 'used', id: 'beside', columns: ['value'] },
		rows: [
			row('not_reported_low', p10, notReported, unknown),
			row('not_reported_middle', p50, notReported, unknown),
			row('not_reported_high', p90, notReported, unknown),
			row('carried', money.carriedRupiah, { ...claims, formula: 'evaluation_formula_carried' }, unknown),
			row('catastrophic', percent, catastrophic, 'evaluation_unknown_catastrophic')
		]
	};
}

async function readMonths({ tx, year, moment }: Gathering, { months }: YearMoney): Promise<TableDraft> {
	const span = { from: `${year}-01-01`, to: `${year}-12-31`, asOf: moment.asOf };
	const days = await readShownVisits(tx, span);
	const visits: Source = {
		...{ unit: 'visits', formula: 'money_formula_recap_rounded', table: 'visit_period' },
		page: '/budget/recap'
	};
	const committed: Source = { ...claims, formula: 'evaluation_formula_committed', page: '/budget' };
	const paid: Source = { ...claims, formula: 'money_formula_plan_paid', page: '/budget/plan' };
	const cellsOf = ({ month, committedRupiah, paidRupiah }: YearMoney['months'][number]): RowDraft => {
		const where = { month };
		const isToCome = month > moment.today;
		const own = days.filter(({ day }) => monthOf(day) === month);
		// Money of a month to come is nought, since no service has been given; visits of it nobody can have counted.
		const count = own.length === 0 ? null : own.reduce((sum, one) => sum + one.visits, 0);
		const why = isToCome ? 'evaluation_unknown_to_come' : 'evaluation_unknown_no_visits';
		const money = (value: number, source: Source): Fact =>
			known(isToCome ? null : value, { ...source, where }, 'evaluation_unknown_to_come');
		return {
			key: month,
			facts: {
				visits: known(count, { ...visits, where }, why),
				committed: money(committedRupiah, committed),
				paid: money(paidRupiah, paid)
			}
		};
	};
	const columns = ['visits', 'committed', 'paid'];
	return { section: 'used', id: 'months', columns, rows: months.map(cellsOf), summed: columns };
}

/** Visits of a part as they were told of persons; nought where the part is not among those that were seen. */
export function heldVisits(
	{ held }: Gathering,
	by: 'service' | 'facility' | 'kecamatan' | 'sex' | 'age' | 'segment',
	parts: readonly string[]
): Fact {
	const source: Source = {
		...{ unit: 'visits', formula: 'evaluation_formula_held', table: 'visit' },
		where: { [by]: parts.length === 1 ? (parts[0] ?? '') : '…' },
		...{ asOf: held === null ? undefined : endOf(held.until), page: '/evaluation' }
	};
	const value = held && parts.reduce((sum, part) => sum + (held.visits[by][part] ?? 0), 0);
	return known(value, source, 'evaluation_unknown_held');
}

/** The last instant of a day in the city. */
export const endOf = (day: string) =>
	new Date(Date.parse(`${addDays(day, 1)}T00:00:00+07:00`) - 1).toISOString();

async function readServices(gathering: Gathering): Promise<TableDraft> {
	const rows = await sumByPart(gathering.tx, gathering.filter, 'service');
	const columns = ['visits', 'paid', 'owed'];
	return {
		...{ section: 'used', id: 'services', columns, summed: columns },
		rows: services.map(({ id, names }): RowDraft => {
			const own = rows.filter(({ part }) => part === id);
			const where = { service: id };
			return {
				...{ key: id, name: names },
				facts: {
					visits: heldVisits(gathering, 'service', [id]),
					paid: { value: amountIn(own, ['paid']), source: { ...claims, where: { ...where, state: 'paid' } } },
					owed: { value: amountIn(own, owedStates), source: { ...owed, where } }
				}
			};
		})
	};
}

async function readFacilities(gathering: Gathering): Promise<TableDraft> {
	const rows = await sumClaimsByFacility(gathering.tx, gathering.filter);
	const codes = [...new Set(rows.map(({ facility }) => facility))];
	const { nameOf, held } = gathering;
	const own = codes
		.map((code) => facilityRow(gathering, code, rows))
		.sort((a, b) => nameOf(a.key).localeCompare(nameOf(b.key), 'id') || (a.key < b.key ? -1 : 1));
	const others = Object.keys(held?.visits.facility ?? {}).filter((code) => !codes.includes(code));
	const rest: RowDraft = {
		...{ key: 'others', facts: { visits: heldVisits(gathering, 'facility', others) } }
	};
	const columns = ['visits', 'billed', 'paid', 'owed'];
	return { section: 'used', id: 'facilities', columns, rows: [...own, rest], summed: columns };
}

function facilityRow(gathering: Gathering, code: string, all: readonly FacilityStateRow[]): RowDraft {
	const rows = all.filter(({ facility }) => facility === code);
	const where = { facility: code };
	const bills = rows
		.filter(
			({ state }) =>
				committedStates.some((one) => one === state) || state === 'rejected' || state === 'returned'
		)
		.reduce((sum, { billedRupiah }) => sum + billedRupiah, 0);
	return {
		...{ key: code, name: sameName(gathering.nameOf(code)) },
		facts: {
			visits: heldVisits(gathering, 'facility', [code]),
			billed: { value: bills, source: { ...billed, where } },
			paid: { value: amountIn(rows, ['paid']), source: { ...claims, where: { ...where, state: 'paid' } } },
			owed: { value: amountIn(rows, owedStates), source: { ...owed, where } }
		}
	};
}

/** First days of the year's months that have begun. */
export const monthsBegun = (year: number, today: string): string[] =>
	Array.from({ length: 12 }, (_, index) => addMonths(`${year}-01-01`, index)).filter(
		(month) => month <= today
	);
