import { AnalyticsError } from '../analytics-error.ts';

/** A hospital's or a service's bills so far. */
export interface BilledPart {
	readonly key: string;
	/** One a service month, rupiah as billed by now. */
	readonly billed: readonly number[];
}

export interface NotReportedRequest {
	readonly parts: readonly BilledPart[];
	/** One a service month: share of its cost that is usually billed by now, 0 to 1. */
	readonly billedShares: readonly number[];
	/** Of the whole programme, see developCosts; rupiah after verification. */
	readonly dispersion: number;
	/** What a billed rupiah comes to after verification, 0 to 1. */
	readonly worth: number;
	/** Of the whole programme, rupiah. */
	readonly total: { readonly p10: number; readonly p50: number; readonly p90: number };
}

export interface NotReportedPart {
	readonly key: string;
	/** Whole rupiah; the middle ones add up to the programme's, the ends do not (parts err apart). */
	readonly p10: number;
	readonly p50: number;
	readonly p90: number;
}

/** Below it a month's bills are too few to multiply up. */
const smallestShare = 0.02;
/** From it on a month says what a part costs. */
const tellingShare = 0.5;
const levelMonths = 3;
/** Of a normal: four in five lie within it on both sides of the mean. */
const z80 = 1.2816;

/**
 * Whose what is incurred and in no bill yet will be, by hospital or by service.
 *
 * Each part's own bills are developed with the programme's delay (a part alone is too small to learn one from):
 * missing = billed × (1 − share) ÷ share; a month of which hardly anything is billed is taken at the level of the part's last
 * three telling months. The programme's estimate is then divided in that proportion, so that the parts add up to it. The 80 %
 * interval is that of an over-dispersed Poisson, variance = dispersion × billed × (1 − share) ÷ share² a month (England &
 * Verrall 2002), but never relatively narrower than the programme's: parts share its delay.
 *
 * @returns in the order of the parts; all nought where nobody's bills say that anything is missing. O(parts × months).
 * @throws AnalyticsError `bad-shape` where a part has another number of months than there are shares; `not-a-number` for
 * an amount or share that is none
 */
export function shareNotReported(request: NotReportedRequest): NotReportedPart[] {
	const { parts, total } = request;
	const missing = parts.map((part, index) => measurePart(part, index, request));
	const sum = missing.reduce((all, { rupiah }) => all + rupiah, 0);
	const middle = divideWhole(
		Math.round(total.p50),
		missing.map(({ rupiah }) => rupiah)
	);
	const relativeOf = (end: number) => (total.p50 > 0 ? Math.abs(end - total.p50) / total.p50 : 0);
	const [below, above] = [relativeOf(total.p10), relativeOf(total.p90)];
	return parts.map(({ key }, index) => {
		const { variance = 0, rupiah = 0 } = missing[index] ?? {};
		const p50 = middle[index] ?? 0;
		const own = rupiah > 0 && sum > 0 ? (z80 * Math.sqrt(variance)) / rupiah : 0;
		return {
			key,
			p10: Math.max(0, Math.round(p50 * (1 - Math.max(own, below)))),
			p50,
			p90: Math.round(p50 * (1 + Math.max(own, above)))
		};
	});
}

function measurePart(
	{ billed }: BilledPart,
	index: number,
	{ billedShares, dispersion, worth }: NotReportedRequest
) {
	if (billed.length !== billedShares.length)
		throw new AnalyticsError(
			'bad-shape',
			`Part ${index} has ${billed.length} months where there are ${billedShares.length} shares.`,
			index
		);
	const costs = billed.map((amount, month) => (amount * worth) / (billedShares[month] ?? NaN));
	const isTelling = (month: number) => (billedShares[month] ?? 0) >= tellingShare;
	const telling = costs.filter((_, month) => isTelling(month)).slice(-levelMonths);
	const level = telling.length > 0 ? telling.reduce((all, cost) => all + cost, 0) / telling.length : 0;
	let rupiah = 0;
	let variance = 0;
	for (const [month, share] of billedShares.entries()) {
		const amount = Math.max(0, billed[month] ?? NaN) * worth;
		if (!Number.isFinite(amount) || !Number.isFinite(share))
			throw new AnalyticsError('not-a-number', `Month ${month} of part ${index} is no number.`, index);
		const left = 1 - Math.min(1, share);
		const isBilled = share > smallestShare && amount > 0;
		rupiah += isBilled ? (amount * left) / share : Math.max(0, level) * left;
		variance += isBilled ? (dispersion * amount * left) / share ** 2 : dispersion * Math.max(0, level) * left;
	}
	return { rupiah, variance };
}

/** Whole rupiah in proportion: what rounding leaves goes to the largest remainders, the first of equals. */
function divideWhole(total: number, weights: readonly number[]): number[] {
	const sum = weights.reduce((all, weight) => all + weight, 0);
	if (sum <= 0) return weights.map(() => 0);
	const exact = weights.map((weight) => (total * weight) / sum);
	const whole = exact.map(Math.floor);
	const rest = Math.round(total - whole.reduce((all, amount) => all + amount, 0));
	const order = exact
		.map((amount, index) => ({ index, remainder: amount - Math.floor(amount) }))
		.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
	for (const { index } of order.slice(0, rest)) whole[index] = (whole[index] ?? 0) + 1;
	return whole;
}
