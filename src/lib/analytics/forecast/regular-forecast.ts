import { seasonalNaiveScale } from './accuracy.ts';
import { drawBounds } from './bounds.ts';
import { combineMethods, type Member } from './combine-methods.ts';
import { toCommonUnit } from './common-unit.ts';
import type { Ahead, DemandForecast } from './demand-forecast.ts';
import { explain, type CardMember, type Reason } from './forecast-card.ts';
import { pool, quickPool } from './methods.ts';
import type { DemandKind } from './intermittent/demand-pattern.ts';
import { summariseBacktest, type BandReading } from './record.ts';
import { totalDemand } from './total-demand.ts';

/** A seasonal model spends about its seasons and four parameters on a history. */
const parametersBeside = 4;

/**
 * Regular demand: everything in the pool, combined (`combineMethods`).
 *
 * @param values gapless, not negative, at least `leastLengthToCombine(period)` of them
 * @param filled how many of them were not reported
 */
export function forecastRegular(
	values: Float64Array,
	period: number,
	{ horizon, totalFrom, effort }: Ahead,
	demand: DemandKind,
	filled: number
): DemandForecast {
	const { unit, values: common } = toCommonUnit(values);
	const { factor, members, origins, judged, ...scaled } = combineMethods(
		common,
		period,
		horizon,
		effort === 'quick' ? quickPool : pool
	);
	const mean = scaled.mean.map((value) => value * unit);
	const spreads = scaled.spreads.map(({ up, down }) => ({ up: up * unit, down: down * unit }));
	const reading: BandReading = { factor, freedom: Math.max(3, values.length - period - parametersBeside) };
	const reason: Reason = {
		code: 'combined',
		observations: values.length,
		members: members.length,
		origins: origins.length
	};
	return {
		mean,
		...drawBounds(mean, spreads, reading),
		total: totalDemand(mean.slice(totalFrom - 1), spreads.slice(totalFrom - 1), reading),
		card: {
			method: 'combination',
			reason,
			why: explain(reason),
			demand,
			members: describeMembers(members, common, period),
			record: summariseBacktest(common, period, origins, judged, reading),
			filled
		}
	};
}

function describeMembers(members: readonly Member[], values: Float64Array, period: number): CardMember[] {
	const scale = seasonalNaiveScale(values, period);
	return members.map(({ name, form, weight, error }) => ({
		name,
		form,
		weight,
		mase: error !== null && scale > 0 ? error / scale : null
	}));
}
