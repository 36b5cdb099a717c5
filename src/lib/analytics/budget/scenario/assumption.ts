import { AnalyticsError } from '../../analytics-error.ts';
import type { Generator } from '../../stats/generator.ts';
import { normalQuantile } from '../../stats/normal.ts';

/** One number that a scenario rests on, with how sure anybody is of it and where it comes from. */
export interface Assumption {
	/** Text key of its name. */
	readonly key: string;
	readonly value: number;
	/** Eight in ten who know would put it between these. Both equal to `value` = taken as given. */
	readonly lower80: number;
	readonly upper80: number;
	/** Text key of where it comes from: a study, the programme's own data, a decision. */
	readonly source: string;
}

const z90 = normalQuantile(0.9);

/**
 * Refuses an assumption that no amount, share or factor can have.
 *
 * @throws AnalyticsError `bad-option` where its bounds are not in order, below 0 or no numbers
 */
export function checkAssumption({ key, value, lower80, upper80 }: Assumption): void {
	if (0 <= lower80 && lower80 <= value && value <= upper80 && upper80 < Infinity) return;
	throw new AnalyticsError(
		'bad-option',
		`The assumption ${key} has to run in order from 0 up, not ${lower80}, ${value}, ${upper80}.`
	);
}

/**
 * A world's value of an assumption: half of all worlds lie on either side of it, a tenth outside either bound.
 *
 * Two-piece normal (Wallis 2014), for bounds are seldom as far apart on both sides; cut at 0 below.
 *
 * @returns constant cost. The assumption has to have passed checkAssumption.
 */
export function drawAssumption({ value, lower80, upper80 }: Assumption, generator: Generator): number {
	const z = generator.normal();
	const reach = z < 0 ? value - lower80 : upper80 - value;
	return Math.max(0, value + (reach * z) / z90);
}
