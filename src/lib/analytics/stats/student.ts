/** Student's t distribution, for intervals and tests with few degrees of freedom. */
import { AnalyticsError } from '../analytics-error.ts';
import { normalQuantile } from './normal.ts';
import { incompleteBeta, logGamma } from './special-functions.ts';

/**
 * The chance that Student's t with `df` degrees of freedom is at most `t`.
 *
 * Definition: through the incomplete beta function (Abramowitz & Stegun 26.7.1); relative precision in both tails.
 *
 * @param t any number, infinities allowed
 * @param df above 0, need not be whole
 * @throws AnalyticsError `bad-option` for NaN or a df that is not above 0. Cost: that of the incomplete beta function.
 */
export function studentCdf(t: number, df: number): number {
	if (Number.isNaN(t) || !(df > 0))
		throw new AnalyticsError('bad-option', `Student's t is asked for at ${t} with ${df} degrees of freedom.`);
	const tail = upperTail(Math.abs(t), df);
	return t > 0 ? 1 - tail : tail;
}

function upperTail(t: number, df: number): number {
	if (t === Infinity) return 0;
	const total = df + t * t;
	return 0.5 * incompleteBeta(df / 2, 0.5, df / total, (t * t) / total).lower;
}

function logDensity(t: number, df: number): number {
	const constant = logGamma((df + 1) / 2) - logGamma(df / 2) - 0.5 * Math.log(df * Math.PI);
	return constant - ((df + 1) / 2) * Math.log1p((t * t) / df);
}

/**
 * The value below which Student's t falls with chance `p`.
 *
 * Definition: the root of `studentCdf`, bracketed, then Newton's steps on the tail's logarithm, halved where they leave
 * the bracket.
 *
 * @param p within 0…1; 0 and 1 give the infinities
 * @param df above 0
 * @throws AnalyticsError `bad-option` outside that domain. Cost: about ten distribution values, none where it was asked before.
 */
export function studentQuantile(p: number, df: number): number {
	if (!(p >= 0 && p <= 1) || !(df > 0))
		throw new AnalyticsError(
			'bad-option',
			`Student's quantile is asked for at ${p} with ${df} degrees of freedom.`
		);
	if (p === 0.5) return 0;
	const tail = Math.min(p, 1 - p);
	if (tail === 0) return p === 0 ? -Infinity : Infinity;
	const size = rememberedQuantile(tail, df);
	return p < 0.5 ? -size : size;
}

/** The same few are asked for thousands of times: every series of one length has the same freedom and the same bands. */
const remembered = new Map<number, Map<number, number>>();
const mostRemembered = 1_000;
let countRemembered = 0;

function rememberedQuantile(tail: number, df: number): number {
	const known = remembered.get(tail)?.get(df);
	if (known !== undefined) return known;
	if (countRemembered === mostRemembered) {
		remembered.clear();
		countRemembered = 0;
	}
	const found = upperQuantile(tail, df);
	const ofTail = remembered.get(tail) ?? new Map<number, number>();
	remembered.set(tail, ofTail.set(df, found));
	countRemembered += 1;
	return found;
}

function upperQuantile(tail: number, df: number): number {
	let low = 0;
	let high = Math.max(1, -normalQuantile(tail));
	while (upperTail(high, df) > tail) {
		low = high;
		high *= 2;
	}
	let t = (low + high) / 2;
	for (let step = 0; step < 200; step++) {
		const value = upperTail(t, df);
		if (value > tail) low = t;
		else high = t;
		const newton = t + (Math.log(value / tail) * value) / Math.exp(logDensity(t, df));
		const next = newton > low && newton < high ? newton : (low + high) / 2;
		if (Math.abs(next - t) <= 1e-15 * Math.abs(t)) return next;
		t = next;
	}
	return t;
}
