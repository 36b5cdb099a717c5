/**
 * The search for a form with additive errors and no season, in two loops over the history where `EtsSearch` has six: such a
 * form is estimated for every small series, ten times each. Sums and products stand in the order of `recursion.ts` and
 * `likelihood.ts`, so that both searches answer alike to the last bit; a test holds them beside each other.
 *
 * Reads of typed arrays are asserted `as number`: every index lies within lengths that the search itself allocated.
 */
import type { EtsForm } from './form.ts';
import { leastShare } from './likelihood.ts';
import { pack, packGradient, unpack, type StateUnits } from './parameters.ts';
import { allocateGradient, type EtsGradient, type Smoothing } from './recursion.ts';
import { clampTo, readStates, unitsFrom, type LikelihoodSearch, type SearchResult } from './search.ts';
import type { InitialStates } from './start.ts';

export class PlainSearch implements LikelihoodSearch {
	private readonly smoothing: Smoothing = { alpha: 0, beta: 0, gamma: 0, phi: 1 };
	private readonly errors: Float64Array;
	/** Before each value; place 0 is the initial one. */
	private readonly slopes: Float64Array;
	private readonly states: { level: Float64Array; slope: Float64Array; season: Float64Array };
	private readonly gradient: EtsGradient = allocateGradient(0, 0);
	private units: StateUnits = { level: 1, slope: 1, season: 1 };
	/** Σe² of the last pass, counted from 0 and from the least that the likelihood counts. */
	private squares = 0;
	private flooredSquares = 0;

	constructor(
		private readonly form: EtsForm,
		private readonly values: Float64Array,
		private readonly period: number
	) {
		this.errors = new Float64Array(values.length);
		this.slopes = new Float64Array(values.length + 1);
		this.states = {
			level: new Float64Array(1),
			slope: this.slopes,
			season: new Float64Array(period)
		};
	}

	begin(smoothing: Smoothing, initial: InitialStates): Float64Array {
		const { form, values, period } = this;
		this.setStates(initial);
		this.runForward(values, clampTo(form, smoothing));
		this.units = unitsFrom(form, this.squares, values.length, initial);
		return pack(form, period, smoothing, initial, this.units);
	}

	readonly objective = (point: Float64Array, gradient: Float64Array): number => {
		const { form, period, smoothing, units, states, values } = this;
		unpack(form, period, point, units, smoothing, states);
		this.runForward(values, smoothing);
		const value = this.likelihood(leastShare);
		if (value === Infinity) return value;
		this.runBackward(smoothing);
		packGradient(form, period, point, smoothing, units, this.gradient, gradient);
		return value;
	};

	read(point: Float64Array): SearchResult {
		unpack(this.form, this.period, point, this.units, this.smoothing, this.states);
		return readStates(this.smoothing, this.states, this.period);
	}

	judge(values: Float64Array, { smoothing, initial }: SearchResult, floor: number): number {
		this.setStates(initial);
		this.runForward(values, smoothing);
		return this.likelihood(floor);
	}

	private setStates({ level, slope }: InitialStates): void {
		this.states.level[0] = level;
		this.states.slope[0] = slope;
	}

	private likelihood(floor: number): number {
		const { length } = this.errors;
		const value = length * Math.log(this.squares + length * floor);
		return Number.isFinite(value) ? value : Infinity;
	}

	private runForward(values: Float64Array, { alpha, beta, phi }: Smoothing): void {
		const { errors, slopes, states } = this;
		let l = states.level[0] as number;
		let b = slopes[0] as number;
		let squares = 0;
		let floored = values.length * leastShare;
		for (let t = 0; t < values.length; t += 1) {
			const q = l + phi * b;
			const e = (values[t] as number) - q;
			errors[t] = e;
			squares += e * e;
			floored += e * e;
			l = q + alpha * e;
			b = phi * b + beta * e;
			slopes[t + 1] = b;
		}
		this.squares = squares;
		this.flooredSquares = floored;
	}

	private runBackward({ alpha, beta, phi }: Smoothing): void {
		const { errors, slopes, gradient } = this;
		const weight = (2 * errors.length) / this.flooredSquares;
		let byLevel = 0;
		let bySlope = 0;
		let byAlpha = 0;
		let byBeta = 0;
		let byPhi = 0;
		for (let t = errors.length - 1; t >= 0; t -= 1) {
			const e = errors[t] as number;
			const b = slopes[t] as number;
			byAlpha += byLevel * e;
			byBeta += bySlope * e;
			byPhi += bySlope * b;
			byLevel -= weight * e + alpha * byLevel + beta * bySlope;
			byPhi += byLevel * b;
			bySlope = phi * (bySlope + byLevel);
		}
		gradient.smoothing.alpha = byAlpha;
		gradient.smoothing.beta = byBeta;
		gradient.smoothing.phi = byPhi;
		gradient.level = byLevel;
		gradient.slope = bySlope;
	}
}
