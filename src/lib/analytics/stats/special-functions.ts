/**
 * Gamma and beta functions, to about fourteen digits, for the distributions beside this file.
 *
 * Powers are taken as deviances about the mean with Stirling's remainder (Loader 2000, Fast and accurate computation of
 * binomial probabilities), so that counts in the tens of thousands lose no digits to cancelling logarithms.
 */
import { AnalyticsError } from '../analytics-error.ts';

const halfLogTwoPi = 0.9189385332046728;
const twoPi = 2 * Math.PI;
const epsilon = 2 ** -53;
/** Lentz's method must not divide by zero. */
const tiny = 1e-300;
const maxTerms = 100_000;
/** From here on seven terms of Stirling's series are exact to the last digit. */
const stirlingFrom = 10;

/**
 * ln Γ(x), for factorials and densities.
 *
 * Definition: Stirling's series (Abramowitz & Stegun 6.1.41), small x moved up by Γ(x + 1) = xΓ(x). Absolute error
 * about 1e-15 × max(1, result).
 *
 * @param x above 0
 * @throws AnalyticsError `bad-option` unless x is above 0. Cost: constant.
 */
export function logGamma(x: number): number {
	if (!(x > 0)) throw new AnalyticsError('bad-option', `ln Γ is asked for at ${x}, not above 0.`);
	if (x === 1 || x === 2) return 0;
	let shifted = x;
	let product = 1;
	while (shifted < stirlingFrom) product *= shifted++;
	return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + series(shifted) - Math.log(product);
}

/**
 * What Stirling's formula leaves out: ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π]. As `logGamma`, without its check.
 */
export function stirlingRemainder(x: number): number {
	return x >= stirlingFrom ? series(x) : logGamma(x) - ((x - 0.5) * Math.log(x) - x + halfLogTwoPi);
}

function series(x: number): number {
	const s = 1 / (x * x);
	const tail = -1 / 1680 + s * (1 / 1188 + s * (-691 / 360360 + s / 156));
	return (1 / 12 + s * (-1 / 360 + s * (1 / 1260 + s * tail))) / x;
}

/** x ln(x / mean) + mean − x, the half deviance, without cancellation where x is close to the mean. */
export function halfDeviance(x: number, mean: number): number {
	if (x === 0) return mean;
	const difference = x - mean;
	if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
	const ratio = difference / (x + mean);
	let sum = difference * ratio;
	let term = 2 * x * ratio;
	for (let odd = 3; odd < 200; odd += 2) {
		term *= ratio * ratio;
		const next = sum + term / odd;
		if (next === sum) return sum;
		sum = next;
	}
	return sum;
}

/** xᵃ e⁻ˣ / Γ(a): the gamma density times x. */
function gammaPower(a: number, x: number): number {
	return Math.sqrt(a / twoPi) * Math.exp(-halfDeviance(a, x) - stirlingRemainder(a));
}

/** xᵃ yᵇ / B(a, b), with y = 1 − x given apart so that neither is rounded away. */
function betaPower(a: number, b: number, x: number, y: number): number {
	const total = a + b;
	const remainder = stirlingRemainder(total) - stirlingRemainder(a) - stirlingRemainder(b);
	const deviance = halfDeviance(a, total * x) + halfDeviance(b, total * y);
	return Math.sqrt((a / twoPi) * (b / total)) * Math.exp(remainder - deviance);
}

/**
 * The regularised incomplete gamma functions: `lower` = P(a, x), the chance that a gamma variable of shape `a` is at
 * most x, and `upper` = 1 − P, each exact where it is small.
 *
 * Definition: DLMF 8.11.4 (series) below x = a + 1, 8.9.2 (continued fraction, Lentz's method) above.
 *
 * @param a shape, above 0
 * @param x at least 0
 * @throws AnalyticsError `bad-option` outside that domain. Cost: about √a terms near the mean.
 */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
	if (!(a > 0) || !(x >= 0))
		throw new AnalyticsError('bad-option', `The incomplete gamma function is asked for at (${a}, ${x}).`);
	if (x === 0) return { lower: 0, upper: 1 };
	if (x === Infinity) return { lower: 1, upper: 0 };
	const power = gammaPower(a, x);
	if (x < a + 1) {
		const lower = power * gammaSeries(a, x);
		return { lower, upper: 1 - lower };
	}
	const upper = power * gammaFraction(a, x);
	return { lower: 1 - upper, upper };
}

function gammaSeries(a: number, x: number): number {
	let term = 1 / a;
	let sum = term;
	for (let k = 1; k < maxTerms && term > sum * epsilon; k++) {
		term *= x / (a + k);
		sum += term;
	}
	return sum;
}

function gammaFraction(a: number, x: number): number {
	let base = x + 1 - a;
	let c = 1 / tiny;
	let d = 1 / base;
	let value = d;
	for (let k = 1; k < maxTerms; k++) {
		const numerator = -k * (k - a);
		base += 2;
		d = 1 / nonZero(numerator * d + base);
		c = nonZero(base + numerator / c);
		value *= d * c;
		if (Math.abs(d * c - 1) < epsilon * 2) break;
	}
	return value;
}

/**
 * The regularised incomplete beta functions: `lower` = I_x(a, b), the chance that a beta variable is at most x, and
 * `upper` = 1 − I_x, each exact where it is small.
 *
 * Definition: continued fraction DLMF 8.17.22 by Lentz's method, on the side of the mean where it converges fast.
 *
 * @param a, b above 0
 * @param x within 0…1
 * @param y 1 − x; give it where it is known better than by subtraction
 * @throws AnalyticsError `bad-option` outside that domain. Cost: about √max(a, b) terms near the mean.
 */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): { lower: number; upper: number } {
	if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0))
		throw new AnalyticsError(
			'bad-option',
			`The incomplete beta function is asked for at (${a}, ${b}, ${x}).`
		);
	if (x === 0) return { lower: 0, upper: 1 };
	if (y === 0) return { lower: 1, upper: 0 };
	const power = betaPower(a, b, x, y);
	if (x * (a + b + 2) < a + 1) {
		const lower = (power * betaFraction(a, b, x)) / a;
		return { lower, upper: 1 - lower };
	}
	const upper = (power * betaFraction(b, a, y)) / b;
	return { lower: 1 - upper, upper };
}

function betaFraction(a: number, b: number, x: number): number {
	let c = 1;
	let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
	let value = d;
	for (let m = 1; m < maxTerms; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / nonZero(1 + even * d);
		c = nonZero(1 + even / c);
		value *= d * c;
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / nonZero(1 + odd * d);
		c = nonZero(1 + odd / c);
		value *= d * c;
		if (Math.abs(d * c - 1) < epsilon * 2) break;
	}
	return value;
}

const nonZero = (value: number) => (Math.abs(value) < tiny ? tiny : value);
