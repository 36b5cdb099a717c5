import { AnalyticsError } from '../analytics-error.ts';
import { solveLeastSquares } from '../stats/least-squares.ts';
import { fitOverDispersedPoisson, type OverDispersedPoisson } from './over-dispersed-poisson.ts';
import type { Triangle } from './triangle.ts';

export interface OverDispersedReserve {
	/** One an origin: what is still to come, and its standard error. */
	readonly origins: readonly { readonly ibnr: number; readonly standardError: number }[];
	readonly total: { readonly ibnr: number; readonly standardError: number };
	readonly dispersion: number;
}

/**
 * Reserve and prediction error of the over-dispersed Poisson model by formula, without simulation.
 *
 * England & Verrall 2002, section 2.9 and appendix: error² = dispersion × expected + gᵀ V g, where V is the covariance of
 * the fitted log-levels and log-shares and g sums the future cells' expectations along them.
 *
 * @param triangle origins × lags, cumulative
 * @returns in the triangle's unit. Cost: one least-squares fit, cells × (origins + lags)².
 * @throws AnalyticsError as fitOverDispersedPoisson; `too-short` without a degree of freedom
 */
export function estimateOverDispersedReserve(triangle: Triangle): OverDispersedReserve {
	const fit = fitOverDispersedPoisson(triangle);
	if (fit.dispersion === null)
		throw new AnalyticsError('too-short', 'The triangle has no cell to spare for measuring its spread.');
	const covariance = invertInformation(fit, triangle.length);
	const future = triangle.map((_, origin) => sumFuture(fit, triangle, [origin]));
	const all = sumFuture(
		fit,
		triangle,
		triangle.map((_, origin) => origin)
	);
	const dispersion = fit.dispersion;
	const toReserve = ({ ibnr, gradient }: Future) => ({
		ibnr,
		standardError: Math.sqrt(dispersion * (ibnr + quadratic(covariance, gradient)))
	});
	return { origins: future.map(toReserve), total: toReserve(all), dispersion };
}

interface Future {
	readonly ibnr: number;
	readonly gradient: Float64Array;
}

/** Inverse of XᵀWX: columns are the origins, then all lags but the first. */
function invertInformation(fit: OverDispersedPoisson, origins: number): readonly Float64Array[] {
	const columns = Array.from(
		{ length: origins + fit.shares.length - 1 },
		() => new Float64Array(fit.cells.length)
	);
	for (const [row, { origin, lag, expected }] of fit.cells.entries()) {
		const root = Math.sqrt(expected);
		(columns[origin] as Float64Array)[row] = root;
		if (lag > 0) (columns[origins + lag - 1] as Float64Array)[row] = root;
	}
	return solveLeastSquares(columns, new Float64Array(fit.cells.length)).covariance;
}

function sumFuture(fit: OverDispersedPoisson, triangle: Triangle, origins: readonly number[]): Future {
	const gradient = new Float64Array(triangle.length + fit.shares.length - 1);
	let ibnr = 0;
	for (const origin of origins) {
		const row = triangle[origin] ?? [];
		const latest = row.findLastIndex((amount) => amount !== null);
		for (let lag = latest + 1; lag < row.length; lag++) {
			const expected = (fit.levels[origin] ?? 0) * (fit.shares[lag] ?? 0);
			ibnr += expected;
			gradient[origin] = (gradient[origin] ?? 0) + expected;
			const column = triangle.length + lag - 1;
			gradient[column] = (gradient[column] ?? 0) + expected;
		}
	}
	return { ibnr, gradient };
}

function quadratic(matrix: readonly Float64Array[], vector: Float64Array): number {
	let sum = 0;
	for (const [i, row] of matrix.entries())
		for (const [j, value] of row.entries()) sum += value * (vector[i] ?? 0) * (vector[j] ?? 0);
	return sum;
}
