export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Nearest-rank quantile; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? NaN;
}

export const round = (value: number, digits = 0) => Number(value.toFixed(digits));
