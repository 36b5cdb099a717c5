import { AnalyticsError } from '../../analytics-error.ts';

/**
 * A demand history as the methods of this folder want it: finite and not negative.
 *
 * Periods that nobody reported are left out and their neighbours joined. That is harmless here, where no
 * method knows a season, and better than reading silence as a demand of 0. Demand that a stock-out hid is
 * another matter: adjust it before (`drugs/adjusted-consumption.ts`).
 *
 * @param values demand a period, oldest first, in one unit; null for an unreported period
 * @throws AnalyticsError `not-a-number` or `negative` with the index, `too-short` where nothing was reported.
 * Cost: linear.
 */
export function readDemand(values: readonly (number | null)[]): Float64Array {
	const known: number[] = [];
	values.forEach((value, index) => {
		if (value === null) return;
		if (!Number.isFinite(value))
			throw new AnalyticsError('not-a-number', `Demand ${index + 1} is not a finite number.`, index);
		if (value < 0) throw new AnalyticsError('negative', `Demand ${index + 1} is negative.`, index);
		known.push(value);
	});
	if (known.length === 0) throw new AnalyticsError('too-short', 'No period of demand was reported.');
	return Float64Array.from(known);
}

/** Throws AnalyticsError `bad-option` unless the horizon is a whole number of 1 or more. */
export function requireHorizon(horizon: number): void {
	if (!Number.isInteger(horizon) || horizon < 1)
		throw new AnalyticsError(
			'bad-option',
			`The horizon has to be a whole number of 1 or more, not ${horizon}.`
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
