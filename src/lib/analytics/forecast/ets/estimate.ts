import { minimise } from '../../stats/bfgs.ts';
import { countParameters, type EtsForm } from './form.ts';
import { leastShare, likelihoodOf } from './likelihood.ts';
import { allocateRun, runForward, type EtsRun, type Smoothing } from './recursion.ts';
import { EtsSearch, setInitial } from './search.ts';
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
	const estimates = (warm ? [warm.smoothing] : guesses).map((smoothing) => {
		const search = new EtsSearch(form, scaled, period, smoothing, initial);
		const { point } = minimise(search.objective, search.start, { maxSteps, tolerance });
		return finish(form, values, period, search.read(point), scale);
	});
	return estimates.reduce((best, other) => (other.likelihood < best.likelihood ? other : best));
}

/** The same parameters over another stretch that begins at the same observation. One pass. */
export function rerunEts(estimate: EtsEstimate, values: Float64Array): EtsEstimate {
	const { form, period, smoothing, initial } = estimate;
	return finish(form, values, period, { smoothing, initial }, 1);
}

function finish(
	form: EtsForm,
	values: Float64Array,
	period: number,
	{ smoothing, initial }: { smoothing: Smoothing; initial: InitialStates },
	scale: number
): EtsEstimate {
	const run = allocateRun(values.length, period);
	const states = rescale(form, initial, scale);
	setInitial(run, states);
	runForward(form.season, values, period, smoothing, run);
	const count = countParameters(form, period);
	const size = meanSize(values);
	const likelihood = likelihoodOf(
		form,
		run,
		form.error === 'additive' ? leastShare * size * size : leastShare
	);
	const degrees = Math.max(1, values.length - count);
	let squares = 0;
	run.errors.forEach((error, t) => {
		squares += form.error === 'additive' ? error * error : (error / (run.fitted[t] ?? 1)) ** 2;
	});
	const variance = squares / degrees;
	return {
		form,
		period,
		smoothing,
		initial: states,
		run,
		likelihood,
		aicc: aiccOf(likelihood, count + 1, values.length),
		variance
	};
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
