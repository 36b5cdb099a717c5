import { AnalyticsError } from '../../analytics-error.ts';

/** ARIMA(p,d,q)(P,D,Q)m in Box & Jenkins' letters, in code's casing. */
export interface ArimaOrder {
	/** Autoregressive terms. */
	readonly p: number;
	/** Differences. */
	readonly d: number;
	/** Moving-average terms. */
	readonly q: number;
	/** The same three at the distance of a season. */
	readonly seasonalP: number;
	readonly seasonalD: number;
	readonly seasonalQ: number;
	/** Observations a season; 1 where there is none, and then the seasonal three are 0. */
	readonly period: number;
	/** A mean where nothing is differenced, a drift where one difference is taken. */
	readonly constant: boolean;
}

/** As a reader would cite it, e.g. `ARIMA(0,1,1)(0,1,1)[12]` or `ARIMA(1,0,0) with mean`. */
export function describeOrder(order: ArimaOrder): string {
	const { p, d, q, seasonalP, seasonalD, seasonalQ, period, constant } = order;
	const season =
		seasonalP + seasonalD + seasonalQ > 0 ? `(${seasonalP},${seasonalD},${seasonalQ})[${period}]` : '';
	const level = constant ? ` with ${d + seasonalD > 0 ? 'drift' : 'mean'}` : '';
	return `ARIMA(${p},${d},${q})${season}${level}`;
}

/** Coefficients of the ARMA part: what shapes the model, without constant and variance. */
export function countShapes({ p, q, seasonalP, seasonalQ }: ArimaOrder): number {
	return p + q + seasonalP + seasonalQ;
}

/** Observations that differencing uses up. */
export function countLost({ d, seasonalD, period }: ArimaOrder): number {
	return d + seasonalD * period;
}

/** Are there at least three differences more than there are coefficients to estimate from them? */
export function isLongEnough(length: number, order: ArimaOrder): boolean {
	return length - countLost(order) >= countShapes(order) + Number(order.constant) + 3;
}

/** @throws AnalyticsError `bad-option` */
export function requireOrder(order: ArimaOrder): void {
	const { p, d, q, seasonalP, seasonalD, seasonalQ, period, constant } = order;
	const counts = [p, d, q, seasonalP, seasonalD, seasonalQ, period];
	if (counts.some((count) => !Number.isInteger(count) || count < 0) || period < 1) {
		throw new AnalyticsError(
			'bad-option',
			`ARIMA orders have to be whole and not negative: ${counts.join(', ')}.`
		);
	}
	if (period === 1 && seasonalP + seasonalD + seasonalQ > 0) {
		throw new AnalyticsError('bad-option', 'A series without a season takes no seasonal terms.');
	}
	if (constant && d + seasonalD > 1) {
		throw new AnalyticsError(
			'bad-option',
			'A constant under two differences would be a quadratic trend: leave it out.'
		);
	}
}
