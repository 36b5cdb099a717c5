/** Share of the weight that every member gets whatever its record was. */
const equalShare = 0.5;
/** Share of the weight cut off at each end. */
const trimmedShare = 0.25;

/**
 * Weights from backtest errors, pulled half way to equal ones: with a few dozen errors the differences between members
 * are mostly luck, and equal weights are hard to beat (Stock & Watson 2004; Claeskens, Magnus, Vasnev & Wang 2016).
 *
 * @param errors mean absolute backtest error of each member, one unit for all; empty or all zero gives equal weights
 * @returns as many weights, positive, summing to 1
 */
export function weighMembers(errors: readonly number[]): number[] {
	const least = Math.min(...errors.filter((error) => error > 0), Infinity);
	if (least === Infinity) return errors.map(() => 1 / errors.length);
	// A member without any error so far is no better than a hundred times the best of the others.
	const merits = errors.map((error) => least / Math.max(error, least / 100));
	const total = merits.reduce((sum, merit) => sum + merit, 0);
	return merits.map((merit) => equalShare / errors.length + ((1 - equalShare) * merit) / total);
}

/**
 * Weighted mean of the middle half: what lies in the outer quarters of the weight has no say, so one member that runs
 * away cannot take the forecast with it (trimmed means in forecast combination: Jose & Winkler 2008).
 *
 * @param values one a member
 * @param weights as of {@link weighMembers}
 * @returns lies within the values. O(members · log members)
 */
export function combineMembers(values: readonly number[], weights: readonly number[]): number {
	const order = orderOf(values);
	let total = 0;
	for (const weight of weights) total += weight;
	let passed = 0;
	let sum = 0;
	let kept = 0;
	for (const member of order) {
		const from = Math.max(passed, trimmedShare * total);
		passed += weights[member] ?? 0;
		const share = Math.max(0, Math.min(passed, (1 - trimmedShare) * total) - from);
		sum += share * (values[member] ?? 0);
		kept += share;
	}
	return kept > 0 ? sum / kept : (values[0] ?? 0);
}

/** Members by their value, equal ones in their order: by insertion, since they are few and this runs for every step. */
function orderOf(values: readonly number[]): number[] {
	const order: number[] = [];
	for (let member = 0; member < values.length; member += 1) {
		let at = member;
		// Places below `at` are filled.
		for (; at > 0 && (values[order[at - 1] as number] as number) > (values[member] as number); at -= 1) {
			order[at] = order[at - 1] as number;
		}
		order[at] = member;
	}
	return order;
}
