import type { ArimaOrder } from './order.ts';

// Indexes below stay within bounds by construction; `as number` spares the hot loops a check on each of them.

/** Coefficients of `(1 − B)^d (1 − Bᵐ)^D`, the leading 1 included. */
export function differencePolynomial({ d, seasonalD, period }: ArimaOrder): Float64Array {
	let polynomial: Float64Array = Float64Array.of(1);
	for (let i = 0; i < d; i++) polynomial = timesLag(polynomial, 1);
	for (let i = 0; i < seasonalD; i++) polynomial = timesLag(polynomial, period);
	return polynomial;
}

function timesLag(polynomial: Float64Array, lag: number): Float64Array {
	const product = new Float64Array(polynomial.length + lag);
	product.set(polynomial);
	for (let i = 0; i < polynomial.length; i++) {
		product[i + lag] = (product[i + lag] as number) - (polynomial[i] as number);
	}
	return product;
}

/** `values[t] − values[t − lag]`, shorter by `lag`. */
export function difference(values: Float64Array, lag: number): Float64Array {
	const result = new Float64Array(Math.max(0, values.length - lag));
	for (let i = 0; i < result.length; i++) result[i] = (values[i + lag] as number) - (values[i] as number);
	return result;
}

/** All differences of an order; shorter by `d + D × period`. */
export function differenceFully(values: Float64Array, { d, seasonalD, period }: ArimaOrder): Float64Array {
	let result = values;
	for (let i = 0; i < seasonalD; i++) result = difference(result, period);
	for (let i = 0; i < d; i++) result = difference(result, 1);
	return result;
}

/**
 * Undoes differencing for forecasts: what continues `history` if its differences continue as given.
 *
 * @param polynomial of `differencePolynomial`
 */
export function integrate(
	differences: Float64Array,
	history: Float64Array,
	polynomial: Float64Array
): Float64Array {
	const lags = polynomial.length - 1;
	const whole = new Float64Array(lags + differences.length);
	whole.set(history.subarray(history.length - lags));
	for (let h = 0; h < differences.length; h++) {
		let value = differences[h] as number;
		for (let i = 1; i <= lags; i++) value -= (polynomial[i] as number) * (whole[lags + h - i] as number);
		whole[lags + h] = value;
	}
	return whole.slice(lags);
}
