// Indexes below stay within bounds by construction; `as number` spares the loop a check on each of them.

/**
 * How far a series is from hovering around one level: large where it wanders and a difference is called for.
 *
 * Definition: Kwiatkowski, Phillips, Schmidt & Shin 1992, the statistic η̂ for level stationarity with Bartlett weights
 * and their lag rule l4, `⌊4 (n ÷ 100)^¼⌋`.
 *
 * @param values finite, gapless
 * @returns the statistic, free of the values' unit; 0 for a constant or empty series. Cost: length × lags. Throws nothing.
 */
export function levelKpss(values: Float64Array): number {
	const n = values.length;
	const mean = values.reduce((sum, value) => sum + value, 0) / n;
	const errors = values.map((value) => value - mean);
	let wandering = 0;
	let partial = 0;
	for (const error of errors) {
		partial += error;
		wandering += partial * partial;
	}
	const longRun = longRunVariance(errors, Math.floor(4 * (n / 100) ** 0.25));
	return longRun > 0 ? wandering / (n * n) / longRun : 0;
}

/** The 5 % point of `levelKpss` (the paper's table 1). */
export const levelKpssCritical5 = 0.463;

function longRunVariance(errors: Float64Array, lags: number): number {
	const n = errors.length;
	let sum = 0;
	for (let lag = 0; lag <= lags; lag++) {
		const weight = lag === 0 ? 1 : 2 * (1 - lag / (lags + 1));
		for (let t = lag; t < n; t++) sum += weight * (errors[t] as number) * (errors[t - lag] as number);
	}
	return sum / n;
}
