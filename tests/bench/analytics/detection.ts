/** How many injected outbreaks a method finds at how many false alarms. */
export interface OutbreakSeries {
	readonly id: string;
	readonly observed: readonly (number | null)[];
	/** 1 where an outbreak was injected. */
	readonly state: readonly number[];
	/** 1-based, both included. */
	readonly outbreaks: readonly { readonly start: number; readonly end: number }[];
}

/** 0-based, both included: the weeks that the file's own figures judge. */
export const judged = { from: 364, to: 467 } as const;

/** One chance a judged week, small where alarming; 1 where the method would not speak. */
export type Chances = readonly number[];

/** Share of outbreaks that start in the judged weeks and hold an alarm; of quiet weeks with one. */
export function rateOf(series: readonly OutbreakSeries[], alarms: readonly (readonly boolean[])[]) {
	const chances = alarms.map((row) => row.map((alarm) => (alarm ? 0 : 1)));
	const share = (values: readonly number[]) => values.filter((value) => value === 0).length / values.length;
	return {
		detected: share(lowestInOutbreaks(series, chances)),
		falseAlarms: share(inQuietWeeks(series, chances))
	};
}

/** Detection at the most alarms that keep false ones at or below a rate. Ties with quiet weeks are not counted. */
export function detectedAt(
	series: readonly OutbreakSeries[],
	chances: readonly Chances[],
	rate: number
): number {
	const quiet = inQuietWeeks(series, chances).sort((a, b) => a - b);
	const limit = quiet[Math.floor(rate * quiet.length)] ?? 1;
	const lowest = lowestInOutbreaks(series, chances);
	return lowest.filter((chance) => chance < limit).length / lowest.length;
}

function lowestInOutbreaks(series: readonly OutbreakSeries[], chances: readonly Chances[]): number[] {
	return series.flatMap(({ outbreaks }, row) =>
		outbreaks
			.filter(({ start }) => start - 1 >= judged.from && start - 1 <= judged.to)
			.map(({ start, end }) =>
				Math.min(...(chances[row] ?? []).slice(start - 1 - judged.from, end - judged.from))
			)
	);
}

function inQuietWeeks(series: readonly OutbreakSeries[], chances: readonly Chances[]): number[] {
	return series.flatMap(({ state }, row) =>
		(chances[row] ?? []).filter((_, step) => state[judged.from + step] === 0)
	);
}
