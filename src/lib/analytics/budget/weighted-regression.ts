import type { Generator } from '../stats/generator.ts';

export interface WeightedRow {
	readonly x: readonly number[];
	readonly y: number;
	/** 1 = a full observation. */
	readonly weight: number;
}

export interface NormalGammaPrior {
	/** Of each coefficient around 0, against the noise's: 0 = nothing known. */
	readonly precision: readonly number[];
	/** Of the noise, and how many observations that guess is worth. */
	readonly variance: number;
	readonly freedom: number;
}

export interface WeightedFit {
	readonly coefficients: readonly number[];
	readonly noiseVariance: number;
	/** Log of the marginal likelihood, up to what all fits of the same rows share. */
	readonly logEvidence: number;
	draw(generator: Generator): { readonly coefficients: number[]; readonly noise: number };
}

/**
 * Bayesian linear regression with the conjugate normal–inverse-χ² prior, for a handful of coefficients.
 *
 * Gelman et al. 2013, Bayesian Data Analysis, section 14.2; O'Hagan & Forster 2004, ch. 11.
 *
 * @param rows at least one; weights above 0
 * @returns O(rows × coefficients²); a draw O(coefficients²). A coefficient without prior that no row informs would divide
 * by 0: the caller gives every slope a prior. Throws nothing.
 */
export function fitWeighted(rows: readonly WeightedRow[], prior: NormalGammaPrior): WeightedFit {
	const size = prior.precision.length;
	const precision = prior.precision.map((value, i) => prior.precision.map((_, j) => (i === j ? value : 0)));
	const right = prior.precision.map(() => 0);
	let squares = prior.variance * prior.freedom;
	let freedom = prior.freedom;
	for (const { x, y, weight } of rows) {
		squares += weight * y * y;
		freedom += weight;
		for (let i = 0; i < size; i++) {
			right[i] = at(right, i) + weight * at(x, i) * y;
			const row = precision[i] ?? [];
			for (let j = 0; j < size; j++) row[j] = at(row, j) + weight * at(x, i) * at(x, j);
		}
	}
	const root = factorise(precision);
	const halfway = solveLower(root, right);
	const coefficients = solveUpper(root, halfway);
	for (const value of halfway) squares -= value * value;
	const logRoots = root.reduce((sum, row, i) => sum + Math.log(at(row, i)), 0);
	const logPrior = prior.precision.reduce((sum, value) => sum + (value > 0 ? Math.log(value) / 2 : 0), 0);
	return {
		coefficients,
		noiseVariance: squares / freedom,
		logEvidence: logPrior - logRoots - (freedom / 2) * Math.log(squares),
		draw(generator) {
			// Scaled inverse χ².
			const noise = Math.sqrt(squares / (2 * generator.gamma(freedom / 2, 1)));
			const step = solveUpper(
				root,
				coefficients.map(() => noise * generator.normal())
			);
			return { coefficients: coefficients.map((value, i) => value + at(step, i)), noise };
		}
	};
}

/** Every index below is inside a list of `size`; the 0 is for the compiler. */
const at = (values: readonly number[], index: number) => values[index] ?? 0;

/** Cholesky: the lower root of a symmetric positive matrix. */
function factorise(matrix: readonly (readonly number[])[]): number[][] {
	const root: number[][] = [];
	for (const [i, row] of matrix.entries()) {
		const line: number[] = [];
		for (let j = 0; j <= i; j++) {
			const other = j === i ? line : (root[j] ?? []);
			let sum = at(row, j);
			for (let k = 0; k < j; k++) sum -= at(line, k) * at(other, k);
			line.push(j === i ? Math.sqrt(sum) : sum / at(other, j));
		}
		root.push(line);
	}
	return root;
}

function solveLower(root: readonly (readonly number[])[], right: readonly number[]): number[] {
	const solution: number[] = [];
	for (const [i, row] of root.entries()) {
		let sum = at(right, i);
		for (let k = 0; k < i; k++) sum -= at(row, k) * at(solution, k);
		solution.push(sum / at(row, i));
	}
	return solution;
}

function solveUpper(root: readonly (readonly number[])[], right: readonly number[]): number[] {
	const solution = right.map(() => 0);
	for (let i = root.length - 1; i >= 0; i--) {
		let sum = at(right, i);
		for (let k = i + 1; k < root.length; k++) sum -= at(root[k] ?? [], i) * at(solution, k);
		solution[i] = sum / at(root[i] ?? [], i);
	}
	return solution;
}
