import { backtest, chooseOrigins, type Origin, type PastForecast } from './backtest.ts';
import { calibrate, type JudgedError } from './calibration.ts';
import { combineMembers, weighMembers } from './combination.ts';
import { pool, type PooledMethod } from './methods.ts';
import type { FittedModel } from './model.ts';
import { combineSpreads, type Spread } from './spread.ts';

/** A member of a combination and its record. */
export interface Member {
	readonly name: string;
	/** The form that was fitted, e.g. `ETS(M,Ad,M)`. */
	readonly form: string;
	readonly weight: number;
	/** Mean absolute backtest error in the unit of the values; null without a backtest. */
	readonly error: number | null;
}

export interface CombinedForecast {
	readonly mean: Float64Array;
	readonly spreads: readonly Spread[];
	/** Stretch of the spreads that the backtest asks for. */
	readonly factor: number;
	readonly members: readonly Member[];
	readonly origins: readonly Origin[];
	/** The combination's own backtest errors, origin by origin; each was made without that origin's say in the weights. */
	readonly judged: readonly (readonly JudgedError[])[];
}

interface Candidate {
	readonly method: PooledMethod;
	readonly model: FittedModel;
	readonly past: readonly PastForecast[];
	/** Sum of absolute errors at each origin. */
	readonly errors: readonly number[];
}

/** Enough that the seasonal methods can judge a season at the earliest origin. */
const leastLengthOfOrigin = (period: number): number => 2 * period + 2;

/** From this length on at least one origin can be judged. */
export function leastLengthToCombine(period: number): number {
	return leastLengthOfOrigin(period) + Math.max(1, Math.round(period / 4));
}

/**
 * Fits every method of the pool that the history allows, rolls all of them back over past origins, weighs them by what
 * they got wrong there and puts their forecasts and error bands together.
 *
 * @param values gapless, finite, not negative, at least `leastLengthToCombine(period)` of them
 * @returns means not below 0. About 65 ms for 204 monthly values on one core, most of it the search for an ARIMA order
 */
export function combineMethods(
	values: Float64Array,
	period: number,
	horizon: number,
	competing: readonly PooledMethod[] = pool
): CombinedForecast {
	const origins = chooseOrigins(values, period, horizon, leastLengthOfOrigin(period));
	const candidates = fitPool(competing, values, period).map((fitted) => judge(fitted, values, origins));
	const weights = weigh(candidates, origins, null);
	const models = candidates.map(({ model }) => model);
	const mean = combineMeans(
		models.map((model) => model.mean(horizon)),
		weights,
		horizon
	);
	const judged = origins.map((origin, at) => judgeCombination(candidates, origins, origin, at));
	const count = origins.reduce((sum, { actual }) => sum + actual.length, 0);
	return {
		mean,
		spreads: spreadsOf(candidates, models, weights, mean),
		factor: calibrate(judged.flat()),
		members: candidates.map(({ method, model, errors }, member) => ({
			name: method.name,
			form: model.method,
			weight: weights[member] ?? 0,
			error: count > 0 ? errors.reduce((sum, error) => sum + error, 0) / count : null
		})),
		origins,
		judged
	};
}

function fitPool(
	competing: readonly PooledMethod[],
	values: Float64Array,
	period: number
): { method: PooledMethod; model: FittedModel }[] {
	const isPositive = values.every((value) => value > 0);
	return competing
		.filter(
			({ minLength, needsPositive }) => minLength(period) <= values.length && (isPositive || !needsPositive)
		)
		.map((method) => ({ method, model: method.fit(values, period) }));
}

function judge(
	{ method, model }: { method: PooledMethod; model: FittedModel },
	values: Float64Array,
	origins: readonly Origin[]
): Candidate {
	const past = backtest(model, values, origins);
	const errors = past.map(({ mean }, at) =>
		mean.reduce((sum, value, step) => sum + Math.abs((origins[at]?.actual[step] ?? 0) - value), 0)
	);
	return { method, model, past, errors };
}

/** An origin that is itself being judged is left out, or the weights would know the answer. */
function weigh(
	candidates: readonly Candidate[],
	origins: readonly Origin[],
	without: number | null
): number[] {
	const isLeftOut = (at: number): boolean => at === without && origins.length > 1;
	return weighMembers(
		candidates.map(({ errors }) => errors.reduce((sum, error, at) => sum + (isLeftOut(at) ? 0 : error), 0))
	);
}

function judgeCombination(
	candidates: readonly Candidate[],
	origins: readonly Origin[],
	{ actual }: Origin,
	at: number
): JudgedError[] {
	const weights = weigh(candidates, origins, at);
	const past = candidates.flatMap((candidate) => candidate.past[at] ?? []);
	const mean = combineMeans(
		past.map((forecast) => forecast.mean),
		weights,
		actual.length
	);
	const models = past.map(({ model }) => model);
	const spreads = spreadsOf(candidates, models, weights, mean);
	return spreads.map((spread, step) => ({ error: (actual[step] ?? 0) - (mean[step] ?? 0), spread }));
}

function spreadsOf(
	candidates: readonly Candidate[],
	models: readonly FittedModel[],
	weights: readonly number[],
	mean: Float64Array
): Spread[] {
	const isWhole = (_: unknown, member: number): boolean => candidates[member]?.method.hasWholeSigma === true;
	return combineSpreads(models.filter(isWhole), weights.filter(isWhole), mean);
}

/** A member that falls below zero at a step cannot be right there about demand and has no say, unless all do. */
function combineMeans(
	means: readonly Float64Array[],
	weights: readonly number[],
	horizon: number
): Float64Array {
	const combined = new Float64Array(horizon);
	const values: number[] = means.map(() => 0);
	const possible: number[] = means.map(() => 0);
	for (let step = 0; step < horizon; step += 1) {
		let hasVoice = false;
		for (let member = 0; member < means.length; member += 1) {
			const value = means[member]?.[step] ?? 0;
			const voice = value >= 0 ? (weights[member] ?? 0) : 0;
			values[member] = value;
			possible[member] = voice;
			hasVoice ||= voice > 0;
		}
		combined[step] = Math.max(0, combineMembers(values, hasVoice ? possible : weights));
	}
	return combined;
}
