// Indexes below stay within bounds by construction; `as number` spares the hot loops a check on each of them.

export interface LoessOptions {
	/** Number of neighbours in a fit, odd; may exceed the length, which flattens the weights. */
	readonly span: number;
	/** 0 = locally constant, 1 = locally linear. */
	readonly degree: 0 | 1;
	/** Fits are made at every `jump`-th place and joined by straight lines. */
	readonly jump: number;
}

/**
 * Locally weighted regression on evenly spaced observations: the smoother of STL.
 *
 * Definition: Cleveland, Cleveland, McRae & Terpenning 1990, section 2.2 (tricube weights over the `span` nearest
 * neighbours, times robustness weights), with the paper's authors' interpolation between every `jump`-th fit.
 *
 * @param values the observations, places 0 … n − 1, finite
 * @param robustness weight ≥ 0 per observation, or null for all 1; where all of a neighbourhood are 0 the value stays
 * @param padding 0, or 1 to be smoothed at the places −1 and n too
 * @param target receives n + 2 × padding smoothed values
 * Cost: n ÷ jump × span. Throws nothing.
 */
export function smoothLoess(
	values: Float64Array,
	robustness: Float64Array | null,
	options: LoessOptions,
	padding: 0 | 1,
	target: Float64Array
): void {
	const n = values.length;
	if (padding === 1) target[0] = fitAround(values, robustness, -1, options);
	const jump = Math.max(1, Math.min(options.jump, n - 1));
	let place = 0;
	target[padding] = fitAround(values, robustness, 0, options);
	while (place < n - 1) {
		const next = Math.min(place + jump, n - 1);
		target[next + padding] = fitAround(values, robustness, next, options);
		interpolate(target, place + padding, next + padding);
		place = next;
	}
	if (padding === 1) target[n + 1] = fitAround(values, robustness, n, options);
}

/** From the neighbours of a place, as many on either side as the ends allow. */
function fitAround(
	values: Float64Array,
	robustness: Float64Array | null,
	place: number,
	options: LoessOptions
): number {
	const n = values.length;
	const size = Math.min(options.span, n);
	const left = Math.max(0, Math.min(place - ((size - 1) >> 1), n - size));
	return fitAt(values, robustness, place, left, left + size - 1, options);
}

function interpolate(target: Float64Array, from: number, to: number): void {
	const start = target[from] as number;
	const step = ((target[to] as number) - start) / (to - from);
	for (let i = from + 1; i < to; i++) target[i] = start + step * (i - from);
}

/** Tricube beyond this share of the bandwidth is taken as 0, below its complement as 1, as the authors do. */
const nearEdge = 0.999;

function fitAt(
	values: Float64Array,
	robustness: Float64Array | null,
	place: number,
	left: number,
	right: number,
	{ span, degree }: LoessOptions
): number {
	const n = values.length;
	let bandwidth = Math.max(place - left, right - place);
	if (span > n) bandwidth += (span - n) >> 1;
	let sumW = 0;
	let sumWx = 0;
	let sumWxx = 0;
	let sumWy = 0;
	let sumWxy = 0;
	for (let i = left; i <= right; i++) {
		const x = i - place;
		const distance = Math.abs(x) / bandwidth;
		if (distance > nearEdge) continue;
		let w = 1;
		if (distance > 1 - nearEdge) {
			const cube = 1 - distance * distance * distance;
			w = cube * cube * cube;
		}
		if (robustness) w *= robustness[i] as number;
		const wy = w * (values[i] as number);
		sumW += w;
		sumWx += w * x;
		sumWxx += w * x * x;
		sumWy += wy;
		sumWxy += wy * x;
	}
	if (sumW <= 0) return values[Math.max(0, Math.min(place, n - 1))] as number;
	const level = sumWy / sumW;
	if (degree === 0) return level;
	const centre = sumWx / sumW;
	const spread = sumWxx / sumW - centre * centre;
	// A slope through observations that lie practically on one place would be noise: stay constant.
	if (Math.sqrt(Math.max(spread, 0)) <= (1 - nearEdge) * (n - 1)) return level;
	return level - (centre * (sumWxy / sumW - centre * level)) / spread;
}
