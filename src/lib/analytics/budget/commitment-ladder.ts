import { AnalyticsError } from '../analytics-error.ts';
import { quantileOfSorted } from '../stats/quantile.ts';

/** Whole rupiah, each claim in the one state that it stands in: the amount last asserted for it. */
export interface StandingClaims {
	readonly paidRupiah: number;
	readonly approvedRupiah: number;
	readonly verifiedRupiah: number;
	/** As billed. */
	readonly inVerificationRupiah: number;
}

export type RungName = 'paid' | 'approved' | 'verified' | 'in-verification' | 'not-reported';

export interface Rung {
	readonly name: RungName;
	readonly rupiah: number;
	/** Everything up to and with this rung. */
	readonly sumRupiah: number;
}

export interface CommitmentLadder {
	/** Paid, approved, verified, in verification; then, where it can be told, incurred but not reported. */
	readonly rungs: readonly Rung[];
	/** Sum of all rungs. */
	readonly totalRupiah: number;
	/** What is not paid yet: the debt. */
	readonly unpaidRupiah: number;
	/** Of the total, because of what is not reported; null where that cannot be told. */
	readonly interval: {
		readonly lower80: number;
		readonly upper80: number;
		readonly lower95: number;
		readonly upper95: number;
	} | null;
}

/**
 * What the programme owes, from what is paid up to what no bill shows yet.
 *
 * Incurred but not reported is the mean of its simulated worlds (bootstrapReserve, or simulateCosts less what is billed);
 * only it is uncertain here. What verification will cut is a matter of the rung, not of the ladder: bills stand as billed.
 *
 * @param standing whole rupiah, 0 or more
 * @param notReported one amount a simulated world; null where there is too little history, and then the ladder ends at the
 * bills and says so by having no interval
 * @returns O(worlds × log). Rungs are whole rupiah and add up to the total.
 * @throws AnalyticsError `negative` or `not-a-number` for an amount, `too-short` for no world
 */
export function buildLadder(standing: StandingClaims, notReported: Float64Array | null): CommitmentLadder {
	const amounts: [RungName, number][] = [
		['paid', standing.paidRupiah],
		['approved', standing.approvedRupiah],
		['verified', standing.verifiedRupiah],
		['in-verification', standing.inVerificationRupiah]
	];
	for (const [index, [name, rupiah]] of amounts.entries()) checkAmount(name, rupiah, index);
	const billed = amounts.reduce((sum, [, rupiah]) => sum + rupiah, 0);
	if (notReported) amounts.push(['not-reported', Math.round(meanOf(notReported))]);
	let sumRupiah = 0;
	const rungs = amounts.map(([name, rupiah]) => ({ name, rupiah, sumRupiah: (sumRupiah += rupiah) }));
	return {
		rungs,
		totalRupiah: sumRupiah,
		unpaidRupiah: sumRupiah - standing.paidRupiah,
		interval: notReported && readInterval(notReported, billed)
	};
}

function checkAmount(name: string, rupiah: number, index: number): void {
	if (!Number.isFinite(rupiah))
		throw new AnalyticsError('not-a-number', `What is ${name} is no number.`, index);
	if (rupiah < 0) throw new AnalyticsError('negative', `What is ${name} is below 0.`, index);
}

function meanOf(values: Float64Array): number {
	if (values.length === 0) throw new AnalyticsError('too-short', 'There is no simulated world.');
	const bad = values.findIndex((value) => !Number.isFinite(value));
	if (bad >= 0) throw new AnalyticsError('not-a-number', `World ${bad} is no number.`, bad);
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function readInterval(values: Float64Array, billed: number) {
	const sorted = Float64Array.from(values).sort();
	const at = (p: number) => billed + Math.round(quantileOfSorted(sorted, p));
	return { lower80: at(0.1), upper80: at(0.9), lower95: at(0.025), upper95: at(0.975) };
}
