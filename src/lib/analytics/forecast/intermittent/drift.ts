/**
 * How much a demand gains or loses a period, believed only as far as it stands out from the noise.
 *
 * Definition: slope of the least-squares line through all periods × (1 − 1/t²)⁺, the positive-part
 * James–Stein factor (James & Stein 1961; t = slope ÷ its standard error). A slope within one standard error
 * of 0 counts as none.
 *
 * @param demand finite; fewer than 3 periods have no slope
 * @returns unit of the values a period. Cost: linear.
 */
export function shrunkDrift(demand: Float64Array): number {
	const n = demand.length;
	if (n < 3) return 0;
	const centre = (n - 1) / 2;
	const mean = demand.reduce((sum, value) => sum + value, 0) / n;
	const spread = (n * (n * n - 1)) / 12;
	const slope = demand.reduce((sum, value, t) => sum + (t - centre) * (value - mean), 0) / spread;
	if (slope === 0) return 0;
	const residual = demand.reduce((sum, value, t) => sum + (value - mean - slope * (t - centre)) ** 2, 0);
	const tSquared = (slope * slope * spread * (n - 2)) / residual;
	return slope * Math.max(0, 1 - 1 / tSquared);
}

/**
 * Periods of drift by which a level smoothed with this weight stays behind. What it lacks `ahead` periods on if demand
 * drifts is that lag and the way still to go, `ahead − 1`.
 *
 * Definition: Hyndman & Billah (2003), "Unmasking the Theta method", IJF 19: 1/α − (1 − α)ⁿ/α.
 */
export function lagOf(weight: number, observations: number): number {
	return (1 - (1 - weight) ** observations) / weight;
}
