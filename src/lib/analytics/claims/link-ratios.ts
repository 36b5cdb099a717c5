import { AnalyticsError } from '../analytics-error.ts';
import { checkTriangle, type Triangle } from './triangle.ts';

/** Weight of an origin in a factor: 0 = plain mean of ratios, 1 = by amount (chain ladder), 2 = regression through 0. */
export type Alpha = 0 | 1 | 2;

/** Ratios that agree to this share are equal: what differs is arithmetic, and no spread to draw a line through. */
const roundOff = 1e-13;

/** What one lag's step to the next says, before anything is extrapolated. */
export interface LinkEstimate {
	readonly factor: number;
	/** Sum of `amount ** alpha` over the origins used: what the factor's error shrinks with. */
	readonly weight: number;
	/** Null where a single origin shows the step: one ratio has no spread. */
	readonly sigma: number | null;
	/** Origins used. */
	readonly count: number;
}

/**
 * Development factors of a cumulative triangle, with their spread.
 *
 * Definition (Mack 1999, "The standard error of chain ladder reserve estimates: recursive calculation and inclusion of a
 * tail factor"): with ratio F = C[k+1] ÷ C[k] and weight w = C[k] ** alpha over the origins that show both,
 * f = Σ wF ÷ Σ w and σ² = Σ w (F − f)² ÷ (origins − 1).
 *
 * A step from 0 to 0 tells nothing of a ratio and is passed over; pairs beside a hole likewise.
 *
 * @param triangle origins × lags, cumulative amounts of one unit
 * @returns one estimate a step, lags − 1 of them. O(cells).
 * @throws AnalyticsError as checkTriangle; `negative` for an amount below 0 that is developed on, `bad-shape` for a rise
 * from exactly 0 (no ratio) and for a step that no origin shows
 */
export function estimateLinks(triangle: Triangle, alpha: Alpha): LinkEstimate[] {
	if (![0, 1, 2].includes(alpha)) throw new AnalyticsError('bad-option', `Alpha is 0, 1 or 2, not ${alpha}.`);
	const lags = checkTriangle(triangle);
	return Array.from({ length: lags - 1 }, (_, lag) => estimateLink(readLinks(triangle, lag), lag, alpha));
}

export interface Link {
	readonly origin: number;
	readonly from: number;
	readonly to: number;
}

/** The origins that show the step from a lag to the next. Throws as estimateLinks. */
export function readLinks(triangle: Triangle, lag: number): Link[] {
	const links: Link[] = [];
	for (const [origin, row] of triangle.entries()) {
		const from = row[lag] ?? null;
		const to = row[lag + 1] ?? null;
		if (from === null || to === null || (from === 0 && to === 0)) continue;
		if (from <= 0) {
			throw new AnalyticsError(
				from < 0 ? 'negative' : 'bad-shape',
				`Origin ${origin}, lag ${lag} is ${from}: a development factor needs an amount above 0.`,
				origin * row.length + lag
			);
		}
		links.push({ origin, from, to });
	}
	return links;
}

function estimateLink(links: readonly Link[], lag: number, alpha: Alpha): LinkEstimate {
	if (links.length === 0)
		throw new AnalyticsError('bad-shape', `No origin shows the step from lag ${lag} to ${lag + 1}.`, lag);
	let weight = 0;
	let weighted = 0;
	for (const { from, to } of links) {
		weight += from ** alpha;
		weighted += alpha === 1 ? to : (from ** alpha * to) / from;
	}
	const factor = weighted / weight;
	let squares = 0;
	for (const { from, to } of links) squares += from ** alpha * (to / from - factor) ** 2;
	if (squares < (roundOff * factor) ** 2 * weight) squares = 0;
	const sigma = links.length === 1 ? null : Math.sqrt(squares / (links.length - 1));
	return { factor, weight, sigma, count: links.length };
}
