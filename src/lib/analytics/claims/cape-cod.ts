import { AnalyticsError } from '../analytics-error.ts';
import {
	bornhuetterFerguson,
	checkStandings,
	type Developed,
	type OriginStanding
} from './bornhuetter-ferguson.ts';

export interface CapeCod {
	/** One an origin. */
	readonly origins: readonly Developed[];
	/** Cost of one unit of exposure, as each origin's prior has it. */
	readonly rates: readonly number[];
}

/**
 * Bornhuetter–Ferguson whose prior is learned: a cost for each unit of exposure, the same for all origins. With visits as
 * exposure it knows of a month's bills before any has come, for the visit feed is days late where bills are months late.
 *
 * Bühlmann & Straub 1983 (the Cape Cod method): rate = Σ latest ÷ Σ (exposure × share). With a decay below 1 the origins
 * near an origin weigh more in its rate (Gluck 1997, "Balancing development and trend"): decay ** distance.
 *
 * @param standings one an origin, oldest first
 * @param exposures visits (or members, or cases) of each origin, 0 or more
 * @param decay above 0, up to 1; 1 where left out
 * @returns an origin without exposure expects nothing more. O(origins²).
 * @throws AnalyticsError as bornhuetterFerguson; `negative` for an exposure below 0, `too-short` where all are 0
 */
export function capeCod(
	standings: readonly OriginStanding[],
	exposures: readonly number[],
	decay = 1
): CapeCod {
	checkStandings(standings, exposures);
	if (!(decay > 0 && decay <= 1))
		throw new AnalyticsError('bad-option', `The decay has to be above 0 and at most 1, not ${decay}.`);
	const bad = exposures.findIndex((exposure) => exposure < 0);
	if (bad >= 0) throw new AnalyticsError('negative', `The exposure of origin ${bad} is below 0.`, bad);
	if (exposures.every((exposure) => exposure === 0))
		throw new AnalyticsError('too-short', 'No origin has any exposure to measure a cost by.');
	const rates = standings.map((_, origin) => {
		let amount = 0;
		let used = 0;
		for (const [other, { latest, knownShare }] of standings.entries()) {
			const weight = decay ** Math.abs(other - origin);
			if (exposures[other] === 0) continue;
			amount += weight * latest;
			used += weight * knownShare * (exposures[other] ?? 0);
		}
		return amount / used;
	});
	const priors = rates.map((rate, origin) => rate * (exposures[origin] ?? 0));
	return { rates, origins: bornhuetterFerguson(standings, priors) };
}
