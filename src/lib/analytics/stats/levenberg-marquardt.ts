// Indexes below stay within bounds by construction; `as number` spares the hot loops a check on each of them.

/** Writes the residuals at a point and answers their sum of squares; Infinity where the point is not allowed. */
export type Residuals = (point: Float64Array, target: Float64Array) => number;

export interface LeastSquaresProblem {
	readonly residuals: Residuals;
	/** How many residuals there are. */
	readonly count: number;
	readonly start: Float64Array;
	/** Coordinates stay within ± this. */
	readonly bound: number;
	/** Stops when two steps in a row lower the sum by less than this share of it. */
	readonly tolerance: number;
	readonly maxSteps: number;
}

export interface LeastSquaresSolution {
	readonly point: Float64Array;
	readonly sum: number;
	readonly converged: boolean;
}

/** Finite-difference step: a little above the square root of the machine’s precision, for coordinates of size about 1. */
const probe = 1e-7;
const stiffest = 1e12;

/**
 * Smallest sum of squares of residuals that depend smoothly on a few coordinates of size about 1.
 *
 * Definition: Levenberg 1944, Marquardt 1963: Gauss–Newton steps, damped until they help, the damping scaled by the
 * curvature of each coordinate; derivatives by forward differences.
 *
 * @returns the best point seen; `converged` is false where the steps ran out first
 * Cost: (coordinates + 1 to 3) calls of `residuals` a step, usually 5 to 15 steps. Throws nothing.
 */
export function solveByMarquardt(problem: LeastSquaresProblem): LeastSquaresSolution {
	const { residuals, count, bound, tolerance } = problem;
	const size = problem.start.length;
	let point: Float64Array = problem.start.map((value) => Math.max(-bound, Math.min(bound, value)));
	let current = new Float64Array(count);
	let trial = new Float64Array(count);
	let sum = residuals(point, current);
	if (size === 0 || !Number.isFinite(sum)) return { point, sum, converged: size === 0 };
	const columns = Array.from({ length: size }, () => new Float64Array(count));
	let damping = 1e-3;
	let dull = 0;
	for (let step = 0; step < problem.maxSteps; step++) {
		differentiate(problem, point, current, columns);
		const normal = formNormalEquations(columns, current);
		let gain = -1;
		while (gain < 0 && damping < stiffest) {
			const next = stepFrom(point, normal, damping, bound);
			const reached = next ? residuals(next, trial) : Infinity;
			if (next && reached <= sum) {
				gain = sum > 0 ? (sum - reached) / sum : 0;
				[point, sum] = [next, reached];
				[current, trial] = [trial, current];
				damping = Math.max(1e-9, damping / 10);
			} else damping *= 8;
		}
		if (gain < 0) return { point, sum, converged: true };
		dull = gain < tolerance ? dull + 1 : 0;
		if (dull === 2 || sum === 0) return { point, sum, converged: true };
	}
	return { point, sum, converged: false };
}

function differentiate(
	{ residuals, bound }: LeastSquaresProblem,
	point: Float64Array,
	current: Float64Array,
	columns: readonly Float64Array[]
): void {
	const moved = point.slice();
	columns.forEach((column, k) => {
		const here = point[k] as number;
		const by = here + probe > bound ? -probe : probe;
		moved[k] = here + by;
		residuals(moved, column);
		moved[k] = here;
		for (let i = 0; i < column.length; i++) column[i] = ((column[i] as number) - (current[i] as number)) / by;
	});
}

interface NormalEquations {
	/** JᵀJ, row by row. */
	readonly matrix: Float64Array;
	/** −Jᵀr */
	readonly descent: Float64Array;
}

function formNormalEquations(columns: readonly Float64Array[], residual: Float64Array): NormalEquations {
	const size = columns.length;
	const matrix = new Float64Array(size * size);
	const descent = new Float64Array(size);
	columns.forEach((column, a) => {
		descent[a] = -dot(column, residual);
		for (let b = 0; b <= a; b++) {
			const product = dot(column, columns[b] as Float64Array);
			matrix[a * size + b] = product;
			matrix[b * size + a] = product;
		}
	});
	return { matrix, descent };
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
}

function stepFrom(
	point: Float64Array,
	{ matrix, descent }: NormalEquations,
	damping: number,
	bound: number
): Float64Array | null {
	const size = point.length;
	const damped = matrix.slice();
	const floor = 1e-12 * largestDiagonal(matrix, size);
	for (let k = 0; k < size; k++) {
		const curvature = matrix[k * size + k] as number;
		damped[k * size + k] = curvature + damping * curvature + floor;
	}
	const step = solvePositive(damped, descent);
	return step && step.map((value, k) => Math.max(-bound, Math.min(bound, value + (point[k] as number))));
}

function largestDiagonal(matrix: Float64Array, size: number): number {
	let largest = 0;
	for (let k = 0; k < size; k++) largest = Math.max(largest, matrix[k * size + k] as number);
	return largest;
}

/** Cholesky; null where the matrix is not positive definite. Overwrites the matrix. */
function solvePositive(matrix: Float64Array, right: Float64Array): Float64Array | null {
	const size = right.length;
	const solution = right.slice();
	for (let a = 0; a < size; a++) {
		for (let b = 0; b <= a; b++) {
			let sum = matrix[a * size + b] as number;
			for (let k = 0; k < b; k++) sum -= (matrix[a * size + k] as number) * (matrix[b * size + k] as number);
			if (a === b && !(sum > 0)) return null;
			matrix[a * size + b] = a === b ? Math.sqrt(sum) : sum / (matrix[b * size + b] as number);
		}
		let rest = solution[a] as number;
		for (let k = 0; k < a; k++) rest -= (matrix[a * size + k] as number) * (solution[k] as number);
		solution[a] = rest / (matrix[a * size + a] as number);
	}
	for (let a = size - 1; a >= 0; a--) {
		let rest = solution[a] as number;
		for (let k = a + 1; k < size; k++) rest -= (matrix[k * size + a] as number) * (solution[k] as number);
		solution[a] = rest / (matrix[a * size + a] as number);
	}
	return solution;
}
