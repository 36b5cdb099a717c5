/**
 * Shares a whole sum in proportion to the weights, each share whole and their sum exactly the sum: the largest remainders get
 * the units that rounding down leaves (Hare's method).
 * @param weights at least one above nought
 */
export function apportion(weights: readonly number[], total: number): number[] {
	const sum = weights.reduce((all, weight) => all + weight, 0);
	if (!(sum > 0)) throw new Error('There is nothing that the sum could be shared among.');
	const exact = weights.map((weight) => (weight / sum) * total);
	const shares = exact.map(Math.floor);
	const left = total - shares.reduce((all, share) => all + share, 0);
	const byRemainder = exact
		.map((value, index) => ({ index, remainder: value - Math.floor(value) }))
		.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
	for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
	return shares;
}
