import type { ArimaOrder } from './order.ts';

// Indexes below stay within bounds by construction; `as number` spares the hot loops a check on each of them.

/** The multiplied-out polynomials: `y[t] = Σ ar[i−1] y[t−i] + e[t] + Σ ma[j−1] e[t−j]`. */
export interface Shape {
	readonly ar: Float64Array;
	readonly ma: Float64Array;
}

/** Coefficients as they are cited: `1 − ar₁B − …` and `1 + ma₁B + …`, seasonal ones in powers of Bᵐ. */
export interface Coefficients {
	readonly ar: Float64Array;
	readonly ma: Float64Array;
	readonly seasonalAr: Float64Array;
	readonly seasonalMa: Float64Array;
}

/**
 * Coefficients out of unconstrained parameters, so that whatever an optimiser tries is stationary and invertible.
 *
 * Definition: Monahan 1984: partial autocorrelations (here `tanh` of the parameters) determine a stationary
 * autoregression one to one, by the Durbin–Levinson recursion; a moving average likewise with its sign turned.
 *
 * @param parameters in the order ar, ma, seasonal ar, seasonal ma
 */
export function shapeCoefficients(parameters: Float64Array, order: ArimaOrder): Coefficients {
	const { p, q, seasonalP, seasonalQ } = order;
	const block = (from: number, length: number, sign: 1 | -1) => {
		const built = fromPartials(parameters.subarray(from, from + length).map(Math.tanh));
		return sign === 1 ? built : built.map((value) => -value);
	};
	return {
		ar: block(0, p, 1),
		ma: block(p, q, -1),
		seasonalAr: block(p + q, seasonalP, 1),
		seasonalMa: block(p + q + seasonalP, seasonalQ, -1)
	};
}

/** Durbin–Levinson: autoregression of given partial autocorrelations. */
export function fromPartials(partials: Float64Array): Float64Array {
	const built = partials.slice();
	const before = new Float64Array(partials.length);
	for (let k = 1; k < partials.length; k++) {
		const partial = partials[k] as number;
		before.set(built.subarray(0, k));
		for (let j = 0; j < k; j++) built[j] = (before[j] as number) - partial * (before[k - 1 - j] as number);
	}
	return built;
}

/** The recursion backwards; null where the autoregression is not stationary. */
export function toPartials(ar: Float64Array): Float64Array | null {
	const partials = ar.slice();
	const before = new Float64Array(ar.length);
	for (let k = ar.length - 1; k >= 0; k--) {
		const partial = partials[k] as number;
		const rest = 1 - partial * partial;
		if (!(rest > 0)) return null;
		before.set(partials.subarray(0, k));
		for (let j = 0; j < k; j++) {
			partials[j] = ((before[j] as number) + partial * (before[k - 1 - j] as number)) / rest;
		}
	}
	return partials;
}

/** Multiplies seasonal and non-seasonal polynomials out. */
export function expandShape({ ar, ma, seasonalAr, seasonalMa }: Coefficients, period: number): Shape {
	return { ar: multiplyOut(ar, seasonalAr, period, -1), ma: multiplyOut(ma, seasonalMa, period, 1) };
}

/** `(1 + s Σ aᵢBⁱ)(1 + s Σ bⱼBʲᵐ) = 1 + s Σ cₖBᵏ` gives c. */
function multiplyOut(near: Float64Array, far: Float64Array, period: number, sign: 1 | -1): Float64Array {
	const product = new Float64Array(near.length + far.length * period);
	product.set(near);
	for (let j = 0; j < far.length; j++) {
		const factor = far[j] as number;
		const offset = (j + 1) * period;
		product[offset - 1] = (product[offset - 1] as number) + factor;
		for (let i = 0; i < near.length; i++) {
			product[offset + i] = (product[offset + i] as number) + sign * factor * (near[i] as number);
		}
	}
	return product;
}

/**
 * Do all roots keep this distance from the unit circle? A model at its edge is a difference in disguise and forecasts
 * badly (Hyndman & Khandakar 2008, section 3.1, drop such models).
 */
export function isWellInside({ ar, ma }: Shape, margin: number): boolean {
	const stretch = (values: Float64Array, sign: 1 | -1) =>
		values.map((value, i) => sign * value * margin ** (i + 1));
	return toPartials(stretch(ar, 1)) !== null && toPartials(stretch(ma, -1)) !== null;
}
