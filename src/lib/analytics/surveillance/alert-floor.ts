import type { CountSeries } from './count-series.ts';

/** At least so many cases within so many observations, the judged one included. */
export type AlertFloor = readonly [cases: number, observations: number];

/** Farrington et al. (1996): fewer than five cases in four weeks are no news, however rare. */
export const usualFloor: AlertFloor = [5, 4];

/**
 * Are there enough cases for statistics to be worth anybody's walk? Keeps one case after none from being an outbreak;
 * where one case *is* news (polio, a viral haemorrhagic fever) the rule of `skdr-rules` says so, which no floor holds back.
 *
 * @param position 0-based. Missing observations add no case: what nobody reported cannot lift a series over the floor
 * @returns whether the floor is reached. Throws nothing; cost: the floor's observations.
 */
export function reachesFloor(counts: CountSeries['counts'], position: number, floor: AlertFloor): boolean {
	const [cases, observations] = floor;
	let sum = 0;
	for (let at = Math.max(0, position - observations + 1); at <= position; at++) sum += counts[at] ?? 0;
	return sum >= cases;
}
