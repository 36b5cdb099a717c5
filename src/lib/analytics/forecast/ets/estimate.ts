import { minimise } from '../../stats/bfgs.ts';
import { countParameters, type EtsForm } from './form.ts';
import { leastShare, likelihoodOf } from './likelihood.ts';
import { allocateRun, runForward, type EtsRun, type Smoothing } from './recursion.ts';
import { PlainSearch } from './plain-search.ts';
import { EtsSearch, setInitial, type SearchResult } from './search.ts';
import { guessInitialStates, type InitialStates } from './start.ts';

/** One form, estimated. States and errors are in the unit of the values. */
export interface EtsEstimate {
	readonly form: EtsForm;
	readonly period: number;
	readonly smoothing: Smoothing;
	readonly initial: InitialStates;
	readonly run: EtsRun;
	/** −2 log likelihood without the constants that all forms share. */
	readonly likelihood: number;
	/** Infinity where there are too few observations for so many parameters. */
	readonly aicc: number;
	/** Variance of e (additive) or of e / ŷ (multiplicative), by n − parameters. */
	readonly variance: number;
}

export interface EtsOptions {
	/** An estimate of the same form on nearly the same history, from which to go on. */
	readonly warm?: EtsEstimate;
	readonly maxSteps?: number;
	/** In units of −2 log likelihood, i.e. of AICc. */
	readonly tolerance?: number;
}

/** A calm and a lively start: the likelihood often has one hill for steady and another for changing levels or seasons. */
const guesses: readonly Smoothing[] = [
	{ alpha: 0.1, beta: 0.01, gamma: 0.01, phi: 0.95 },
	{ alpha: 0.5, beta: 0.05, gamma: 0.2, phi: 0.95 }
];

/**
 * Maximum-likelihood fit of one form of exponential smoothing (Hyndman, Koehler, Snyder & Grose 2002): smoothing
 * parameters within the usual ranges and all initial states together, by quasi-Newton with exact derivatives.
 *
 * @param values gapless; positive where the form divides by the level (`needsPositive`); at least two periods where it has
 * a season
 * @returns the best fit found; its `aicc` is Infinity where no start gave a finite likelihood. About 40 passes over the
 * history.
 */
export function estimateEts(
	form: EtsForm,
	values: Float64Array,
	period: number,
	{ warm, maxSteps = 120, tolerance = 0.01 }: EtsOptions = {}
): EtsEstimate {
	const scale = meanSize(values);
	const scaled = values.map((value) => value / scale);
	const initial = warm ? rescale(form, warm.initial, 1 / scale) : guessInitialStates(form, scaled, period);
	const isPlain = form.error === 'additive' && form.season === 'none';
	const search = new (isPlain ? PlainSearch : EtsSearch)(form, scaled, period);
	const floor = floorOf(form, values);
	const judged = (warm ? [warm.smoothing] : guesses).map((smoothing) => {
		const start = search.begin(smoothing, initial);
		const { point } = minimise(search.objective, start, { maxSteps, tolerance });
		const scaledStates = search.read(point);
		const states = { ...scaledStates, initial: rescale(form, scaledStates.initial, scale) };
		return { states, likelihood: search.judge(values, states, floor) };
	});
	const best = judged.reduce((one, other) => (other.likelihood < one.likelihood ? other : one));
	return finish(form, values, period, best.states);
}

/** The same parameters over another stretch that begins at the same observation. One pass. */
export function rerunEts(estimate: EtsEstimate, values: Float64Array): EtsEstimate {
	const { form, period, smoothing, initial } = estimate;
	return finish(form, values, period, { smoothing, initial });
}

function finish(
	form: EtsForm,
	values: Float64Array,
	period: number,
	{ smoothing, initial }: SearchResult
): EtsEstimate {
	const run = allocateRun(values.length, period);
	setInitial(run, initial);
	runForward(form.season, values, period, smoothing, run);
	const count = countParameters(form, period);
	const likelihood = likelihoodOf(form, run, floorOf(form, values));
	const degrees = Math.max(1, values.length - count);
	const variance = sumSquares(form, run) / degrees;
	return {
		form,
		period,
		smoothing,
		initial,
		run,
		likelihood,
		aicc: aiccOf(likelihood, count + 1, values.length),
		variance
	};
}

function sumSquares({ error }: EtsForm, { errors, fitted }: EtsRun): number {
	let squares = 0;
	for (let t = 0; t < errors.length; t += 1) {
		const e = errors[t] as number; // both are as long as the history
		squares += error === 'additive' ? e * e : (e / (fitted[t] as number)) ** 2;
	}
	return squares;
}

/** Least mean square that an error counts as, in the unit of the likelihood. */
function floorOf({ error }: EtsForm, values: Float64Array): number {
	const size = meanSize(values);
	return error === 'additive' ? leastShare * size * size : leastShare;
}

/** Akaike's criterion with the small-sample correction of Hurvich & Tsai (1989); the variance counts as a parameter. */
function aiccOf(likelihood: number, count: number, length: number): number {
	const spare = length - count - 1;
	return spare > 0 ? likelihood + 2 * count + (2 * count * (count + 1)) / spare : Infinity;
}

function rescale(form: EtsForm, { level, slope, season }: InitialStates, factor: number): InitialStates {
	return {
		level: level * factor,
		slope: slope * factor,
		season: form.season === 'additive' ? season.map((index) => index * factor) : season
	};
}

function meanSize(values: Float64Array): number {
	let sum = 0;
	for (const value of values) sum += Math.abs(value);
	return sum > 0 ? sum / values.length : 1;
}
