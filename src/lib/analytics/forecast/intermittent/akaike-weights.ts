/** Errors this small against the values' own size are rounding, not evidence. */
const negligible = 1e-12;

/**
 * How much each of several parameter choices of one method is believed, from its squared one-step errors.
 *
 * Definition: Akaike weights (Burnham & Anderson 2002, ch. 2) for Gaussian errors and equally many
 * parameters, i.e. (squared error ÷ least)^(−n/2), scaled to sum to 1. On a short history many choices share
 * the weight, on a long one the best few take it: averaging over them hedges where one optimum would be
 * chance.
 *
 * @param squaredErrors sum of squared one-step errors of each choice, over the same observations
 * @param observations how many those are
 * @param size sum of squared observations, against which an error counts as none
 * @returns as many weights as choices, ≥ 0, sum 1. Cost: linear.
 */
export function akaikeWeights(squaredErrors: Float64Array, observations: number, size: number): Float64Array {
	const floor = size > 0 ? negligible * size : 1;
	const least = squaredErrors.reduce((a, b) => Math.min(a, b), Infinity) + floor;
	const raw = squaredErrors.map((error) => ((error + floor) / least) ** (-observations / 2));
	const sum = raw.reduce((total, weight) => total + weight, 0);
	return raw.map((weight) => weight / sum);
}
