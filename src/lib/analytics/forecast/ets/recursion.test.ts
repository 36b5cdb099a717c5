import { describe, expect, it } from 'vitest';
import { nameForm, stableForms, type EtsForm } from './form.ts';
import { differentiateLikelihood, likelihoodOf } from './likelihood.ts';
import {
	allocateGradient,
	allocateRun,
	runBackward,
	runForward,
	type EtsRun,
	type Smoothing
} from './recursion.ts';

const period = 4;
const values = Float64Array.from(
	{ length: 30 },
	(_, t) => 20 + t / 3 + 4 * Math.sin(t * 1.7) + ((t * 7) % 5)
);
const smoothing: Smoothing = { alpha: 0.3, beta: 0.1, gamma: 0.2, phi: 0.9 };

function start({ trend, season }: EtsForm): { run: EtsRun; parameters: Smoothing } {
	const run = allocateRun(values.length, period);
	run.level[0] = 21;
	run.slope[0] = trend === 'none' ? 0 : 0.4;
	if (season !== 'none') run.season.set(season === 'additive' ? [2, -1, 1, -2] : [1.1, 0.9, 1.05, 0.95]);
	return {
		run,
		parameters: {
			alpha: smoothing.alpha,
			beta: trend === 'none' ? 0 : smoothing.beta,
			gamma: season === 'none' ? 0 : smoothing.gamma,
			phi: trend === 'damped' ? smoothing.phi : 1
		}
	};
}

function likelihoodAt(form: EtsForm, change: (run: EtsRun, parameters: Smoothing) => void): number {
	const { run, parameters } = start(form);
	change(run, parameters);
	runForward(form.season, values, period, parameters, run);
	return likelihoodOf(form, run, 0);
}

function slopeOf(form: EtsForm, change: (run: EtsRun, parameters: Smoothing, step: number) => void): number {
	const step = 1e-5;
	const at = (by: number): number => likelihoodAt(form, (run, parameters) => change(run, parameters, by));
	return (at(step) - at(-step)) / (2 * step);
}

describe('the recursion of exponential smoothing', () => {
	it('smooths a level as by hand', () => {
		const run = allocateRun(3, 1);
		run.level[0] = 10;
		runForward('none', Float64Array.of(10, 12, 11), 1, { alpha: 0.5, beta: 0, gamma: 0, phi: 1 }, run);
		expect(Array.from(run.fitted)).toEqual([10, 10, 11]);
		expect(Array.from(run.level)).toEqual([10, 10, 11, 11]);
	});

	it('follows trend and multiplicative season as by hand', () => {
		const run = allocateRun(2, 2);
		run.level[0] = 10;
		run.slope[0] = 2;
		run.season.set([0.5, 1.5]);
		runForward(
			'multiplicative',
			Float64Array.of(8, 18),
			2,
			{ alpha: 0.5, beta: 0.25, gamma: 0.1, phi: 0.5 },
			run
		);
		// q = 10 + ½·2 = 11, ŷ = 5.5, e = 2.5, e/s = 5: ℓ = 13.5, b = 1 + 1.25, s = 0.5 + 0.25/11.
		expect(run.fitted[0]).toBe(5.5);
		expect([run.level[1], run.slope[1]]).toEqual([13.5, 2.25]);
		expect(run.season[2]).toBeCloseTo(0.5 + 0.25 / 11, 14);
		expect(run.fitted[1]).toBe((13.5 + 1.125) * 1.5);
	});

	it.each(stableForms.map((form) => [nameForm(form), form] as const))(
		'differentiates the likelihood of %s as small steps do',
		(_, form) => {
			const { run, parameters } = start(form);
			runForward(form.season, values, period, parameters, run);
			const [byError, byFitted] = [new Float64Array(values.length), new Float64Array(values.length)];
			differentiateLikelihood(form, run, 0, byError, byFitted);
			const gradient = allocateGradient(values.length, period);
			runBackward(form.season, period, parameters, run, byError, byFitted, gradient);
			expect(gradient.level).toBeCloseTo(
				slopeOf(form, (states, _parameters, by) => void (states.level[0] = 21 + by)),
				4
			);
			expect(gradient.smoothing.alpha).toBeCloseTo(
				slopeOf(form, (_states, at, by) => void (at.alpha += by)),
				4
			);
			if (form.trend !== 'none') {
				expect(gradient.slope).toBeCloseTo(
					slopeOf(form, (states, _parameters, by) => void (states.slope[0] = 0.4 + by)),
					4
				);
				expect(gradient.smoothing.beta).toBeCloseTo(
					slopeOf(form, (_states, at, by) => void (at.beta += by)),
					3
				);
				expect(gradient.smoothing.phi).toBeCloseTo(
					slopeOf(form, (_states, at, by) => void (at.phi += by)),
					3
				);
			}
			if (form.season !== 'none') {
				expect(gradient.smoothing.gamma).toBeCloseTo(
					slopeOf(form, (_states, at, by) => void (at.gamma += by)),
					3
				);
				const place = 2;
				expect(gradient.season[place]).toBeCloseTo(
					slopeOf(
						form,
						(states, _parameters, by) => void (states.season[place] = (states.season[place] ?? 0) + by)
					),
					3
				);
			}
		}
	);
});
