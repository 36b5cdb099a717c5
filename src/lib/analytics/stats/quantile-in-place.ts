import { AnalyticsError } from '../analytics-error.ts';

/**
 * As `quantileOfSorted`, for values that are not sorted: the same answer to the last bit for a tenth of a sort, which pays
 * as long as only a few quantiles of the values are asked for.
 *
 * Definition: order statistics by Hoare's FIND (1961, CACM algorithm 65), interpolated as Hyndman & Fan's type 7.
 *
 * @param values at least one, none NaN; their order changes, and each call may begin from what the last one left
 * @param p share within 0…1
 * @throws AnalyticsError `too-short` for no value, `bad-option` for another p. Cost: linear on average.
 */
export function quantileInPlace(values: Float64Array, p: number): number {
	if (values.length === 0) throw new AnalyticsError('too-short', 'A quantile is asked for of no values.');
	if (!(p >= 0 && p <= 1))
		throw new AnalyticsError('bad-option', `A quantile is asked for at ${p}, not within 0 and 1.`);
	const position = (values.length - 1) * p;
	const below = Math.floor(position);
	const low = moveToPlace(values, below);
	const share = position - below;
	return share === 0 ? low : low + share * (leastFrom(values, below + 1) - low);
}

/** Moves values until the one of that rank stands in its place, none larger before it and none smaller after it. */
function moveToPlace(values: Float64Array, rank: number): number {
	let left = 0;
	let right = values.length - 1;
	while (left < right) {
		// Places stay within left … right: the pivot itself stops both walks.
		const pivot = values[rank] as number;
		let i = left;
		let j = right;
		while (i <= j) {
			while ((values[i] as number) < pivot) i++;
			while (pivot < (values[j] as number)) j--;
			if (i > j) break;
			const moved = values[i] as number;
			values[i++] = values[j] as number;
			values[j--] = moved;
		}
		if (j < rank) left = i;
		if (rank < i) right = j;
	}
	return values[rank] as number;
}

function leastFrom(values: Float64Array, from: number): number {
	let least = values[from] as number; // a share beyond `below` says that there is one
	for (let i = from + 1; i < values.length; i++)
		if ((values[i] as number) < least) least = values[i] as number;
	return least;
}
