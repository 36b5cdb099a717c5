/**
 * Reads of typed arrays are asserted `as number`: the passes run within the history's length.
 */
import type { FittedModel } from '../model.ts';
import { dressTheta, type ThetaPass } from './dress.ts';
import { requireEnough } from './require-enough.ts';
import { adjustSeason, chooseKind } from './seasonal-adjustment.ts';

interface OptimisedTheta {
	readonly alpha: number;
	readonly level: number;
	/** 1 − 1/θ: 0 is simple smoothing, ½ the standard Theta method, near 1 the whole trend. */
	readonly share: number;
}

const leastAlpha = 0.01;
const mostAlpha = 0.99;
const gridSteps = 14;
const goldenSteps = 16;
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * The optimised Theta method (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016): θ, the smoothing parameter and
 * the initial level are all estimated by least squares. Given α the sum of squares is quadratic in the initial level and
 * in 1 − 1/θ, so one search over α with an exact solution inside finds the optimum.
 *
 * @param values as for the standard method
 * @throws {AnalyticsError} as the standard method
 * @returns about 30 passes over the history
 */
export function fitOptimisedTheta(values: Float64Array, period: number): FittedModel {
	requireEnough(values);
	const season = adjustSeason(values, period, chooseKind(values, period));
	const theta = search(season.adjusted);
	return dressTheta('optimised Theta', values, season, (adjusted) => passOver(adjusted, theta));
}

function search(values: Float64Array): OptimisedTheta {
	const line = fitLine(values);
	const squaresAt = (alpha: number): number => solve(values, alpha, line).squares;
	let low = leastAlpha;
	let high = mostAlpha;
	// The sum of squares may have two dips: a grid chooses the dip, the golden section goes down into it.
	let best = low;
	const width = (high - low) / gridSteps;
	for (let i = 1; i <= gridSteps; i += 1) {
		if (squaresAt(low + i * width) < squaresAt(best)) best = low + i * width;
	}
	low = Math.max(leastAlpha, best - width);
	high = Math.min(mostAlpha, best + width);
	for (let i = 0; i < goldenSteps; i += 1) {
		const left = high - golden * (high - low);
		const right = low + golden * (high - low);
		if (squaresAt(left) < squaresAt(right)) high = right;
		else low = left;
	}
	const alpha = (low + high) / 2;
	const { level, share } = solve(values, alpha, line);
	return { alpha, level, share };
}

/** Best initial level and trend share for a given α: a regression of two columns. */
function solve(
	values: Float64Array,
	alpha: number,
	{ intercept, slope }: { intercept: number; slope: number }
): { level: number; share: number; squares: number } {
	const keep = 1 - alpha;
	let smoothed = 0;
	let power = 1;
	let [aa, ab, bb, ay, by, yy] = [0, 0, 0, 0, 0, 0];
	for (let t = 0; t < values.length; t += 1) {
		const value = values[t] as number;
		const trend = power * intercept + ((1 - power * keep) / alpha) * slope;
		const rest = value - smoothed;
		aa += power * power;
		ab += power * trend;
		bb += trend * trend;
		ay += power * rest;
		by += trend * rest;
		yy += rest * rest;
		smoothed = alpha * value + keep * smoothed;
		power *= keep;
	}
	const determinant = aa * bb - ab * ab;
	const free = determinant > 1e-12 * aa * bb ? (aa * by - ab * ay) / determinant : 0;
	const share = Math.min(Math.max(free, 0), 1);
	const level = (ay - share * ab) / aa;
	const squares =
		yy - 2 * (level * ay + share * by) + level * level * aa + 2 * level * share * ab + share * share * bb;
	return { level, share, squares };
}

function passOver(adjusted: Float64Array, { alpha, level: initial, share }: OptimisedTheta): ThetaPass {
	const { intercept, slope } = fitLine(adjusted);
	const keep = 1 - alpha;
	const fitted = new Float64Array(adjusted.length);
	let level = initial;
	let power = 1;
	let squares = 0;
	const ahead = (): number => level + share * (power * intercept + ((1 - power * keep) / alpha) * slope);
	for (let t = 0; t < adjusted.length; t += 1) {
		const value = adjusted[t] as number;
		const expected = ahead();
		fitted[t] = expected;
		squares += (value - expected) ** 2;
		level = alpha * value + keep * level;
		power *= keep;
	}
	const sigma = Math.sqrt(squares / Math.max(1, adjusted.length - 3));
	return { fitted, next: ahead(), drift: share * slope, alpha, sigma };
}

function fitLine(values: Float64Array): { intercept: number; slope: number } {
	const middle = (values.length + 1) / 2;
	let sum = 0;
	let products = 0;
	let squares = 0;
	for (let t = 0; t < values.length; t += 1) {
		sum += values[t] as number;
		products += (t + 1 - middle) * (values[t] as number);
		squares += (t + 1 - middle) ** 2;
	}
	const slope = squares > 0 ? products / squares : 0;
	return { intercept: sum / values.length - slope * middle, slope };
}
