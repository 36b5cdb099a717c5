import { forecastDemand } from '../forecast/forecast-demand.ts';

export interface EpisodeSeries {
	/** Disease group. */
	readonly disease: string;
	/** Cases month by month, oldest first, all ending with the same month; null for a month that was not counted. */
	readonly cases: readonly (number | null)[];
}

/** Below half a year of counted months a year's cases are a guess. */
const fewestMonths = 6;
const monthsAYear = 12;

/**
 * Cases of each disease to expect in the planned year: what the morbidity method starts from.
 *
 * Each series is forecast by itself with the whole pool (`forecastDemand`); the year is the sum of its months' means, one
 * estimate without an interval, since the treatment standard is the larger doubt.
 *
 * @param horizon months ahead to the planned year's last; `from` its first, from 1
 * @returns one entry a series, in their order; null where fewer than six months were counted. Cost: about 15 ms a disease
 * @throws AnalyticsError as `forecastDemand`
 */
export function expectEpisodes(
	series: readonly EpisodeSeries[],
	{ horizon, from }: { readonly horizon: number; readonly from: number }
): { readonly disease: string; readonly cases: number | null }[] {
	return series.map(({ disease, cases }) => {
		if (cases.filter((count) => count !== null).length < fewestMonths) return { disease, cases: null };
		const first = cases.findIndex((count) => count !== null);
		const { total } = forecastDemand(cases.slice(first), { period: monthsAYear, horizon, totalFrom: from });
		return { disease, cases: total.mean };
	});
}
