import type { Ahead, DemandForecast } from './demand-forecast.ts';
import { explain, type Reason } from './forecast-card.ts';
import type { DemandPattern } from './intermittent/demand-pattern.ts';
import { forecastIntermittent } from './intermittent/forecast-intermittent.ts';

/**
 * Demand with many empty periods, or none at all: `forecastIntermittent` in the shape of the other forecasts. Its card has
 * no record: errors of single periods say little where most of them are empty.
 */
export function forecastRare(
	values: readonly (number | null)[],
	{ horizon, totalFrom }: Ahead,
	{ kind, interval, sizeVariation }: DemandPattern
): DemandForecast {
	const {
		mean,
		total,
		interval: boundsAt
	} = forecastIntermittent(values, horizon, {
		totalFrom
	});
	const [outer, inner] = [boundsAt(0.95), boundsAt(0.8)];
	const observations = values.filter((value) => value !== null).length;
	const reason: Reason =
		interval === null || sizeVariation === null
			? { code: 'no-demand', observations }
			: { code: 'rare-demand', interval, sizeVariation };
	return {
		mean,
		lower80: inner.lower,
		upper80: inner.upper,
		lower95: outer.lower,
		upper95: outer.upper,
		total,
		card: {
			method: reason.code === 'no-demand' ? 'none' : 'intermittent',
			reason,
			why: explain(reason),
			demand: kind,
			members: [],
			record: null,
			filled: 0
		}
	};
}
