/** What each figure of the Budget page says for itself. */
import type { Evidence, EvidenceUnit } from '../../domain/evidence.ts';
import { budgetFigures, type BudgetFigure } from '../../protocol/views/budget.ts';
import type { ClaimFilter } from '../store/budget-queries.ts';
import type { Moment } from './context.ts';

type Facts = {
	completeness: { reported: number; expected: number } | null;
	demo: boolean;
	/** When what is computed beside the page was computed. */
	projectedAt: string | null;
	/** When the members were counted; null for never. */
	membersCountedAt: string | null;
	/** The members are told in steps of five. */
	isRounded: boolean;
};

const units: Partial<Record<BudgetFigure, EvidenceUnit>> = {
	runRate: 'date',
	projection: 'date',
	costPerMember: 'rupiah-per-member-month',
	members: 'members'
};
/** The states that a figure sums; the others are not sums of one table. */
const states: Partial<Record<BudgetFigure, string>> = {
	paid: 'paid',
	owed: 'approved | verified | submitted',
	left: 'paid | approved | verified | submitted',
	returned: 'returned',
	rejected: 'rejected',
	approved: 'approved',
	verified: 'verified',
	submitted: 'submitted'
};

export function budgetEvidence(
	filter: ClaimFilter,
	moment: Moment,
	{ completeness, demo, projectedAt, membersCountedAt, isRounded }: Facts
): Record<BudgetFigure, Evidence> {
	const url = addressOf(filter);
	const { reported, expected } = completeness ?? { reported: 0, expected: 0 };
	const computedAt = (figure: BudgetFigure) =>
		figure === 'members' ? membersCountedAt : isProjected(figure) ? projectedAt : null;
	const evidenceOf = (figure: BudgetFigure): Evidence => {
		const key = figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
		const isEntered = figure === 'ceiling' || figure === 'members';
		return {
			measure: `budget_measure_${key}`,
			unit: units[figure] ?? 'rupiah',
			asOf: computedAt(figure) ?? moment.now.toISOString(),
			dateBasis: isEntered ? 'known' : 'occurred',
			completeness: isEntered || expected === 0 ? null : { reported, expected },
			formula: `budget_formula_${key}${figure === 'members' && isRounded ? '_rounded' : ''}`,
			rows: rowsOf(figure, filter),
			url,
			demo
		};
	};
	return Object.fromEntries(budgetFigures.map((figure) => [figure, evidenceOf(figure)])) as Record<
		BudgetFigure,
		Evidence
	>;
}

const isProjected = (figure: BudgetFigure) => figure === 'projection' || figure === 'notReported';

function rowsOf(figure: BudgetFigure, { year, facility, service }: ClaimFilter): Evidence['rows'] {
	if (figure === 'ceiling') return { table: 'budget', where: { budget_year: String(year) } };
	if (figure === 'members') return { table: 'membership_day', where: { reason: 'valid' } };
	if (isProjected(figure))
		return { table: 'analysis', where: { kind: 'budget-projection', subject: String(year) } };
	const state = states[figure];
	return {
		table: 'claim',
		where: {
			budget_year: String(year),
			...(state !== undefined && { state }),
			...(facility !== null && { facility }),
			...(service !== null && { service })
		}
	};
}

function addressOf({ year, facility, service, asOf }: ClaimFilter): string {
	const query = new URLSearchParams({
		year: String(year),
		...(facility !== null && { facility }),
		...(service !== null && { service }),
		...(asOf !== null && { asOf })
	});
	return `/budget?${query}`;
}
