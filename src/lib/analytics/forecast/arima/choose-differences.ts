import { levelKpss, levelKpssCritical5 } from '../../stats/unit-root.ts';
import { requireFinite } from '../require-finite.ts';
import { seasonalStrength } from '../stl/seasonal-strength.ts';
import { difference } from './difference.ts';

/** Hyndman & Athanasopoulos 2021, section 9.9, after Wang, Smith & Hyndman 2006. */
const strongSeason = 0.64;
const mostDifferences = 2;
/** Below this many observations left, a test says nothing. */
const fewestTested = 10;

export interface Differences {
	readonly d: number;
	readonly seasonalD: number;
}

/**
 * How often to difference before an ARMA model is sought.
 *
 * Definition: Hyndman & Khandakar 2008, section 3.1, with the seasonal difference decided by the strength of the season
 * (above 0.64): then differences as long as the KPSS test (5 %) refuses a level, two at most.
 *
 * @param values finite, gapless
 * @returns zeros for a constant series; no seasonal difference where fewer than ten observations would be left of it
 * Cost: one STL pass.
 * @throws AnalyticsError `not-a-number`
 */
export function chooseDifferences(values: Float64Array, period: number): Differences {
	requireFinite(values);
	const isSeasonal =
		period > 1 &&
		values.length >= 2 * period + fewestTested &&
		seasonalStrength(values, period) > strongSeason;
	let series = isSeasonal ? difference(values, period) : values;
	let d = 0;
	while (d < mostDifferences && series.length > fewestTested && levelKpss(series) > levelKpssCritical5) {
		series = difference(series, 1);
		d++;
	}
	return { d, seasonalD: isSeasonal ? 1 : 0 };
}
