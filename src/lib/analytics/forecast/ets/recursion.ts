/**
 * The state recursion of exponential smoothing and its derivative. Written out once for each kind of season, because
 * this loop is where a forecast's time goes. Additive and multiplicative errors move the states alike (with ε = e / ŷ
 * every update of Hyndman et al. 2008, tables 2.2 and 2.3, becomes the same expression in e), so they share it.
 *
 * Reads of typed arrays are asserted `as number`: every index lies within lengths that the run itself allocated.
 */
import type { EtsForm } from './form.ts';

/** α, β, γ, φ of the innovations form: ℓ += αe, b = φb + βe, s += γe. φ is 1 and β is 0 where there is no trend. */
export interface Smoothing {
	alpha: number;
	beta: number;
	gamma: number;
	phi: number;
}

/** States of one pass over a history of n values. Place 0 of `level` and `slope`, 0 … m − 1 of `season`: initial states. */
export interface EtsRun {
	readonly level: Float64Array;
	readonly slope: Float64Array;
	readonly season: Float64Array;
	readonly fitted: Float64Array;
	readonly errors: Float64Array;
}

/** Derivatives of an objective by smoothing parameters and initial states. */
export interface EtsGradient {
	readonly smoothing: Smoothing;
	level: number;
	slope: number;
	/** As long as the run's `season`; the first m places are those of the initial seasons. */
	readonly season: Float64Array;
}

export function allocateRun(length: number, period: number): EtsRun {
	return {
		level: new Float64Array(length + 1),
		slope: new Float64Array(length + 1),
		season: new Float64Array(length + period),
		fitted: new Float64Array(length),
		errors: new Float64Array(length)
	};
}

export function allocateGradient(length: number, period: number): EtsGradient {
	const smoothing = { alpha: 0, beta: 0, gamma: 0, phi: 0 };
	return { smoothing, level: 0, slope: 0, season: new Float64Array(length + period) };
}

/** Fills `run` from the initial states that it already holds. O(n). */
export function runForward(
	season: EtsForm['season'],
	values: Float64Array,
	period: number,
	smoothing: Smoothing,
	run: EtsRun
): void {
	if (season === 'none') forwardPlain(values, smoothing, run);
	else if (season === 'additive') forwardAdditive(values, period, smoothing, run);
	else forwardMultiplicative(values, period, smoothing, run);
}

function forwardPlain(values: Float64Array, { alpha, beta, phi }: Smoothing, run: EtsRun): void {
	const { level, slope, fitted, errors } = run;
	let l = level[0] as number;
	let b = slope[0] as number;
	for (let t = 0; t < values.length; t += 1) {
		const q = l + phi * b;
		const e = (values[t] as number) - q;
		fitted[t] = q;
		errors[t] = e;
		l = q + alpha * e;
		b = phi * b + beta * e;
		level[t + 1] = l;
		slope[t + 1] = b;
	}
}

function forwardAdditive(values: Float64Array, period: number, parameters: Smoothing, run: EtsRun): void {
	const { alpha, beta, gamma, phi } = parameters;
	const { level, slope, season, fitted, errors } = run;
	let l = level[0] as number;
	let b = slope[0] as number;
	for (let t = 0; t < values.length; t += 1) {
		const q = l + phi * b;
		const s = season[t] as number;
		const e = (values[t] as number) - q - s;
		fitted[t] = q + s;
		errors[t] = e;
		l = q + alpha * e;
		b = phi * b + beta * e;
		level[t + 1] = l;
		slope[t + 1] = b;
		season[t + period] = s + gamma * e;
	}
}

function forwardMultiplicative(
	values: Float64Array,
	period: number,
	parameters: Smoothing,
	run: EtsRun
): void {
	const { alpha, beta, gamma, phi } = parameters;
	const { level, slope, season, fitted, errors } = run;
	let l = level[0] as number;
	let b = slope[0] as number;
	for (let t = 0; t < values.length; t += 1) {
		const q = l + phi * b;
		const s = season[t] as number;
		const e = (values[t] as number) - q * s;
		const r = e / s;
		fitted[t] = q * s;
		errors[t] = e;
		l = q + alpha * r;
		b = phi * b + beta * r;
		level[t + 1] = l;
		slope[t + 1] = b;
		season[t + period] = s + (gamma * e) / q;
	}
}

/**
 * The chain rule run backwards through the recursion (reverse-mode differentiation): all derivatives at about twice the
 * price of one pass, however many initial states there are.
 *
 * @param byError derivative of the objective by each error e, fitted values held fixed
 * @param byFitted derivative of the objective by each fitted value, errors held fixed
 */
export function runBackward(
	season: EtsForm['season'],
	period: number,
	smoothing: Smoothing,
	run: EtsRun,
	byError: Float64Array,
	byFitted: Float64Array,
	gradient: EtsGradient
): void {
	gradient.season.fill(0);
	if (season === 'multiplicative') {
		backwardMultiplicative(period, smoothing, run, byError, byFitted, gradient);
	} else {
		backwardAdditive(season === 'none' ? 0 : period, smoothing, run, byError, byFitted, gradient);
	}
}

/** A period of 0 says that there is no season: the season's derivatives then fall on a γ of 0 and are not read. */
function backwardAdditive(
	period: number,
	{ alpha, beta, gamma, phi }: Smoothing,
	run: EtsRun,
	byError: Float64Array,
	byFitted: Float64Array,
	gradient: EtsGradient
): void {
	const bySeason = gradient.season;
	let byLevel = 0;
	let bySlope = 0;
	let byAlpha = 0;
	let byBeta = 0;
	let byGamma = 0;
	let byPhi = 0;
	for (let t = run.errors.length - 1; t >= 0; t -= 1) {
		const e = run.errors[t] as number;
		const b = run.slope[t] as number;
		const later = period === 0 ? 0 : (bySeason[t + period] as number);
		byAlpha += byLevel * e;
		byBeta += bySlope * e;
		byGamma += later * e;
		const error = (byError[t] as number) + alpha * byLevel + beta * bySlope + gamma * later;
		const fitted = (byFitted[t] as number) - error;
		bySeason[t] = later + fitted;
		byPhi += bySlope * b;
		byLevel += fitted;
		byPhi += byLevel * b;
		bySlope = phi * (bySlope + byLevel);
	}
	store(gradient, byAlpha, byBeta, byGamma, byPhi, byLevel, bySlope);
}

function backwardMultiplicative(
	period: number,
	{ alpha, beta, gamma, phi }: Smoothing,
	run: EtsRun,
	byError: Float64Array,
	byFitted: Float64Array,
	gradient: EtsGradient
): void {
	const bySeason = gradient.season;
	let byLevel = 0;
	let bySlope = 0;
	let byAlpha = 0;
	let byBeta = 0;
	let byGamma = 0;
	let byPhi = 0;
	for (let t = run.errors.length - 1; t >= 0; t -= 1) {
		const e = run.errors[t] as number;
		const b = run.slope[t] as number;
		const s = run.season[t] as number;
		const q = (run.level[t] as number) + phi * b;
		const later = bySeason[t + period] as number;
		const r = e / s;
		byAlpha += byLevel * r;
		byBeta += bySlope * r;
		byGamma += (later * e) / q;
		const byRatio = alpha * byLevel + beta * bySlope;
		const error = (byError[t] as number) + byRatio / s + (gamma * later) / q;
		const fitted = (byFitted[t] as number) - error;
		bySeason[t] = later - (byRatio * r) / s + fitted * q;
		byPhi += bySlope * b;
		byLevel += fitted * s - (gamma * later * e) / (q * q);
		byPhi += byLevel * b;
		bySlope = phi * (bySlope + byLevel);
	}
	store(gradient, byAlpha, byBeta, byGamma, byPhi, byLevel, bySlope);
}

function store(
	gradient: EtsGradient,
	alpha: number,
	beta: number,
	gamma: number,
	phi: number,
	level: number,
	slope: number
): void {
	gradient.smoothing.alpha = alpha;
	gradient.smoothing.beta = beta;
	gradient.smoothing.gamma = gamma;
	gradient.smoothing.phi = phi;
	gradient.level = level;
	gradient.slope = slope;
}
