import { AnalyticsError } from '../analytics-error.ts';
import { fitLogLine, type Line } from './fit-line.ts';
import type { MackReserve, Tail } from './mack.ts';

/** Development is followed this many lags past the last column; a decline that is not over then is no tail to trust. */
const lagsAhead = 100;
/** A tail beyond doubling says that the triangle is too young to be drawn on. */
const largestTail = 2;

/**
 * Development past the last column: the factors' decline drawn on.
 *
 * Sherman 1984 with Mack 1999: a straight line through log(factor − 1) over the lags, its continuation multiplied up. Error
 * and sigma are what log-linear lines through theirs give at the (fractional) lag whose fitted factor is as large as the
 * tail, which is Mack's "between the lags that it lies between" made definite.
 *
 * @param mack a reserve without a tail
 * @returns the tail to hand to estimateMack; factor 1 without error where the last two steps add nothing. O(lags).
 * @throws AnalyticsError `too-short` for fewer than three factors above 1, `not-converged` where they do not decline or
 * the tail would double the amount
 */
export function estimateTail({ factors, factorErrors, sigma }: MackReserve): Tail {
	const steps = factors.slice(0, sigma.length);
	if (steps.slice(-2).every((factor) => factor <= 1)) return { factor: 1, factorError: 0, sigma: 0 };
	const line = requireLine(steps.map((factor) => factor - 1));
	if (line.slope >= 0)
		throw new AnalyticsError(
			'not-converged',
			'The development factors do not decline: no tail can be drawn on.'
		);
	let factor = 1;
	for (let lag = steps.length; lag < steps.length + lagsAhead; lag++)
		factor *= 1 + Math.exp(line.intercept + line.slope * lag);
	if (factor > largestTail) {
		throw new AnalyticsError(
			'not-converged',
			`The tail would multiply amounts by ${factor.toFixed(1)}: the triangle is too young for one.`
		);
	}
	const likeLag = (Math.log(factor - 1) - line.intercept) / line.slope;
	const at = (values: readonly number[]) => {
		const { slope, intercept } = requireLine(values);
		return Math.exp(intercept + slope * likeLag);
	};
	return { factor, factorError: at(factorErrors), sigma: at(sigma) };
}

function requireLine(values: readonly number[]): Line {
	const line = fitLogLine(values);
	if (!line || line.count < 3)
		throw new AnalyticsError('too-short', 'A tail needs at least three steps that still develop.');
	return line;
}
