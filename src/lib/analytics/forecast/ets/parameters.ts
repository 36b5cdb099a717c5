/**
 * Reads of typed arrays are asserted `as number`: a point of the search has a place for each of `countParameters`.
 */
import type { EtsForm } from './form.ts';
import type { EtsGradient, EtsRun, Smoothing } from './recursion.ts';
import type { InitialStates } from './start.ts';

/** Where the search may go: the usual ranges of Hyndman et al. (2008, section 2.7), with their 0.8 ≤ φ ≤ 0.98. */
const least = 1e-4;
const most = 1 - least;
const leastPhi = 0.8;
const mostPhi = 0.98;

/** Steps of one in each initial state that move the fit by about one residual, so that the search is well scaled. */
export interface StateUnits {
	readonly level: number;
	readonly slope: number;
	readonly season: number;
}

/**
 * A share between 0 and 1 of any real number. A wave and not the logistic curve, because parameters often lie on their
 * bound and a search that has once run far out on a flat tail does not come back.
 */
const wave = (x: number): number => (1 + Math.sin(x)) / 2;
/** Never from the very bound: the wave is level there, and a search would stay. */
const unwave = (share: number): number => Math.asin(2 * Math.min(Math.max(share, 0.002), 0.998) - 1);
/** Derivative of {@link wave} where it has the given share. */
const waveSlope = (x: number): number => Math.cos(x) / 2;

/** How far a parameter lies between its bounds; none where they leave no room (α on its own lower bound). */
const shareOf = (value: number, upper: number): number =>
	upper > least ? (value - least) / (upper - least) : 0;

/** A free point of the search from smoothing parameters and initial states. */
export function pack(
	form: EtsForm,
	period: number,
	{ alpha, beta, gamma, phi }: Smoothing,
	states: InitialStates,
	units: StateUnits
): Float64Array {
	const point = [unwave((alpha - least) / (most - least))];
	if (form.trend !== 'none') point.push(unwave(shareOf(beta, alpha)));
	if (form.season !== 'none') point.push(unwave(shareOf(gamma, 1 - alpha)));
	if (form.trend === 'damped') point.push(unwave((phi - leastPhi) / (mostPhi - leastPhi)));
	point.push(states.level / units.level);
	if (form.trend !== 'none') point.push(states.slope / units.slope);
	if (form.season !== 'none') {
		for (let i = 0; i < period - 1; i += 1) point.push((states.season[i] as number) / units.season);
	}
	return Float64Array.from(point);
}

/** Writes a point's initial states into the run and its smoothing parameters into `smoothing`. */
export function unpack(
	form: EtsForm,
	period: number,
	point: Float64Array,
	units: StateUnits,
	smoothing: Smoothing,
	run: Pick<EtsRun, 'level' | 'slope' | 'season'>
): void {
	let at = 0;
	const alpha = least + (most - least) * wave(point[at++] as number);
	smoothing.alpha = alpha;
	smoothing.beta = form.trend === 'none' ? 0 : least + (alpha - least) * wave(point[at++] as number);
	smoothing.gamma = form.season === 'none' ? 0 : least + (1 - alpha - least) * wave(point[at++] as number);
	smoothing.phi = form.trend === 'damped' ? leastPhi + (mostPhi - leastPhi) * wave(point[at++] as number) : 1;
	run.level[0] = units.level * (point[at++] as number);
	run.slope[0] = form.trend === 'none' ? 0 : units.slope * (point[at++] as number);
	if (form.season === 'none') return;
	let rest = form.season === 'additive' ? 0 : period;
	for (let i = 0; i < period - 1; i += 1) {
		const index = units.season * (point[at++] as number);
		run.season[i] = index;
		rest -= index;
	}
	run.season[period - 1] = rest;
}

/** The chain rule through {@link unpack}. */
export function packGradient(
	form: EtsForm,
	period: number,
	point: Float64Array,
	{ alpha, beta, gamma }: Smoothing,
	units: StateUnits,
	by: EtsGradient,
	into: Float64Array
): void {
	const shareOfBeta = form.trend === 'none' ? 0 : shareOf(beta, alpha);
	const shareOfGamma = form.season === 'none' ? 0 : shareOf(gamma, 1 - alpha);
	// α bounds β from above and γ through 1 − α, so they move with it.
	const byAlpha = by.smoothing.alpha + by.smoothing.beta * shareOfBeta - by.smoothing.gamma * shareOfGamma;
	let at = 0;
	into[at] = byAlpha * (most - least) * waveSlope(point[at++] as number);
	if (form.trend !== 'none') {
		into[at] = by.smoothing.beta * (alpha - least) * waveSlope(point[at++] as number);
	}
	if (form.season !== 'none') {
		into[at] = by.smoothing.gamma * (1 - alpha - least) * waveSlope(point[at++] as number);
	}
	if (form.trend === 'damped') {
		into[at] = by.smoothing.phi * (mostPhi - leastPhi) * waveSlope(point[at++] as number);
	}
	into[at++] = units.level * by.level;
	if (form.trend !== 'none') into[at++] = units.slope * by.slope;
	if (form.season === 'none') return;
	const tied = by.season[period - 1] as number;
	for (let i = 0; i < period - 1; i += 1) into[at++] = units.season * ((by.season[i] as number) - tied);
}
