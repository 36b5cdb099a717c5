/** Linear least squares by twice-repeated Gram–Schmidt (Björck 1967; Giraud, Langou & Rozložník 2005). */

export interface LeastSquares {
	/** One a column; 0 where it is aliased. */
	readonly coefficients: Float64Array;
	readonly aliased: readonly boolean[];
	/** Leverages, one a row. */
	readonly hat: Float64Array;
	/** (XᵀX)⁻¹; zero in rows and columns of aliased columns. */
	readonly covariance: readonly Float64Array[];
}

/** A column that loses all but this share of its length to the columns before it says nothing new. */
const aliasTolerance = 1e-11;

/**
 * The coefficients that bring `columns` closest to `target`, with leverages and the inverse of XᵀX.
 *
 * @param columns at least one, each as long as the target, finite
 * @param target finite values
 * @returns aliased columns (spanned by those before them) get coefficient 0. Throws nothing; cost rows × columns².
 */
export function solveLeastSquares(columns: readonly Float64Array[], target: Float64Array): LeastSquares {
	const { basis, upper, kept } = orthogonalise(columns);
	const residual = Float64Array.from(target);
	const projected = basis.map((direction) => {
		const along = dot(direction, residual);
		subtract(residual, direction, along);
		return along;
	});
	const inverse = invertUpper(upper);
	const coefficients = new Float64Array(columns.length);
	const covariance = columns.map(() => new Float64Array(columns.length));
	kept.forEach((column, i) => {
		const row = inverse[i] as Float64Array;
		coefficients[column] = projected.reduce((sum, value, k) => sum + (row[k] as number) * value, 0);
		kept.forEach((other, j) => {
			(covariance[column] as Float64Array)[other] = dot(row, inverse[j] as Float64Array);
		});
	});
	const hat = new Float64Array(target.length);
	for (const direction of basis)
		for (let i = 0; i < hat.length; i++) hat[i] = (hat[i] as number) + (direction[i] as number) ** 2;
	return { coefficients, aliased: columns.map((_, j) => !kept.includes(j)), hat, covariance };
}

function orthogonalise(columns: readonly Float64Array[]) {
	const basis: Float64Array[] = [];
	const upper: number[][] = [];
	const kept: number[] = [];
	columns.forEach((column, j) => {
		const rest = Float64Array.from(column);
		const along = basis.map(() => 0);
		for (let pass = 0; pass < 2; pass++)
			basis.forEach((direction, k) => {
				const length = dot(direction, rest);
				along[k] = (along[k] as number) + length;
				subtract(rest, direction, length);
			});
		const length = Math.sqrt(dot(rest, rest));
		if (!(length > aliasTolerance * Math.sqrt(dot(column, column)))) return;
		basis.push(rest.map((value) => value / length));
		upper.push([...along, length]);
		kept.push(j);
	});
	return { basis, upper, kept };
}

/** `upper[j]` holds column j of the triangle down to its diagonal. */
function invertUpper(upper: readonly (readonly number[])[]): Float64Array[] {
	const size = upper.length;
	const inverse = upper.map(() => new Float64Array(size));
	for (let j = 0; j < size; j++) {
		for (let i = j; i >= 0; i--) {
			let sum = i === j ? 1 : 0;
			for (let k = i + 1; k <= j; k++)
				sum -= ((upper[k] as number[])[i] as number) * ((inverse[k] as Float64Array)[j] as number);
			(inverse[i] as Float64Array)[j] = sum / ((upper[i] as number[])[i] as number);
		}
	}
	return inverse;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
}

function subtract(from: Float64Array, direction: Float64Array, length: number): void {
	for (let i = 0; i < from.length; i++) from[i] = (from[i] as number) - length * (direction[i] as number);
}
