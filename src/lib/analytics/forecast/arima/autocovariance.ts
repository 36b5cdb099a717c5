import { toPartials, type Shape } from './shape.ts';

// Indexes below stay within bounds by construction; `as number` spares the hot loops a check on each of them.

/**
 * Autocovariances of a stationary ARMA process whose innovations have variance 1, lags 0 … `lags`.
 *
 * The process is a moving average of an autoregression, whose autocovariances follow from its partial
 * autocorrelations (Durbin–Levinson read upwards), so no linear system is solved. Cost: (AR terms + MA terms) × lags.
 *
 * @returns null where the autoregression is not stationary
 */
export function autocovariances({ ar, ma }: Shape, lags: number): Float64Array | null {
	const q = ma.length;
	const pure = autoregressiveCovariances(ar, lags + q);
	if (!pure) return null;
	if (q === 0) return pure;
	const products = selfProducts(ma);
	const result = new Float64Array(lags + 1);
	for (let k = 0; k <= lags; k++) {
		let sum = (products[0] as number) * (pure[k] as number);
		for (let j = 1; j <= q; j++) {
			sum += (products[j] as number) * ((pure[k + j] as number) + (pure[Math.abs(k - j)] as number));
		}
		result[k] = sum;
	}
	return result;
}

function autoregressiveCovariances(ar: Float64Array, lags: number): Float64Array | null {
	const covariance = new Float64Array(lags + 1);
	const partials = toPartials(ar);
	if (!partials) return null;
	covariance[0] = partials.reduce((variance, partial) => variance / (1 - partial * partial), 1);
	// Each lag up to the order follows from the autoregression of one order less and the next partial autocorrelation.
	const built = new Float64Array(ar.length);
	const before = new Float64Array(ar.length);
	let variance = covariance[0];
	for (let k = 1; k <= Math.min(ar.length, lags); k++) {
		const partial = partials[k - 1] as number;
		let sum = partial * variance;
		for (let j = 1; j < k; j++) sum += (built[j - 1] as number) * (covariance[k - j] as number);
		covariance[k] = sum;
		before.set(built);
		for (let j = 0; j < k - 1; j++)
			built[j] = (before[j] as number) - partial * (before[k - 2 - j] as number);
		built[k - 1] = partial;
		variance *= 1 - partial * partial;
	}
	for (let k = ar.length + 1; k <= lags; k++) {
		let sum = 0;
		for (let j = 1; j <= ar.length; j++) sum += (ar[j - 1] as number) * (covariance[k - j] as number);
		covariance[k] = sum;
	}
	return covariance;
}

/** `Σᵢ θᵢ θᵢ₊ₖ` with θ₀ = 1. */
function selfProducts(ma: Float64Array): Float64Array {
	const q = ma.length;
	const products = new Float64Array(q + 1);
	for (let k = 0; k <= q; k++) {
		let sum = k === 0 ? 1 : (ma[k - 1] as number);
		for (let i = 1; i + k <= q; i++) sum += (ma[i - 1] as number) * (ma[i + k - 1] as number);
		products[k] = sum;
	}
	return products;
}

/** Weights of past innovations, `1, ψ₁, …`, `count` of them. */
export function psiWeights({ ar, ma }: Shape, count: number): Float64Array {
	const psi = new Float64Array(count);
	for (let k = 0; k < count; k++) {
		let sum = k === 0 ? 1 : k <= ma.length ? (ma[k - 1] as number) : 0;
		for (let j = 1; j <= Math.min(k, ar.length); j++) sum += (ar[j - 1] as number) * (psi[k - j] as number);
		psi[k] = sum;
	}
	return psi;
}
