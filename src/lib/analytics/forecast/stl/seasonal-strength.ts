import { decomposeStl } from './decompose.ts';

// Indexes below stay within bounds by construction; `as number` spares the loop a check on each of them.

/**
 * How much of a series' movement around its trend is season: 0 none, 1 all.
 *
 * Definition: Wang, Smith & Hyndman 2006, `max(0, 1 − var(remainder) ÷ var(season + remainder))` of an STL
 * decomposition whose season repeats without change. From 0.64 up a seasonal difference is worth its price (Hyndman & Athanasopoulos 2021, section 9.9).
 *
 * @param values finite, gapless
 * @param period observations a season, at least 2
 * @returns 0 below two full seasons (no season can be told) and for a series without movement. One STL pass.
 * @throws AnalyticsError as `decomposeStl`
 */
export function seasonalStrength(values: Float64Array, period: number): number {
	if (values.length < 2 * period) return 0;
	const { seasonal, remainder } = decomposeStl(values, { period, seasonalWindow: 'periodic' });
	const around = variance(remainder.map((value, i) => value + (seasonal[i] as number)));
	return around > 0 ? Math.max(0, Math.min(1, 1 - variance(remainder) / around)) : 0;
}

function variance(values: Float64Array): number {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
