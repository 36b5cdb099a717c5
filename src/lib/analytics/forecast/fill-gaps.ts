/** A history made gapless. */
export interface FilledHistory {
	readonly values: Float64Array;
	readonly filled: number;
}

/**
 * Fills unreported periods so that methods which need every period can run. The mean of the same calendar place one
 * period before and after, where both were reported; else a straight line between the nearest reported neighbours.
 * Unreported periods before the first and after the last reported one are cut off at the start and carried from the
 * season at the end by the same rule.
 *
 * @param values null where nobody reported; at least one reported
 * @param period 12 for monthly data
 */
export function fillGaps(values: readonly (number | null)[], period: number): FilledHistory {
	const first = values.findIndex((value) => value !== null);
	const known = values.slice(first);
	let filled = 0;
	const result = Float64Array.from(known, (value, t) => {
		if (value !== null) return value;
		filled += 1;
		return fromSeason(known, t, period) ?? fromNeighbours(known, t);
	});
	return { values: result, filled };
}

function fromSeason(values: readonly (number | null)[], t: number, period: number): number | null {
	if (period < 2) return null;
	const before = values[t - period] ?? null;
	const after = values[t + period] ?? null;
	if (before !== null && after !== null) return (before + after) / 2;
	return t + period >= values.length ? before : null;
}

function fromNeighbours(values: readonly (number | null)[], t: number): number {
	const left = findKnown(values, t, -1);
	const right = findKnown(values, t, 1);
	if (left && right) {
		return left.value + ((right.value - left.value) * (t - left.at)) / (right.at - left.at);
	}
	return (left ?? right)?.value ?? 0;
}

function findKnown(
	values: readonly (number | null)[],
	from: number,
	step: 1 | -1
): { at: number; value: number } | null {
	for (let at = from + step; at >= 0 && at < values.length; at += step) {
		const value = values[at] ?? null;
		if (value !== null) return { at, value };
	}
	return null;
}
