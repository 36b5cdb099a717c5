/**
 * Orders by the rolling reference groups: at each origin a year is ordered from what was known, and held beside the year that
 * came. Costs are in units of the history's mean year, so that large series do not speak for small ones, nor a year of hardly any
 * use for all others.
 */
import { forecastDemand } from '../../src/lib/analytics/forecast/forecast-demand.ts';
import { mean, readRolling, type RegularGroup } from './forecast-scores.ts';

export const orderRules = ['P50', 'P80', 'P95', 'last year', 'last year + 20 %'] as const;
export type OrderRule = (typeof orderRules)[number];

export interface OrderScore {
	readonly rule: OrderRule;
	readonly orders: number;
	/** Share of years that the order sufficed for. */
	readonly sufficed: number;
	/** Mean units bought and not used, and used and not bought, in mean years. */
	readonly over: number;
	readonly under: number;
	/** Over + 19 × under: what is paid where a missing unit costs as a P95 order supposes. */
	readonly cost: number;
}

const missingCost = 19;
const rkoBuffer = 1.2;
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

/** Some hundred forecasts, a few seconds. */
export function scoreOrders(groups: readonly RegularGroup[]): OrderScore[] {
	const years = groups.flatMap(readRolling).flatMap(({ values, frequency: period, horizon, origins }) =>
		origins.map(({ train_length }) => {
			const history = values.slice(0, train_length);
			const { total } = forecastDemand(history, { period, horizon });
			const lastYear = sum(history.slice(-horizon));
			const ordered: Record<OrderRule, number> = {
				...{ P50: total.quantile(0.5), P80: total.quantile(0.8), P95: total.quantile(0.95) },
				...{ 'last year': lastYear, 'last year + 20 %': rkoBuffer * lastYear }
			};
			const unit = mean(history) * horizon;
			return { ordered, unit, used: sum(values.slice(train_length, train_length + horizon)) };
		})
	);
	return orderRules.map((rule) => {
		const shares = years.map(({ ordered, unit, used }) => (ordered[rule] - used) / unit);
		const [over, under] = [1, -1].map((sign) => mean(shares.map((share) => Math.max(0, sign * share))));
		return {
			...{ rule, orders: shares.length, over: over ?? NaN, under: under ?? NaN },
			sufficed: mean(shares.map((share) => Number(share >= 0))),
			cost: (over ?? NaN) + missingCost * (under ?? NaN)
		};
	});
}
