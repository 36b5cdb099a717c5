import { AnalyticsError } from '../../analytics-error.ts';

/**
 * Solves A x = b for a symmetric positive definite A, many times over.
 *
 * Definition: Cholesky factorisation, Golub & Van Loan (2013), algorithm 4.2.1.
 *
 * @param matrix n × n, row by row; overwritten with the factor
 * @returns a solver that overwrites b with x and returns it
 * @throws AnalyticsError `not-converged` where the matrix is not positive definite. Cost: n³/6 once, n² a
 * solve.
 */
export function factorise(matrix: Float64Array, n: number): (b: Float64Array) => Float64Array {
	for (let column = 0; column < n; column++) {
		for (let row = column; row < n; row++) {
			let sum = matrix[row * n + column] as number; // all indices stay below n
			for (let k = 0; k < column; k++)
				sum -= (matrix[row * n + k] as number) * (matrix[column * n + k] as number);
			if (row === column) {
				if (!(sum > 0)) throw new AnalyticsError('not-converged', 'The totals cannot be told apart.');
				matrix[row * n + column] = Math.sqrt(sum);
			} else matrix[row * n + column] = sum / (matrix[column * n + column] as number);
		}
	}
	return (b) => solve(matrix, n, b);
}

function solve(factor: Float64Array, n: number, b: Float64Array): Float64Array {
	for (let row = 0; row < n; row++) {
		let sum = b[row] as number;
		for (let k = 0; k < row; k++) sum -= (factor[row * n + k] as number) * (b[k] as number);
		b[row] = sum / (factor[row * n + row] as number);
	}
	for (let row = n - 1; row >= 0; row--) {
		let sum = b[row] as number;
		for (let k = row + 1; k < n; k++) sum -= (factor[k * n + row] as number) * (b[k] as number);
		b[row] = sum / (factor[row * n + row] as number);
	}
	return b;
}
