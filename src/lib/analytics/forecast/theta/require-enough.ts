import { AnalyticsError } from '../../analytics-error.ts';
import { requireFinite } from '../require-finite.ts';

const leastLength = 4;

/** @throws AnalyticsError `not-a-number` with the place, `too-short` below four observations: level, α, slope and error */
export function requireEnough(values: Float64Array): void {
	requireFinite(values);
	if (values.length < leastLength) {
		throw new AnalyticsError('too-short', `Theta needs ${leastLength} observations, not ${values.length}.`);
	}
}
