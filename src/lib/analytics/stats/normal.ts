/** The standard normal distribution, to full double precision in both tails. */
import { AnalyticsError } from '../analytics-error.ts';

const rootTwoPi = Math.sqrt(2 * Math.PI);
/** Beyond it the continued fraction needs fewer terms than the series and keeps the tail's relative precision. */
const tailFrom = 2;

/** The bell curve's height at x. NaN stays NaN. */
export function normalDensity(x: number): number {
	return Math.exp(-0.5 * x * x) / rootTwoPi;
}

/**
 * The chance that a standard normal variable is at most x; relative precision holds far into the lower tail.
 *
 * Definition: Marsaglia (2004), Evaluating the normal distribution, in the middle; Laplace's continued fraction
 * (Abramowitz & Stegun 26.2.14) in the tails.
 *
 * @param x any number, infinities allowed
 * @throws AnalyticsError `not-a-number` for NaN. Cost: 20–60 terms.
 */
export function normalCdf(x: number): number {
	if (Number.isNaN(x)) throw new AnalyticsError('not-a-number', 'A normal probability is asked for at NaN.');
	if (x <= -tailFrom) return upperTail(-x);
	if (x >= tailFrom) return 1 - upperTail(x);
	let term = x;
	let sum = x;
	for (let odd = 3; ; odd += 2) {
		term *= (x * x) / odd;
		const next = sum + term;
		if (next === sum) return 0.5 + sum * normalDensity(x);
		sum = next;
	}
}

function upperTail(x: number): number {
	if (x > 38.5) return 0;
	const terms = Math.ceil(12 + 500 / (x * x));
	let fraction = x;
	for (let k = terms; k > 0; k--) fraction = x + k / fraction;
	return normalDensity(x) / fraction;
}

/**
 * The value below which a standard normal variable falls with chance `p`.
 *
 * Definition: Wichura (1988), algorithm AS 241 (PPND16), sixteen digits.
 *
 * @param p within 0…1; 0 and 1 give the infinities
 * @throws AnalyticsError `bad-option` outside 0…1 or for NaN. Cost: constant.
 */
export function normalQuantile(p: number): number {
	if (!(p >= 0 && p <= 1))
		throw new AnalyticsError('bad-option', `A normal quantile is asked for at ${p}, not within 0 and 1.`);
	const q = p - 0.5;
	if (Math.abs(q) <= 0.425) return q * ratio(central, 0.180625 - q * q);
	const tail = q < 0 ? p : 1 - p;
	if (tail === 0) return q < 0 ? -Infinity : Infinity;
	const r = Math.sqrt(-Math.log(tail));
	const size = r <= 5 ? ratio(middle, r - 1.6) : ratio(far, r - 5);
	return q < 0 ? -size : size;
}

interface Rational {
	/** Highest power first. */
	readonly over: readonly number[];
	readonly under: readonly number[];
}

const horner = (coefficients: readonly number[], x: number) =>
	coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

const ratio = ({ over, under }: Rational, x: number) => horner(over, x) / horner(under, x);

const central: Rational = {
	over: [
		2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
		1971.5909503065513, 133.14166789178438, 3.3871328727963665
	],
	under: [
		5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
		687.1870074920579, 42.31333070160091, 1
	]
};

const middle: Rational = {
	over: [
		0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
		5.769497221460691, 4.630337846156546, 1.4234371107496835
	],
	under: [
		1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
		1.6763848301838038, 2.053191626637759, 1
	]
};

const far: Rational = {
	over: [
		2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
		0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103
	],
	under: [
		2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
		0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1
	]
};
