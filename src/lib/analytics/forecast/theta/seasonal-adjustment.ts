/** Seasons taken out before a method that knows none, and put back on its forecast. */
export interface SeasonalAdjustment {
	readonly kind: 'none' | 'additive' | 'multiplicative';
	/** One index a calendar place; place 0 is that of the first observation. */
	readonly indices: Float64Array;
	readonly adjusted: Float64Array;
	/** Puts the season back on values that follow `from` observations. */
	restore(values: Float64Array, from: number): Float64Array;
}

const z90 = 1.6448536269514722;

/**
 * Is the autocorrelation at one period beyond what chance gives (90 %, Bartlett's formula)? The seasonality test that
 * belongs to the Theta method (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016, section 2.1). False below
 * two full periods. O(n · period).
 */
export function isSeasonal(values: Float64Array, period: number): boolean {
	if (period < 2 || values.length < 2 * period) return false;
	let sum = 0;
	for (const value of values) sum += value;
	const centre = sum / values.length;
	const covariance = (lag: number): number => {
		let products = 0;
		for (let t = lag; t < values.length; t += 1) {
			products += ((values[t] ?? 0) - centre) * ((values[t - lag] ?? 0) - centre);
		}
		return products;
	};
	const variance = covariance(0);
	if (variance <= 0) return false;
	let squares = 1;
	for (let lag = 1; lag < period; lag += 1) squares += 2 * (covariance(lag) / variance) ** 2;
	return Math.abs(covariance(period) / variance) > z90 * Math.sqrt(squares / values.length);
}

/** None without a season that the test sees; ratios where all values are positive, differences otherwise. */
export function chooseKind(values: Float64Array, period: number): SeasonalAdjustment['kind'] {
	if (!isSeasonal(values, period)) return 'none';
	return values.every((value) => value > 0) ? 'multiplicative' : 'additive';
}

/**
 * Classical decomposition: a centred moving average, then the mean ratio (or difference) of each calendar place to it,
 * normalised to a mean of one (or zero). O(n · period).
 *
 * @param values at least two full periods; positive where `kind` is multiplicative
 */
export function adjustSeason(
	values: Float64Array,
	period: number,
	kind: 'none' | 'additive' | 'multiplicative'
): SeasonalAdjustment {
	if (kind === 'none') {
		const indices = new Float64Array(period);
		return { kind, indices, adjusted: values, restore: (other) => other };
	}
	return applyIndices(values, kind, classicalIndices(values, period, kind));
}

/** Takes given indices out of values. */
export function applyIndices(
	values: Float64Array,
	kind: 'additive' | 'multiplicative',
	indices: Float64Array
): SeasonalAdjustment {
	const adjusted = new Float64Array(values.length);
	// Places stay within the lengths.
	for (let t = 0; t < values.length; t += 1) {
		const index = indices[t % indices.length] as number;
		adjusted[t] = kind === 'multiplicative' ? (values[t] as number) / index : (values[t] as number) - index;
	}
	return { kind, indices, adjusted, restore: (other, from) => restore(other, from, kind, indices) };
}

function restore(
	values: Float64Array,
	from: number,
	kind: 'additive' | 'multiplicative',
	indices: Float64Array
): Float64Array {
	const restored = new Float64Array(values.length);
	for (let t = 0; t < values.length; t += 1) {
		const index = indices[(from + t) % indices.length] as number;
		restored[t] = kind === 'multiplicative' ? (values[t] as number) * index : (values[t] as number) + index;
	}
	return restored;
}

function classicalIndices(
	values: Float64Array,
	period: number,
	kind: 'additive' | 'multiplicative'
): Float64Array {
	const half = Math.floor(period / 2);
	const sums = new Float64Array(period);
	const counts = new Float64Array(period);
	for (let t = half; t + half < values.length; t += 1) {
		let total = 0;
		for (let i = t - half; i <= t + half; i += 1) total += values[i] ?? 0;
		if (period % 2 === 0) total -= ((values[t - half] ?? 0) + (values[t + half] ?? 0)) / 2;
		const centre = total / period;
		const value = values[t] ?? 0;
		const at = t % period;
		sums[at] = (sums[at] ?? 0) + (kind === 'multiplicative' ? value / centre : value - centre);
		counts[at] = (counts[at] ?? 0) + 1;
	}
	const raw = sums.map((sum, at) => sum / Math.max(1, counts[at] ?? 1));
	const centre = raw.reduce((sum, index) => sum + index, 0) / period;
	return raw.map((index) => (kind === 'multiplicative' ? Math.max(index / centre, 1e-6) : index - centre));
}
