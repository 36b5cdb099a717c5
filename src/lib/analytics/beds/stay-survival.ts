import { AnalyticsError } from '../analytics-error.ts';

/** A stay, over or not. */
export interface ObservedStay {
	/** From arrival to discharge, or to now. */
	readonly hours: number;
	/** False while the patient is still there: the stay is then known to last longer than `hours`. */
	readonly ended: boolean;
}

/** How long stays last. */
export interface StaySurvival {
	/** Chance that a stay lasts longer than so many hours. */
	lastsBeyond(hours: number): number;
	/** Chance that a patient who has been here `hours` is still here `more` hours on. */
	staysOn(hours: number, more: number): number;
	readonly stays: number;
	readonly ended: number;
}

/** With fewer at risk the curve's steps are single patients: beyond that point a constant rate takes over. */
const leastAtRisk = 5;

/**
 * How long patients stay, learnt from finished and unfinished stays alike. Without the unfinished ones the
 * long stays would be missing from recent weeks.
 *
 * Definition: Kaplan & Meier (1958). Where fewer than five were still at risk the curve goes on with a
 * constant rate of discharge: that of the longer half of the stays (discharges after the median end ÷ hours
 * lived after it), so that even the longest stay has a chance to end.
 *
 * @param stays at least one of them ended, any order
 * @throws AnalyticsError `not-a-number` or `negative` with the index, `too-short` where no stay has ended.
 * Cost: a sort, then log(stays) a question.
 */
export function estimateStays(stays: readonly ObservedStay[]): StaySurvival {
	stays.forEach(({ hours }, index) => {
		if (!Number.isFinite(hours))
			throw new AnalyticsError('not-a-number', `The length of stay ${index + 1} is not a number.`, index);
		if (hours < 0) throw new AnalyticsError('negative', `Stay ${index + 1} ends before it begins.`, index);
	});
	const ends = stays.filter(({ ended }) => ended).length;
	if (ends === 0)
		throw new AnalyticsError('too-short', 'How long stays last is unknown until one has ended.');
	const curve = productLimit(stays);
	const rate = tailRate(stays);
	const lastsBeyond = (hours: number) => {
		if (hours < curve.until) return stepAt(curve, hours);
		return curve.tail * Math.exp(-rate * (hours - curve.until));
	};
	return {
		lastsBeyond,
		staysOn(hours, more) {
			const reached = lastsBeyond(hours);
			// Nobody was seen to stay this long: the tail's rate is all that is known.
			if (reached === 0) return Math.exp(-rate * more);
			return Math.min(1, lastsBeyond(hours + more) / reached);
		},
		stays: stays.length,
		ended: ends
	};
}

interface Curve {
	/** Ascending hours at which the chance falls. */
	readonly times: Float64Array;
	/** Chance from that hour on. */
	readonly chances: Float64Array;
	/** Up to here the steps count. */
	readonly until: number;
	/** Chance at that point. */
	readonly tail: number;
}

function productLimit(stays: readonly ObservedStay[]): Curve {
	// Discharges before censorings of the same hour: who is still there at hour h was at risk at h.
	const sorted = [...stays].sort((a, b) => a.hours - b.hours || Number(b.ended) - Number(a.ended));
	const times: number[] = [];
	const chances: number[] = [];
	let chance = 1;
	let until = Infinity;
	const least = Math.min(leastAtRisk, stays.length);
	for (let place = 0; place < sorted.length;) {
		const hours = sorted[place]?.hours ?? 0;
		const atRisk = sorted.length - place;
		if (atRisk < least) {
			until = hours;
			break;
		}
		let ends = 0;
		for (; place < sorted.length && sorted[place]?.hours === hours; place++) if (sorted[place]?.ended) ends++;
		if (ends === 0) continue;
		chance *= 1 - ends / atRisk;
		times.push(hours);
		chances.push(chance);
	}
	if (until === Infinity) until = sorted.at(-1)?.hours ?? 0;
	return { times: Float64Array.from(times), chances: Float64Array.from(chances), until, tail: chance };
}

/** Discharges after the median end ÷ hours lived after it; over everything where nothing lies behind it. */
function tailRate(stays: readonly ObservedStay[]): number {
	const ends = stays
		.filter(({ ended }) => ended)
		.map(({ hours }) => hours)
		.sort((a, b) => a - b);
	const median = ends[Math.floor((ends.length - 1) / 2)] ?? 0;
	return rateAfter(stays, median) || rateAfter(stays, -1) || 1;
}

function rateAfter(stays: readonly ObservedStay[], from: number): number {
	const longer = stays.filter(({ hours }) => hours > from);
	const lived = longer.reduce((sum, { hours }) => sum + hours - Math.max(0, from), 0);
	return lived > 0 ? longer.filter(({ ended }) => ended).length / lived : 0;
}

function stepAt({ times, chances }: Curve, hours: number): number {
	let [low, high] = [0, times.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((times[middle] as number) <= hours)
			low = middle + 1; // middle stays below the length
		else high = middle;
	}
	return low === 0 ? 1 : (chances[low - 1] as number);
}
