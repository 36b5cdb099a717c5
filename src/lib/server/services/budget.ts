/** Budget: does the money last, what is owed, and what does a member cost. */
import { projectRunRate } from '../../analytics/budget/run-rate.ts';
import { committedStates } from '../../domain/claim-standing.ts';
import { addMonths, monthOf, yearOf } from '../../domain/period.ts';
import { claimStates, type ClaimState } from '../../domain/role.ts';
import type {
	BudgetProjection,
	BudgetView,
	ClaimSum,
	HospitalMoney,
	SimpleRunRate
} from '../../protocol/views/budget.ts';
import { findCashPlan } from '../store/budget/decisions.ts';
import type { Transaction } from '../store/bulk.ts';
import { readShownMemberMonths } from '../store/city-totals.ts';
import {
	countBilledFacilities,
	findBudgetRevisions,
	findBudgetYears,
	sumByServiceMonth,
	sumClaimsByFacility,
	sumClaimsByState,
	sumPaidByMonth,
	type ClaimFilter,
	type FacilityStateRow,
	type StateRow
} from '../store/budget-queries.ts';
import { findMembersCountedAt, sumMemberChanges } from '../store/register/member-totals.ts';
import { budgetEvidence } from './budget-evidence.ts';
import { budgetFilter, type BudgetQuery } from './budget/filter.ts';
import { findBudgetProjection } from './budget-projection.ts';
import { carriedBefore, costPerMember, layOutMonths, membersAt } from './budget-months.ts';
import { momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { seesRoundedMembers } from './frozen.ts';

export class BudgetService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter for a year, facility or service that does not exist. */
	load(query: BudgetQuery): Promise<BudgetView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = budgetFilter(this.context, query, moment);
		return readView(this.context, moment, async (tx) => {
			const members = seesRoundedMembers(this.context.viewer) ? readShownMemberMonths : sumMemberChanges;
			const read = await readMoney(tx, filter, moment, (...at) => this.#standFor(members(...at)));
			return this.#viewOf(filter, moment, read);
		}) as Promise<BudgetView>;
	}

	/** Where people are simulated at a scale and rupiah are whole, those there were: else each would seem to cost a multiple. */
	async #standFor(changes: ReturnType<typeof sumMemberChanges>): ReturnType<typeof sumMemberChanges> {
		const scale = this.context.reconstruction?.countScale ?? 1;
		return (await changes).map(({ month, persons }) => ({ month, persons: Math.round(persons / scale) }));
	}

	#viewOf(filter: ClaimFilter, moment: Moment, read: Money): Omit<BudgetView, 'snapshot'> {
		const { facility, service, year } = filter;
		const carriedRupiah = carriedBefore(year, read.committed);
		const months = layOutMonths(year, moment.today, read);
		const billed = {
			month: read.lastMonth,
			reported: read.billed,
			expected: countFacilities(read.facilities)
		};
		const names = (code: string) => this.context.facilities.find(code)?.name ?? code;
		const hospitals = hospitalsOf(read.facilities, names);
		return {
			filter: { year, facility, service },
			years: [...new Set([...read.years, year])].sort((a, b) => a - b),
			facilities: hospitals.map(({ facility: code, name }) => ({ code, name })),
			revisions: read.revisions,
			cashPlan: read.cashPlan,
			states: statesOf(read.states),
			months,
			carriedRupiah,
			hospitals: hospitals.filter((hospital) => facility === null || hospital.facility === facility),
			billed,
			runRate: runRateOf(filter, moment, read, carriedRupiah),
			projection: read.projection,
			costPerMember: costPerMember(months),
			members: membersAt(read.memberChanges, moment.today),
			evidence: budgetEvidence(filter, moment, {
				completeness: billed,
				demo: this.context.demo,
				projectedAt: read.projection?.computedAt ?? null,
				membersCountedAt: read.membersCountedAt?.toISOString() ?? null,
				isRounded: seesRoundedMembers(this.context.viewer)
			})
		};
	}
}

type Money = Awaited<ReturnType<typeof readMoney>>;

async function readMoney(
	tx: Transaction,
	filter: ClaimFilter,
	{ today, asOf }: Moment,
	readMembers: typeof sumMemberChanges
) {
	// The last month that has ended and still belongs to the year.
	const ended = addMonths(monthOf(today), -1);
	const lastMonth = ended > `${filter.year}-12-01` ? `${filter.year}-12-01` : ended;
	const [years, revisions, states, committed, paid, facilities, billed, memberChanges] = await Promise.all([
		findBudgetYears(tx, asOf, today),
		findBudgetRevisions(tx, filter.year, today),
		sumClaimsByState(tx, filter),
		sumByServiceMonth(tx, filter, committedStates),
		sumPaidByMonth(tx, filter),
		sumClaimsByFacility(tx, { ...filter, facility: null }),
		countBilledFacilities(tx, { ...filter, facility: null }, lastMonth),
		readMembers(tx, today)
	]);
	const projection = await findProjection(tx, filter, today);
	const membersCountedAt = await findMembersCountedAt(tx, today);
	const cashPlan = await findCashPlan(tx, filter.year, today);
	return {
		cashPlan,
		years,
		revisions,
		states,
		committed,
		paid,
		facilities,
		lastMonth,
		billed,
		memberChanges,
		membersCountedAt,
		projection
	};
}

/** Of this year only, and of the whole programme: a part has no ceiling, and a year that is over needs no forecast. */
async function findProjection(
	tx: Transaction,
	{ year, facility, service }: ClaimFilter,
	today: string
): Promise<BudgetProjection | null> {
	if (facility !== null || service !== null || year !== yearOf(today)) return null;
	return findBudgetProjection(tx, year, today);
}

/** The ceiling is the whole programme's: of a part there is nothing to project against. */
function runRateOf(
	{ year, facility, service }: ClaimFilter,
	{ today }: Moment,
	{ revisions, committed }: Money,
	carriedRupiah: number
): SimpleRunRate {
	if (facility !== null || service !== null) return { status: 'unknown', reason: 'filtered' };
	const months = committed.map(({ month, amountRupiah }) => ({ month, committedRupiah: amountRupiah }));
	const ceilingRupiah = revisions.at(-1)?.amountRupiah ?? null;
	return projectRunRate({ year, ceilingRupiah, carriedRupiah, months, today });
}

function statesOf(rows: readonly StateRow[]): Record<ClaimState, ClaimSum> {
	const sumOf = (state: ClaimState): ClaimSum => {
		const row = rows.find((one) => one.state === state);
		return {
			claims: row?.claims ?? 0,
			billedRupiah: row?.billedRupiah ?? 0,
			amountRupiah: row?.amountRupiah ?? 0
		};
	};
	return Object.fromEntries(claimStates.map((state) => [state, sumOf(state)])) as Record<
		ClaimState,
		ClaimSum
	>;
}

function hospitalsOf(rows: readonly FacilityStateRow[], nameOf: (code: string) => string): HospitalMoney[] {
	const codes = [...new Set(rows.map(({ facility }) => facility))];
	return codes
		.map((facility) => ({
			facility,
			name: nameOf(facility),
			states: statesOf(rows.filter((row) => row.facility === facility))
		}))
		.sort((a, b) => a.name.localeCompare(b.name, 'id') || (a.facility < b.facility ? -1 : 1));
}

const countFacilities = (rows: readonly FacilityStateRow[]) =>
	new Set(rows.map(({ facility }) => facility)).size;
