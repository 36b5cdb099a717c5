import type { EtsForm } from './form.ts';

/** Initial level, slope and seasons (oldest first) from which the search sets out. */
export interface InitialStates {
	readonly level: number;
	readonly slope: number;
	readonly season: Float64Array;
}

const stretchOfLine = 10;

/**
 * Heuristic initial states after Hyndman, Koehler, Snyder & Grose (2002, section 2.3): seasons from a moving-average
 * decomposition of the first years, level and slope from a straight line through the first ten seasonally adjusted values.
 *
 * @param values at least two full periods where the form has a season
 */
export function guessInitialStates(form: EtsForm, values: Float64Array, period: number): InitialStates {
	const season = form.season === 'none' ? new Float64Array(period) : guessSeason(form.season, values, period);
	const adjusted = values.subarray(0, Math.max(stretchOfLine, period)).map((value, t) => {
		const index = season[t % period] ?? 0;
		if (form.season === 'none') return value;
		return form.season === 'additive' ? value - index : value / index;
	});
	if (form.trend === 'none') return { level: mean(adjusted), slope: 0, season };
	const line = fitLine(adjusted);
	return { level: line.intercept, slope: line.slope, season };
}

/** Mean departure of each calendar place from a centred moving average over the first three years. */
function guessSeason(
	kind: 'additive' | 'multiplicative',
	values: Float64Array,
	period: number
): Float64Array {
	const years = Math.min(3, Math.floor(values.length / period));
	const stretch = values.subarray(0, Math.min(values.length, years * period + 2 * Math.floor(period / 2)));
	const sums = new Float64Array(period);
	const counts = new Float64Array(period);
	const half = period / 2;
	for (let t = Math.floor(half); t + Math.floor(half) < stretch.length; t += 1) {
		const centre = centredMean(stretch, t, period);
		const value = stretch[t] ?? 0;
		const place = t % period;
		sums[place] = (sums[place] ?? 0) + (kind === 'additive' ? value - centre : value / centre);
		counts[place] = (counts[place] ?? 0) + 1;
	}
	const season = sums.map((sum, place) => sum / Math.max(1, counts[place] ?? 1));
	return normalise(kind, season);
}

/** A period of even length needs half weights at both ends. */
function centredMean(values: Float64Array, centre: number, period: number): number {
	const half = Math.floor(period / 2);
	let sum = 0;
	for (let t = centre - half; t <= centre + half; t += 1) sum += values[t] ?? 0;
	if (period % 2 === 0) sum -= ((values[centre - half] ?? 0) + (values[centre + half] ?? 0)) / 2;
	return sum / period;
}

/** Additive seasons sum to 0, multiplicative ones to the period, and none may be near to 0 or the search cannot begin. */
function normalise(kind: 'additive' | 'multiplicative', season: Float64Array): Float64Array {
	if (kind === 'additive') {
		const centre = mean(season);
		return season.map((index) => index - centre);
	}
	const floored = season.map((index) => Math.max(index, 0.01));
	const centre = mean(floored);
	return floored.map((index) => index / centre);
}

/** Least-squares line through values at 1, 2, …: the intercept is the level one step before the first. */
function fitLine(values: Float64Array): { intercept: number; slope: number } {
	const middle = (values.length + 1) / 2;
	const centre = mean(values);
	let products = 0;
	let squares = 0;
	values.forEach((value, t) => {
		products += (t + 1 - middle) * (value - centre);
		squares += (t + 1 - middle) ** 2;
	});
	const slope = squares > 0 ? products / squares : 0;
	return { intercept: centre - slope * middle, slope };
}

function mean(values: Float64Array): number {
	let sum = 0;
	for (const value of values) sum += value;
	return sum / values.length;
}
