import type { CountSeries } from '../count-series.ts';
import { yearsForSeason } from '../seasonal/options.ts';

/** Statistical methods. SKDR's rules need no history and always hold. */
export type SurveillanceMethod = 'earsC1' | 'earsC2' | 'farringtonFlexible' | 'seasonal';

/** Why a method is offered or not; with its numbers a page can say so in words. */
export type OfferReason =
	/** Enough observations, `known` of at least `needed`. */
	| 'enough-history'
	/** Only `observations` before the judged one, `needed` are asked for. */
	| 'history-too-short'
	/** Long enough, but only `known` observations were reported, `needed` are asked for. */
	| 'too-many-gaps';

export interface MethodOffer {
	readonly method: SurveillanceMethod;
	readonly offered: boolean;
	readonly reason: OfferReason;
	/** Observations before the judged one. */
	readonly observations: number;
	/** Those of them that were reported, as far as the method looks back. */
	readonly known: number;
	/** Observations before the judged one that the method asks for. */
	readonly needed: number;
}

export interface MethodChoice {
	/** Null where the history supports no statistics: SKDR's rules alone speak. */
	readonly method: SurveillanceMethod | null;
	/** All methods, in order of preference. */
	readonly offers: readonly MethodOffer[];
}

/** Noufaily et al. advise half a year left out and a reference year: 78 weeks. */
const yearsForFarrington = 1.5;
/** Seven observations make an EARS baseline; C2 leaves two between. */
const earsBaseline = 7;
const earsC2Reach = 9;
/** With more missing than a quarter, means of what was reported say more of the reporting than of the disease. */
const leastKnownShare = 0.75;

/**
 * Which methods a position's history supports, and the one to use: seasonal regression and Farrington
 * Flexible from a year and a half, EARS C1 from seven observations (C2 from nine).
 *
 * Definition: ours. The order is that of detection at equal false alarms on simulated outbreaks (tests/bench/analytics).
 *
 * @param position 0-based, the observation to be judged; what follows it is not looked at
 * @returns the choice and, for every method, why it is offered or not. Throws nothing; cost linear.
 */
export function chooseMethod({ counts, frequency }: CountSeries, position: number): MethodChoice {
	const needs: readonly [SurveillanceMethod, number][] = [
		// One more, because the week before is judged as well.
		['seasonal', Math.ceil(yearsForSeason * frequency) + 1],
		['farringtonFlexible', Math.ceil(yearsForFarrington * frequency)],
		['earsC1', earsBaseline],
		['earsC2', earsC2Reach]
	];
	const offers = needs.map(([method, needed]) => offer(method, needed, counts, position));
	return { method: offers.find(({ offered }) => offered)?.method ?? null, offers };
}

function offer(
	method: SurveillanceMethod,
	needed: number,
	counts: CountSeries['counts'],
	position: number
): MethodOffer {
	const isEars = method === 'earsC1' || method === 'earsC2';
	// EARS looks at the last observations alone; the others take in all there are.
	const seen = counts.slice(isEars ? Math.max(0, position - needed) : 0, position);
	const known = seen.filter((count) => count !== null).length;
	const long = position >= needed;
	const offered = long && known >= leastKnownShare * seen.length;
	return {
		method,
		offered,
		reason: offered ? 'enough-history' : long ? 'too-many-gaps' : 'history-too-short',
		observations: position,
		known,
		needed: long ? Math.ceil(leastKnownShare * seen.length) : needed
	};
}
