import type { Objective } from '../../stats/bfgs.ts';
import type { EtsForm } from './form.ts';
import { differentiateLikelihood, leastShare, likelihoodOf } from './likelihood.ts';
import { pack, packGradient, unpack, type StateUnits } from './parameters.ts';
import {
	allocateGradient,
	allocateRun,
	runBackward,
	runForward,
	type EtsGradient,
	type EtsRun,
	type Smoothing
} from './recursion.ts';
import type { InitialStates } from './start.ts';

/** Where a search has arrived. */
export interface SearchResult {
	readonly smoothing: Smoothing;
	readonly initial: InitialStates;
}

/** The objective of searches over one history, with the memory that all their evaluations share. */
export interface LikelihoodSearch {
	/** Sets the units of the search that now begins, and answers the point that it begins from. */
	begin(smoothing: Smoothing, initial: InitialStates): Float64Array;
	readonly objective: Objective;
	/** Parameters and initial states at a point, in memory of their own. */
	read(point: Float64Array): SearchResult;
	/** −2 log likelihood of such parameters over equally many values. */
	judge(values: Float64Array, states: SearchResult, floor: number): number;
}

export class EtsSearch implements LikelihoodSearch {
	private readonly run: EtsRun;
	private readonly smoothing: Smoothing = { alpha: 0, beta: 0, gamma: 0, phi: 1 };
	private units: StateUnits = { level: 1, slope: 1, season: 1 };
	private readonly byError: Float64Array;
	private readonly byFitted: Float64Array;
	private readonly gradient: EtsGradient;

	constructor(
		private readonly form: EtsForm,
		private readonly values: Float64Array,
		private readonly period: number
	) {
		this.run = allocateRun(values.length, period);
		this.byError = new Float64Array(values.length);
		this.byFitted = new Float64Array(values.length);
		this.gradient = allocateGradient(values.length, period);
	}

	begin(smoothing: Smoothing, initial: InitialStates): Float64Array {
		const { form, values, period, run } = this;
		setInitial(run, initial);
		runForward(form.season, values, period, clampTo(form, smoothing), run);
		let squares = 0;
		for (const error of run.errors) squares += error * error;
		this.units = unitsFrom(form, squares, values.length, initial);
		return pack(form, period, smoothing, initial, this.units);
	}

	readonly objective = (point: Float64Array, gradient: Float64Array): number => {
		const { form, values, period, smoothing, run, units } = this;
		unpack(form, period, point, units, smoothing, run);
		runForward(form.season, values, period, smoothing, run);
		const value = likelihoodOf(form, run, leastShare);
		if (value === Infinity) return value;
		differentiateLikelihood(form, run, leastShare, this.byError, this.byFitted);
		runBackward(form.season, period, smoothing, run, this.byError, this.byFitted, this.gradient);
		packGradient(form, period, point, smoothing, units, this.gradient, gradient);
		return value;
	};

	read(point: Float64Array): SearchResult {
		unpack(this.form, this.period, point, this.units, this.smoothing, this.run);
		return readStates(this.smoothing, this.run, this.period);
	}

	judge(values: Float64Array, { smoothing, initial }: SearchResult, floor: number): number {
		setInitial(this.run, initial);
		runForward(this.form.season, values, this.period, smoothing, this.run);
		return likelihoodOf(this.form, this.run, floor);
	}
}

export function readStates(
	smoothing: Smoothing,
	states: Pick<EtsRun, 'level' | 'slope' | 'season'>,
	period: number
): SearchResult {
	const [level = 0] = states.level;
	const [slope = 0] = states.slope;
	return { smoothing: { ...smoothing }, initial: { level, slope, season: states.season.slice(0, period) } };
}

/** @param squares of the errors that the first guess makes */
export function unitsFrom(
	form: EtsForm,
	squares: number,
	length: number,
	initial: InitialStates
): StateUnits {
	const residual = Math.sqrt(squares / length);
	const unit = Number.isFinite(residual) ? Math.min(Math.max(residual, 1e-4), 1) : 1;
	const level = Math.max(Math.abs(initial.level), 0.1);
	return { level: unit, slope: unit / 10, season: form.season === 'multiplicative' ? unit / level : unit };
}

/** Parameters that the form does not have, out of the way. */
export function clampTo({ trend, season }: EtsForm, { alpha, beta, gamma, phi }: Smoothing): Smoothing {
	return {
		alpha,
		beta: trend === 'none' ? 0 : beta,
		gamma: season === 'none' ? 0 : gamma,
		phi: trend === 'damped' ? phi : 1
	};
}

export function setInitial(run: EtsRun, { level, slope, season }: InitialStates): void {
	run.level[0] = level;
	run.slope[0] = slope;
	run.season.set(season);
}
