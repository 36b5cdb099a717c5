import { AnalyticsError } from '../analytics-error.ts';

/** One origin as these methods see it. */
export interface OriginStanding {
	/** Known so far. */
	readonly latest: number;
	/** Share of the ultimate that is usually known by now, above 0; see readPattern. */
	readonly knownShare: number;
}

export interface Developed {
	readonly ultimate: number;
	readonly ibnr: number;
}

/**
 * Expects of the unknown part what was expected beforehand, whatever the known part says: steady for young origins.
 *
 * Bornhuetter & Ferguson 1972, "The actuary and IBNR": ultimate = latest + (1 − share) × prior.
 *
 * @param standings one an origin
 * @param priors expected ultimates, one an origin, same unit
 * @returns in the order given. Linear.
 * @throws AnalyticsError `bad-shape` for lengths that differ, `not-a-number`, or `bad-option` for a share not above 0
 */
export function bornhuetterFerguson(
	standings: readonly OriginStanding[],
	priors: readonly number[]
): Developed[] {
	return benktander(standings, priors, 1);
}

/**
 * Bornhuetter–Ferguson again, with its own answer as the prior: between it and the chain ladder.
 *
 * Benktander 1976; Mack 2000, "Credible claims reserves: the Benktander method". One round is Bornhuetter–Ferguson, two
 * are Benktander's, endlessly many the chain ladder (for shares up to 1).
 *
 * @param rounds a whole number from 1 up; 2 where left out
 * @throws AnalyticsError as bornhuetterFerguson, and `bad-option` for other rounds
 */
export function benktander(
	standings: readonly OriginStanding[],
	priors: readonly number[],
	rounds = 2
): Developed[] {
	if (!Number.isInteger(rounds) || rounds < 1)
		throw new AnalyticsError('bad-option', `Rounds have to be a whole number from 1 up, not ${rounds}.`);
	checkStandings(standings, priors);
	return standings.map(({ latest, knownShare }, origin) => {
		let ultimate = priors[origin] ?? 0;
		for (let round = 0; round < rounds; round++) ultimate = latest + (1 - knownShare) * ultimate;
		return { ultimate, ibnr: ultimate - latest };
	});
}

/** Refuses what no method here can answer; `beside` is one finite number an origin. */
export function checkStandings(standings: readonly OriginStanding[], beside: readonly number[]): void {
	if (standings.length !== beside.length) {
		throw new AnalyticsError(
			'bad-shape',
			`There are ${standings.length} origins and ${beside.length} expectations for them.`
		);
	}
	for (const [origin, { latest, knownShare }] of standings.entries()) {
		if (!Number.isFinite(latest) || !Number.isFinite(beside[origin]))
			throw new AnalyticsError('not-a-number', `Origin ${origin} holds something that is no number.`, origin);
		if (!(knownShare > 0 && knownShare < Infinity))
			throw new AnalyticsError(
				'bad-option',
				`The known share of origin ${origin} is ${knownShare}, not above 0.`,
				origin
			);
	}
}
