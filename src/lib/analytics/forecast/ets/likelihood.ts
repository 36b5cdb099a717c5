import type { EtsForm } from './form.ts';
import type { EtsRun } from './recursion.ts';

/** Relative to the mean square of the values: what a perfectly regular series counts as its error. */
export const leastShare = 1e-12;

/**
 * −2 log likelihood of a pass, constants dropped: n log Σe² for additive errors, n log Σ(e/ŷ)² + 2 Σ log|ŷ| for
 * multiplicative ones (Hyndman, Koehler, Snyder & Grose 2002, eq. 10). Infinity where a multiplicative model leaves the
 * positive numbers.
 *
 * @param floor added to each square, which keeps a perfectly fitted series from −Infinity
 */
export function likelihoodOf(form: EtsForm, { fitted, errors, season }: EtsRun, floor: number): number {
	const length = errors.length;
	const relative = form.error === 'multiplicative';
	let squares = 0;
	let logs = 0;
	let product = 1;
	for (let t = 0; t < length; t += 1) {
		// Both arrays are as long as the history.
		const f = fitted[t] as number;
		const e = errors[t] as number;
		if (!relative) {
			squares += e * e;
			continue;
		}
		if (!(f > 0)) return Infinity;
		squares += (e / f) * (e / f);
		// One logarithm for a run of values: it is the dearest operation of the loop.
		product *= f;
		if (product > 1e100 || product < 1e-100) {
			logs += Math.log(product);
			product = 1;
		}
	}
	if (form.season === 'multiplicative' && !staysPositive(season)) return Infinity;
	const value = length * Math.log(squares + length * floor) + 2 * (logs + Math.log(product));
	return Number.isFinite(value) ? value : Infinity;
}

function staysPositive(season: Float64Array): boolean {
	for (const index of season) if (!(index > 0)) return false;
	return true;
}

/** Derivatives of {@link likelihoodOf} by errors and by fitted values, for the backward run. O(n). */
export function differentiateLikelihood(
	form: EtsForm,
	{ fitted, errors }: EtsRun,
	floor: number,
	byError: Float64Array,
	byFitted: Float64Array
): void {
	const length = errors.length;
	if (form.error === 'additive') {
		let squares = length * floor;
		for (const e of errors) squares += e * e;
		const weight = (2 * length) / squares;
		for (let t = 0; t < length; t += 1) byError[t] = weight * (errors[t] as number);
		byFitted.fill(0);
		return;
	}
	let squares = length * floor;
	for (let t = 0; t < length; t += 1) squares += ((errors[t] as number) / (fitted[t] as number)) ** 2;
	const weight = (2 * length) / squares;
	for (let t = 0; t < length; t += 1) {
		const f = fitted[t] as number;
		const u = (errors[t] as number) / f;
		byError[t] = (weight * u) / f;
		byFitted[t] = (2 - weight * u * u) / f;
	}
}
