import { AnalyticsError } from '../../analytics-error.ts';

/** Squares of larger and of smaller values, and their sums, would leave the range of numbers. */
const largest = 1e150;
const smallest = 1e-150;
/** More steps ahead than any history bears, and few enough that the drawn futures fit into memory. */
const longestHorizon = 10_000;

/**
 * A demand history as the methods of this folder want it: finite and not negative.
 *
 * Periods that nobody reported are left out and their neighbours joined. That is harmless here, where no
 * method knows a season, and better than reading silence as a demand of 0. Demand that a stock-out hid is
 * another matter: adjust it before (`drugs/adjusted-consumption.ts`).
 *
 * @param values demand a period, oldest first, in one unit; null for an unreported period
 * @throws AnalyticsError `not-a-number` (also for what is above 1e150 or, but for 0, below 1e-150) or `negative` with
 * the index, `too-short` where nothing was reported. Cost: linear.
 */
export function readDemand(values: readonly (number | null)[]): Float64Array {
	const known: number[] = [];
	values.forEach((value, index) => {
		if (value === null) return;
		if (!Number.isFinite(value))
			throw new AnalyticsError('not-a-number', `Demand ${index + 1} is not a finite number.`, index);
		if (value < 0) throw new AnalyticsError('negative', `Demand ${index + 1} is negative.`, index);
		if (value > largest || (value > 0 && value < smallest))
			throw new AnalyticsError('not-a-number', `Demand ${index + 1} is ${value}, which is no demand.`, index);
		known.push(value);
	});
	if (known.length === 0) throw new AnalyticsError('too-short', 'No period of demand was reported.');
	return Float64Array.from(known);
}

/** Throws AnalyticsError `bad-option` unless the horizon is a whole number from 1 to 10,000. Cost: constant. */
export function requireHorizon(horizon: number): void {
	if (!Number.isInteger(horizon) || horizon < 1 || horizon > longestHorizon)
		throw new AnalyticsError(
			'bad-option',
			`The horizon has to be a whole number from 1 to ${longestHorizon}, not ${horizon}.`
		);
}

/** Throws AnalyticsError `bad-option` unless a smoothing weight lies above 0 and at most at 1. */
export function requireWeight(weight: number, name: string): void {
	if (!(weight > 0 && weight <= 1))
		throw new AnalyticsError(
			'bad-option',
			`The smoothing weight of the ${name} has to lie in (0, 1], not ${weight}.`
		);
}
