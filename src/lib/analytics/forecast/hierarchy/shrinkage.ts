/**
 * How far an estimated covariance of many series from few errors has to be drawn towards independence.
 *
 * Definition: Schäfer & Strimmer (2005), Stat. Appl. Genet. Mol. Biol. 4, target D, on errors scaled to unit
 * mean square as Wickramasuriya, Athanasopoulos & Hyndman (2019) use it: λ = Σ Var(r_ij) ÷ Σ r_ij² over i ≠
 * j, cut to 0…1. The double sums over pairs are taken through the times × times products, so thousands of
 * series cost no more than their errors.
 *
 * @param scaled one array a series, `times` errors each, mean square 1 (or all 0 for a series without error)
 * @returns 1 = independent series, 0 = the covariance as estimated. Cost: series × times².
 */
export function shrinkageIntensity(scaled: readonly Float64Array[], times: number): number {
	if (times < 2) return 1;
	const products = new Float64Array(times * times);
	let fourthPowers = 0;
	let live = 0;
	for (const errors of scaled) {
		let square = 0;
		for (let s = 0; s < times; s++) {
			const error = errors[s] as number; // `times` errors a series
			square += error * error;
			fourthPowers += error ** 4;
			for (let t = 0; t < times; t++)
				products[s * times + t] = (products[s * times + t] as number) + error * (errors[t] as number);
		}
		if (square > 0) live++;
	}
	let sumOfSquares = 0;
	let diagonal = 0;
	for (let s = 0; s < times; s++) {
		diagonal += (products[s * times + s] as number) ** 2;
		for (let t = 0; t < times; t++) sumOfSquares += (products[s * times + t] as number) ** 2;
	}
	// Σ over all pairs less i = j, where r is 1.
	const squaredCorrelations = sumOfSquares / times ** 2 - live;
	const squaredProducts = diagonal - fourthPowers;
	const variance = (times / (times - 1) ** 3) * (squaredProducts - times * squaredCorrelations);
	if (!(squaredCorrelations > 0)) return 1;
	return Math.min(1, Math.max(0, variance / squaredCorrelations));
}
