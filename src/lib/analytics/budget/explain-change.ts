import { AnalyticsError } from '../analytics-error.ts';

/** What one service month cost so far, and what it came from. */
export interface MonthFacts {
	/** Visits to hospitals with a referral, or none needed. */
	readonly referredVisits: number;
	/** Visits past the puskesmas: without a referral, for what a puskesmas treats itself. */
	readonly bypassVisits: number;
	/** Claims billed for them by the day of comparison. */
	readonly claims: number;
	/** Their bills, whole rupiah. */
	readonly billedRupiah: number;
}

export const changeDrivers = ['visits', 'bypass', 'delay', 'cost'] as const;
export type ChangeDriver = (typeof changeDrivers)[number];

export interface ChangeStep {
	readonly driver: ChangeDriver;
	/** Whole rupiah; the steps add up to the change to the rupiah. */
	readonly rupiah: number;
}

/**
 * Why one month's bills differ from another's, as a sum of four reasons.
 *
 * Bills = (referred + bypassing visits) × claims a visit × rupiah a claim. Both months are seen at the same age, so claims a
 * visit differ because bills came faster or slower, not because one month is younger: that is the delay. Each reason's part is
 * its Shapley value: the mean of what it adds over every order in which the reasons could have changed (Shorrocks 2013,
 * "Decomposition procedures for distributional analysis: a unified framework based on the Shapley value"), which leaves no
 * remainder and prefers no order. Rounded to whole rupiah; what rounding leaves goes to the largest reason.
 *
 * @returns one step a driver, in the order of `changeDrivers`; null where a month has no visit or no claim, since no ratio can
 * be told then, and where the months are so unlike that a step is no safe integer. O(1).
 * @throws AnalyticsError `not-a-number` or `negative` for a fact that is none
 */
export function explainChange(before: MonthFacts, after: MonthFacts): ChangeStep[] | null {
	for (const [index, month] of [before, after].entries()) checkFacts(month, index);
	const [a, b] = [readRatios(before), readRatios(after)];
	if (a === null || b === null) return null;
	// Linear in each kind of visit, so that both have the same weight: the mean of the product of the two ratios.
	const weight =
		(a.perVisit * a.perClaim + b.perVisit * b.perClaim) / 3 +
		(a.perVisit * b.perClaim + b.perVisit * a.perClaim) / 6;
	const visits = (other: 'perVisit' | 'perClaim') =>
		(a.visits * a[other] + b.visits * b[other]) / 3 + (a.visits * b[other] + b.visits * a[other]) / 6;
	const exact: Record<ChangeDriver, number> = {
		visits: (after.referredVisits - before.referredVisits) * weight,
		bypass: (after.bypassVisits - before.bypassVisits) * weight,
		delay: (b.perVisit - a.perVisit) * visits('perClaim'),
		cost: (b.perClaim - a.perClaim) * visits('perVisit')
	};
	if (Object.values(exact).some((rupiah) => Math.abs(rupiah) >= largestStep)) return null;
	return roundSteps(exact, after.billedRupiah - before.billedRupiah);
}

/** Four of them still add up without a loss. */
const largestStep = Number.MAX_SAFE_INTEGER / 8;

function checkFacts(month: MonthFacts, index: number): void {
	const values = [month.referredVisits, month.bypassVisits, month.claims, month.billedRupiah];
	if (!values.every(Number.isFinite))
		throw new AnalyticsError('not-a-number', `A fact of month ${index} is no number.`, index);
	if (values.some((value) => value < 0))
		throw new AnalyticsError('negative', `A fact of month ${index} is below 0.`, index);
}

function readRatios({ referredVisits, bypassVisits, claims, billedRupiah }: MonthFacts) {
	const visits = referredVisits + bypassVisits;
	if (visits === 0 || claims === 0) return null;
	return { visits, perVisit: claims / visits, perClaim: billedRupiah / claims };
}

function roundSteps(exact: Record<ChangeDriver, number>, change: number): ChangeStep[] {
	const steps = changeDrivers.map((driver) => ({ driver, rupiah: Math.round(exact[driver]) + 0 }));
	const left = change - steps.reduce((sum, { rupiah }) => sum + rupiah, 0);
	const largest = steps.reduce((most, step) =>
		Math.abs(exact[step.driver]) > Math.abs(exact[most.driver]) ? step : most
	);
	largest.rupiah += left;
	return steps;
}
