/**
 * Reads of typed arrays are asserted `as number`: places run below the period, times within the history.
 */

/**
 * How much of an estimated season to believe, 0 … 1: the positive-part James–Stein factor of Miller & Williams (2003),
 * 1 − (m − 3) · (variance of an index) ÷ (spread of the indices). A few noisy years look seasonal by chance, and a
 * forecast that repeats chance is worse than one without a season.
 *
 * @param values on the scale on which the season is additive (logarithms for a multiplicative one), at least two periods
 * @param period at least 4, or nothing is shrunk
 * @returns 0 where there is no degree of freedom to judge by. O(n · period), one pass in effect: running sums.
 */
export function seasonalTrust(values: Float64Array, period: number): number {
	if (period < 4) return 1;
	const departures = departuresFromCentre(values, period);
	const sums = new Float64Array(period);
	const counts = new Float64Array(period);
	let squares = 0;
	const first = Math.floor(period / 2);
	departures.forEach((value, i) => {
		const place = (i + first) % period;
		sums[place] = (sums[place] as number) + value;
		counts[place] = (counts[place] as number) + 1;
		squares += value * value;
	});
	let between = 0;
	let spread = 0;
	const means = sums.map((sum, place) => sum / Math.max(1, counts[place] as number));
	const centre = means.reduce((sum, mean) => sum + mean, 0) / period;
	means.forEach((mean, place) => {
		between += (counts[place] as number) * mean * mean;
		spread += (mean - centre) ** 2;
	});
	const freedom = departures.length - period;
	if (freedom < 1 || spread <= 0) return 0;
	const varianceOfIndex = (squares - between) / freedom / (departures.length / period);
	return Math.min(1, Math.max(0, 1 - ((period - 3) * varianceOfIndex) / spread));
}

/** Value less centred moving average of one period, for all times that have one. */
function departuresFromCentre(values: Float64Array, period: number): Float64Array {
	const half = Math.floor(period / 2);
	const isEven = period % 2 === 0;
	const departures = new Float64Array(Math.max(0, values.length - 2 * half));
	let window = 0;
	for (let t = 0; t < 2 * half; t += 1) window += values[t] as number;
	for (let i = 0; i < departures.length; i += 1) {
		window += values[i + 2 * half] as number;
		const ends = isEven ? ((values[i] as number) + (values[i + 2 * half] as number)) / 2 : 0;
		departures[i] = (values[i + half] as number) - (window - ends) / period;
		window -= values[i] as number;
	}
	return departures;
}
