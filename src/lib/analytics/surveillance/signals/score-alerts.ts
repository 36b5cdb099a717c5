import { median } from '../../stats/quantile.ts';

/** One flagged look back at a week of a disease in a place. */
export interface AlarmWeek {
	/** Names disease and place. */
	readonly place: string;
	/** Weeks counted from any fixed one. */
	readonly week: number;
}

/** An outbreak that people confirmed. */
export interface ConfirmedOutbreak {
	readonly place: string;
	/** First and last week in which it stood out. */
	readonly from: number;
	readonly to: number;
	/** The week with most cases. */
	readonly peak: number;
}

export interface AlertScore {
	/** Confirmed outbreaks in which the rule alarmed. */
	readonly hits: number;
	/** Runs of alarms that belong to no confirmed outbreak. */
	readonly falseAlarms: number;
	/** Weeks from the first alarm to the peak, median over the hits; null without one. Negative: after the peak. */
	readonly leadWeeks: number | null;
}

/** A rule that speaks so many weeks before the confirmed weeks still spoke of the same outbreak. */
export const earlyWeeks = 4;

/**
 * Holds a rule's past alarms against what people found when they went to look.
 *
 * Definition: ours. An outbreak is hit by an alarm of its place from four weeks before its first confirmed week to its last.
 * Alarms of a place in weeks that follow each other are one run; a run outside every outbreak of its place is a false
 * alarm, also where nobody has verified it yet. An outbreak that nobody confirmed is unknown to both.
 *
 * @param alarms in any order, doubles counted once
 * @returns counts, and the median lead. Throws nothing; cost: alarms × outbreaks of a place.
 */
export function scoreAlerts(
	alarms: readonly AlarmWeek[],
	outbreaks: readonly ConfirmedOutbreak[]
): AlertScore {
	const byPlace = new Map<string, AlarmWeek[]>();
	for (const alarm of alarms) byPlace.set(alarm.place, [...(byPlace.get(alarm.place) ?? []), alarm]);
	const leads: number[] = [];
	for (const { place, from, to, peak } of outbreaks) {
		const within = (byPlace.get(place) ?? []).filter(({ week }) => week >= from - earlyWeeks && week <= to);
		if (within.length > 0) leads.push(peak - Math.min(...within.map(({ week }) => week)));
	}
	const belongs = ({ place, week }: AlarmWeek) =>
		outbreaks.some(
			(outbreak) => outbreak.place === place && week >= outbreak.from - earlyWeeks && week <= outbreak.to
		);
	let falseAlarms = 0;
	for (const rows of byPlace.values()) falseAlarms += runsOf(rows).filter((run) => !run.some(belongs)).length;
	return { hits: leads.length, falseAlarms, leadWeeks: leads.length === 0 ? null : median(leads) };
}

/** Alarms of one place, cut where a week lies between. */
function runsOf(alarms: readonly AlarmWeek[]): AlarmWeek[][] {
	const runs: AlarmWeek[][] = [];
	for (const alarm of [...alarms].sort((a, b) => a.week - b.week)) {
		const last = runs.at(-1);
		const before = last?.at(-1);
		if (last && before && alarm.week - before.week <= 1) last.push(alarm);
		else runs.push([alarm]);
	}
	return runs;
}
