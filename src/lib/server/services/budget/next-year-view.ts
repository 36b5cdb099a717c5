/** From what was weighed to what the page and its files show. */
import type { Proposal } from '../../../analytics/budget/next-year.ts';
import {
	effectOf,
	splitRupiah,
	type LeverEffect,
	type LeverGround
} from '../../../analytics/budget/next-year-levers.ts';
import type { Quantiles } from '../../../analytics/budget/quantiles.ts';
import type { Assumption } from '../../../analytics/budget/scenario/assumption.ts';
import { certainties, type Certainty, type NextYearLevers } from '../../../domain/next-year.ts';
import type { MoneyQuantiles } from '../../../protocol/views/budget.ts';
import type {
	AssumptionLine,
	LeverName,
	ProposalPoints,
	ProposalView,
	ServiceLine
} from '../../../protocol/views/budget-next-year.ts';

const monthsAYear = 12;

/** @param members of the planned year, after the lever */
export function viewOfProposal(
	{ points, factor }: Pick<Proposal, 'points' | 'factor'>,
	{ factors, weights, ask }: LeverEffect,
	members: number | null
): ProposalView {
	const pointOf = (name: Certainty) => {
		const { total, carried, cost } = points[name];
		const perMemberMonth = members === null ? null : Math.round(total / members / monthsAYear);
		return [name, { total, carried, cost, perMemberMonth }] as const;
	};
	const outpatient = weights.find(({ service, isPaid }) => service === 'outpatient' && isPaid)?.share ?? 0;
	const known = ask.policy.referral?.outpatientCostShare.value ?? null;
	return {
		points: Object.fromEntries(certainties.map(pointOf)) as ProposalPoints,
		factor: { ...factor },
		factors: { ...factors },
		members,
		outpatientShare: weights.length > 0 ? outpatient / factors.services : known
	};
}

/** The planned year's cost by service; what is left out costs nothing. */
export function linesOfServices({ points }: ProposalView, { weights }: LeverEffect): ServiceLine[] {
	const parts = certainties.map((name) => ({
		name,
		rupiah: splitRupiah(
			points[name].cost,
			weights.map(({ weight }) => weight)
		)
	}));
	return weights.map(({ service, share, isPaid }, place) => ({
		...{ service, share, isPaid },
		rupiah: Object.fromEntries(
			parts.map(({ name, rupiah }) => [name, rupiah[place] ?? 0])
		) as ServiceLine['rupiah']
	}));
}

/** All that a lever would be reckoned with, turned or not; none before the city's rates were made. */
export function assumptionsOf({ base, shares }: LeverGround, levers: NextYearLevers): AssumptionLine[] {
	if (base === null) return [];
	const referralPercent = base.referral === null ? null : 100;
	const all = { referralPercent, tariffPercent: 1, membersPercent: 1, unpaid: levers.unpaid };
	const effect = effectOf(all, { base, shares });
	if ('missing' in effect) return [];
	const { referral, members, tariff } = effect.ask.policy;
	const line = (lever: LeverName, one: Assumption | undefined) => (one ? [{ ...one, lever }] : []);
	return [
		...line('referral', referral?.settledShare),
		...line('referral', referral?.outpatientCostShare),
		...line('members', members?.useElasticity),
		...line('tariff', tariff?.affectedShare)
	];
}

export const wholeQuantiles = ({ p10, p50, p90 }: Quantiles): MoneyQuantiles => ({
	...{ p10: Math.round(p10), p50: Math.round(p50), p90: Math.round(p90) }
});

/** Growth of a log a month, as percent with one decimal. */
export const percentAMonth = (growth: number): number => Math.round(1000 * (Math.exp(growth) - 1)) / 10;
