/**
 * Reads of typed arrays are asserted `as number`: every index runs below the dimension for which they were allocated.
 */

/** Writes the gradient at `point` into its second argument and answers the value; +Infinity where it is not defined. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface BfgsOptions {
	/** Stops when this many steps were taken. */
	readonly maxSteps?: number;
	/** Stops when two steps in a row together gain less than this, in the objective's own unit. */
	readonly tolerance?: number;
}

export interface Minimum {
	readonly point: Float64Array;
	readonly value: number;
	/** False where the steps ran out first; the point is then the best one seen. */
	readonly converged: boolean;
}

const sufficientDecrease = 1e-4;
const maxHalvings = 24;
const longestFirstStep = 0.5;

/**
 * Minimises a smooth function of a few dozen variables, given its gradient: the quasi-Newton method of Broyden,
 * Fletcher, Goldfarb & Shanno with a backtracking line search (Nocedal & Wright 2006, algorithms 3.1 and 6.1). Kept
 * here because the libraries on npm either allocate in the loop or lack a gradient; one fit of a smoothing model calls it
 * fifteen times.
 *
 * @param start not changed. The variables should be of similar size and effect.
 * @returns the best point seen, which is `start` where nothing better was found. O(steps · dimension²) beside the
 * objective itself. Throws nothing; an undefined start answers the value Infinity.
 */
export function minimise(
	objective: Objective,
	start: Float64Array,
	{ maxSteps = 200, tolerance = 1e-6 }: BfgsOptions = {}
): Minimum {
	const size = start.length;
	let point = Float64Array.from(start);
	let gradient = new Float64Array(size);
	let value = objective(point, gradient);
	if (!Number.isFinite(value) || size === 0) return { point, value, converged: size === 0 };
	let trial = new Float64Array(size);
	let trialGradient = new Float64Array(size);
	const inverse = new InverseHessian(size);
	let lastGain = Infinity;
	for (let step = 0; step < maxSteps; step += 1) {
		const found = searchLine(
			objective,
			point,
			value,
			gradient,
			inverse.direction(gradient),
			trial,
			trialGradient
		);
		if (found === null) {
			if (inverse.isFresh) return { point, value, converged: true };
			inverse.reset();
			continue;
		}
		const gain = value - found;
		inverse.learn(point, trial, gradient, trialGradient);
		[point, trial] = [trial, point];
		[gradient, trialGradient] = [trialGradient, gradient];
		value = found;
		if (gain + lastGain < tolerance) return { point, value, converged: true };
		lastGain = gain;
	}
	return { point, value, converged: false };
}

/** Fills `trial` and its gradient and answers its value; null where no step along the direction gains anything. */
function searchLine(
	objective: Objective,
	point: Float64Array,
	value: number,
	gradient: Float64Array,
	direction: Float64Array,
	trial: Float64Array,
	trialGradient: Float64Array
): number | null {
	const slope = dot(gradient, direction);
	if (!(slope < 0)) return null;
	let length = 1;
	for (let halving = 0; halving < maxHalvings; halving += 1) {
		for (let i = 0; i < point.length; i += 1) {
			trial[i] = (point[i] as number) + length * (direction[i] as number);
		}
		const reached = objective(trial, trialGradient);
		if (reached <= value + sufficientDecrease * length * slope) return reached;
		// The parabola through both values and the slope tells where the dip is; never trust it too far.
		const dip = (-slope * length * length) / (2 * (reached - value - slope * length));
		length = Number.isFinite(dip) ? Math.min(Math.max(dip, 0.1 * length), 0.5 * length) : 0.1 * length;
	}
	return null;
}

/** The running estimate of the inverse second derivative. */
class InverseHessian {
	isFresh = true;
	private readonly matrix: Float64Array;
	private readonly along: Float64Array;
	private readonly product: Float64Array;
	private readonly step: Float64Array;
	private readonly change: Float64Array;

	constructor(private readonly size: number) {
		this.matrix = new Float64Array(size * size);
		this.along = new Float64Array(size);
		this.product = new Float64Array(size);
		this.step = new Float64Array(size);
		this.change = new Float64Array(size);
	}

	reset(): void {
		this.isFresh = true;
	}

	direction(gradient: Float64Array): Float64Array {
		const { size, matrix, along } = this;
		if (this.isFresh) {
			const steepest = Math.sqrt(dot(gradient, gradient));
			const scale = steepest > longestFirstStep ? longestFirstStep / steepest : 1;
			for (let i = 0; i < size; i += 1) along[i] = -scale * (gradient[i] as number);
			return along;
		}
		multiply(matrix, gradient, along);
		for (let i = 0; i < size; i += 1) along[i] = -(along[i] as number);
		return along;
	}

	learn(from: Float64Array, to: Float64Array, before: Float64Array, after: Float64Array): void {
		const { size, matrix, product, step, change } = this;
		for (let i = 0; i < size; i += 1) {
			step[i] = (to[i] as number) - (from[i] as number);
			change[i] = (after[i] as number) - (before[i] as number);
		}
		const curvature = dot(step, change);
		// Without positive curvature the update would lose definiteness; the old estimate is then the better one.
		if (!(curvature > 1e-12 * dot(change, change))) return;
		if (this.isFresh) this.begin(curvature / dot(change, change));
		multiply(matrix, change, product);
		const stretch = (1 + dot(change, product) / curvature) / curvature;
		for (let i = 0; i < size; i += 1) {
			const si = step[i] as number;
			const pi = product[i] as number;
			for (let j = 0; j < size; j += 1) {
				const sj = step[j] as number;
				matrix[i * size + j] =
					(matrix[i * size + j] as number) +
					stretch * si * sj -
					(pi * sj + si * (product[j] as number)) / curvature;
			}
		}
	}

	private begin(scale: number): void {
		this.matrix.fill(0);
		for (let i = 0; i < this.size; i += 1) this.matrix[i * this.size + i] = scale;
		this.isFresh = false;
	}
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
	return sum;
}

function multiply(matrix: Float64Array, vector: Float64Array, into: Float64Array): void {
	const size = vector.length;
	for (let i = 0; i < size; i += 1) {
		let sum = 0;
		for (let j = 0; j < size; j += 1) sum += (matrix[i * size + j] as number) * (vector[j] as number);
		into[i] = sum;
	}
}
