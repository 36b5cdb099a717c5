/** What a period's count was expected to be before any of it was reported: a gamma with this mean and shape. */
export interface ExpectedLevel {
	readonly mean: number;
	/** 1 ÷ squared relative uncertainty: how many reported cases the expectation is worth. */
	readonly shape: number;
}

/** Weight of a period against the one after it. With 0.7 the last three periods make two thirds of the expectation. */
const memory = 0.7;
/**
 * However calm the past, tomorrow an outbreak may begin: the expectation is never worth more than this many cases, so
 * that six reports outweigh it two to one.
 */
const largestShape = 3;
const smallestShape = 0.5;
/** Where nothing was ever reported, half a case is spread over the periods (Jeffreys' prior for a Poisson rate). */
const unseenCases = 0.5;

/**
 * The level that recent periods lead to expect of each next one, and how far such expectations have been off.
 *
 * Exponentially weighted mean of what is reported over what should have been; the shape by the method of moments from
 * the errors one period ahead, with the Poisson noise taken out.
 *
 * @param standings one a period, oldest first; shares 0 to 1
 * @returns one a period, each from the periods before it only. O(periods), throws nothing.
 */
export function expectLevels(
	standings: readonly { readonly reported: number; readonly knownShare: number }[]
): ExpectedLevel[] {
	const means = expectMeans(standings);
	const shape = measureShape(standings, means);
	return means.map((mean) => ({ mean, shape }));
}

function expectMeans(standings: readonly { reported: number; knownShare: number }[]): number[] {
	let reported = 0;
	let known = 0;
	const overall =
		standings.reduce((sum, standing) => sum + standing.reported, unseenCases) /
		Math.max(
			1,
			standings.reduce((sum, standing) => sum + standing.knownShare, 0)
		);
	return standings.map((standing) => {
		// A period's worth of the overall mean, so that the first expectation is not empty and a string of noughts not 0.
		const mean = (reported + overall * 0.1) / (known + 0.1);
		reported = memory * reported + standing.reported;
		known = memory * known + standing.knownShare;
		return mean;
	});
}

function measureShape(
	standings: readonly { reported: number; knownShare: number }[],
	means: readonly number[]
): number {
	let excess = 0;
	let squares = 0;
	for (const [period, { reported, knownShare }] of standings.entries()) {
		const mean = means[period] ?? 0;
		if (period === 0 || knownShare < 1) continue;
		excess += (reported - mean) ** 2 - mean;
		squares += mean ** 2;
	}
	const relative = squares > 0 ? excess / squares : 1 / smallestShape;
	return Math.min(largestShape, Math.max(smallestShape, relative > 0 ? 1 / relative : largestShape));
}
