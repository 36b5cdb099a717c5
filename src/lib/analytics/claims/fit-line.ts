/** A straight line and how sure its slope is. */
export interface Line {
	readonly slope: number;
	readonly intercept: number;
	/** Standard error of the slope; null for fewer than three points. */
	readonly slopeError: number | null;
	readonly count: number;
}

/**
 * Ordinary least squares of log value on position, over the values above 0 (others have no logarithm and are left out).
 *
 * @param values position = index; `null` is left out
 * @returns null for fewer than two points. O(values), throws nothing.
 */
export function fitLogLine(values: readonly (number | null)[]): Line | null {
	const points = values.flatMap((value, x) =>
		value !== null && value > 0 ? [{ x, y: Math.log(value) }] : []
	);
	const count = points.length;
	if (count < 2) return null;
	const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
	const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
	const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
	const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
	const intercept = meanY - slope * meanX;
	const squares = points.reduce((sum, { x, y }) => sum + (y - intercept - slope * x) ** 2, 0);
	const slopeError = count < 3 ? null : Math.sqrt(squares / (count - 2) / spread);
	return { slope, intercept, slopeError, count };
}
