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

/** The objective of one search, with the memory that all its evaluations share. */
export class EtsSearch {
	readonly start: Float64Array;
	private readonly run: EtsRun;
	private readonly smoothing: Smoothing = { alpha: 0, beta: 0, gamma: 0, phi: 1 };
	private readonly units: StateUnits;
	private readonly byError: Float64Array;
	private readonly byFitted: Float64Array;
	private readonly gradient: EtsGradient;

	constructor(
		private readonly form: EtsForm,
		private readonly values: Float64Array,
		private readonly period: number,
		smoothing: Smoothing,
		initial: InitialStates
	) {
		this.run = allocateRun(values.length, period);
		this.byError = new Float64Array(values.length);
		this.byFitted = new Float64Array(values.length);
		this.gradient = allocateGradient(values.length, period);
		this.units = this.chooseUnits(smoothing, initial);
		this.start = pack(form, period, smoothing, initial, this.units);
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

	read(point: Float64Array): { smoothing: Smoothing; initial: InitialStates } {
		unpack(this.form, this.period, point, this.units, this.smoothing, this.run);
		const [level = 0] = this.run.level;
		const [slope = 0] = this.run.slope;
		return {
			smoothing: { ...this.smoothing },
			initial: { level, slope, season: this.run.season.slice(0, this.period) }
		};
	}

	private chooseUnits(smoothing: Smoothing, initial: InitialStates): StateUnits {
		const { form, values, period, run } = this;
		setInitial(run, initial);
		runForward(form.season, values, period, clampTo(form, smoothing), run);
		let squares = 0;
		for (const error of run.errors) squares += error * error;
		const residual = Math.sqrt(squares / values.length);
		const unit = Number.isFinite(residual) ? Math.min(Math.max(residual, 1e-4), 1) : 1;
		const level = Math.max(Math.abs(initial.level), 0.1);
		return { level: unit, slope: unit / 10, season: form.season === 'multiplicative' ? unit / level : unit };
	}
}

/** Parameters that the form does not have, out of the way. */
function clampTo({ trend, season }: EtsForm, { alpha, beta, gamma, phi }: Smoothing): Smoothing {
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
