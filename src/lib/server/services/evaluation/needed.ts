/** What was needed: the ceiling and its revisions, the members, and what the year was expected to cost. */
import { blurCount } from '../../../domain/blur.ts';
import { yearOf } from '../../../domain/period.ts';
import { findNationalPremium } from '../../../domain/programme.ts';
import type { BudgetMonth } from '../../../protocol/views/budget.ts';
import { findBudgetRevisions, sumByServiceMonth, sumPaidByMonth } from '../../store/budget-queries.ts';
import { readShownMemberMonths } from '../../store/city-totals.ts';
import { findMembersCountedAt } from '../../store/register/member-totals.ts';
import { committedStates } from '../../../domain/claim-standing.ts';
import { carriedBefore, costPerMember, layOutMonths, membersAt } from '../budget-months.ts';
import { findLastProjection } from '../budget-projection.ts';
import { known, sameName, type Gathering, type Source, type TableDraft } from './gathering.ts';

export type YearMoney = {
	months: BudgetMonth[];
	carriedRupiah: number;
	members: { persons: number; on: string } | null;
	membersCountedAt: string | undefined;
};

/** The months as the Budget page lays them out. */
export async function readYearMoney(gathering: Gathering): Promise<YearMoney> {
	const { tx, filter, year, moment, until } = gathering;
	const committed = await sumByServiceMonth(tx, filter, committedStates);
	const paid = await sumPaidByMonth(tx, filter);
	const memberChanges = await readShownMemberMonths(tx, until);
	const countedAt = await findMembersCountedAt(tx, until);
	return {
		months: layOutMonths(year, moment.today, { paid, committed, memberChanges }),
		carriedRupiah: carriedBefore(year, committed),
		members: membersAt(memberChanges, until),
		membersCountedAt: countedAt?.toISOString()
	};
}

/** Names of decisions as people here call them. */
const kindNames: Readonly<Record<string, { id: string; en: string }>> = {
	original: { id: 'APBD (murni)', en: 'APBD (original)' },
	apbd: { id: 'APBD (murni)', en: 'APBD (original)' },
	revised: { id: 'APBD Perubahan', en: 'APBD-P (revised)' },
	'apbd-perubahan': { id: 'APBD Perubahan', en: 'APBD-P (revised)' }
};
export const kindOf = (kind: string) => kindNames[kind] ?? sameName(kind);

const decided = { dateBasis: 'known', page: '/budget/plan' } as const;
const ceilingOf: Source = {
	...{ unit: 'rupiah', formula: 'evaluation_formula_decision', table: 'budget', ...decided }
};

export async function gatherNeeded(gathering: Gathering, money: YearMoney): Promise<TableDraft[]> {
	return [
		await readDecisions(gathering, 'needed', gathering.year),
		await readMembers(gathering, money),
		await readExpected(gathering)
	];
}

export async function readDecisions(
	{ tx, moment }: Gathering,
	section: 'needed' | 'next',
	year: number
): Promise<TableDraft> {
	const decisions = await findBudgetRevisions(tx, year, moment.today);
	const source = { ...ceilingOf, where: { budget_year: String(year) } };
	const dayOf: Source = { ...source, unit: 'date', formula: 'evaluation_formula_decided_on' };
	const rows = decisions.map(({ kind, knownOn, amountRupiah }) => ({
		...{ key: knownOn, name: kindOf(kind) },
		facts: { amount: { value: amountRupiah, source }, decidedOn: { value: knownOn, source: dayOf } }
	}));
	const none = known(null, source, 'evaluation_unknown_no_decision');
	const shown = rows.length > 0 ? rows : [{ key: 'ceiling', facts: { amount: none } }];
	return { section, id: 'decisions', columns: ['amount', 'decidedOn'], rows: shown };
}

async function readMembers(gathering: Gathering, money: YearMoney): Promise<TableDraft> {
	const { tx, year, moment, until } = gathering;
	const ceiling = (await findBudgetRevisions(tx, year, moment.today)).at(-1)?.amountRupiah ?? null;
	const members = money.members === null ? null : blurCount(money.members.persons);
	const cost = costPerMember(money.months);
	const perMember: Source = {
		...{ unit: 'rupiah-per-member-month', formula: 'money_formula_capitation_cost', table: 'claim_standing' },
		page: '/budget/capitation'
	};
	const plan = ceiling === null || !members ? null : Math.round(ceiling / members / 12);
	const counted: Source = {
		...{ unit: 'members', formula: 'budget_formula_members_rounded', table: 'membership_day' },
		...{ asOf: money.membersCountedAt, dateBasis: 'known', page: '/members' }
	};
	const planned: Source = { ...perMember, formula: 'money_formula_capitation_plan', table: 'budget' };
	const premium: Source = {
		...{ ...perMember, formula: 'money_formula_capitation_premium', table: 'domain/programme' },
		dateBasis: 'known'
	};
	const row = (key: string, value: number | null, source: Source, unknown: string) => ({
		...{ key, facts: { value: known(value, source, unknown) } }
	});
	return {
		...{ section: 'needed', id: 'members', columns: ['value'] },
		rows: [
			row('members', members, counted, 'evaluation_unknown_members'),
			row('plan_per_member', plan, planned, 'evaluation_unknown_plan'),
			row('cost_per_member', cost?.rupiahPerMemberMonth ?? null, perMember, 'evaluation_unknown_cost'),
			row(
				'premium',
				findNationalPremium(until)?.rupiahPerMemberMonth ?? null,
				premium,
				'evaluation_unknown_premium'
			)
		]
	};
}

/** What was expected then: the last projection that was made within the year. */
async function readExpected({ tx, year, until }: Gathering): Promise<TableDraft> {
	const projection = yearOf(until) === year ? await findLastProjection(tx, year, until) : null;
	const source: Source = {
		...{ unit: 'rupiah', formula: 'evaluation_formula_expected', table: 'analysis' },
		where: { kind: 'budget-projection', subject: String(year) },
		...{ asOf: projection?.computedAt, page: '/budget' }
	};
	const untold = 'evaluation_unknown_projection';
	const row = (key: string, value: number | string | null, own: Partial<Source> = {}, unknown = untold) => ({
		...{ key, facts: { value: known(value, { ...source, ...own }, unknown) } }
	});
	const percent = { unit: 'percent', formula: 'evaluation_formula_exhaustion' } as const;
	const day = { unit: 'date', formula: 'budget_formula_projection' } as const;
	return {
		...{ section: 'needed', id: 'expected', columns: ['value'] },
		rows: [
			row('expected_low', projection?.yearEnd.p10 ?? null),
			row('expected_middle', projection?.yearEnd.p50 ?? null),
			row('expected_high', projection?.yearEnd.p90 ?? null),
			row('exhaustion', projection && Math.round(100 * projection.probability), percent),
			row(
				'exhausted_on',
				projection?.date.median ?? null,
				day,
				projection === null ? untold : 'evaluation_unknown_enough'
			)
		]
	};
}
