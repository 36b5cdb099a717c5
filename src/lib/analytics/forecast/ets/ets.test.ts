import { describe, expect, it } from 'vitest';
import { estimateEts } from './estimate.ts';
import { fitEts, modelOf } from './ets.ts';
import { countParameters, nameForm, stableForms } from './form.ts';

/** A year's wave on a rising line, with a little noise that repeats itself on every machine. */
function series(length: number, shape: (t: number) => number): Float64Array {
	let state = 1;
	return Float64Array.from({ length }, (_, t) => {
		state = (state * 16807) % 2147483647;
		return shape(t) * (1 + 0.05 * (state / 2147483647 - 0.5));
	});
}

const wave = (t: number): number => Math.sin((2 * Math.PI * t) / 12);
const trending = series(96, (t) => (50 + t) * (1 + 0.4 * wave(t)));

describe('fitEts', () => {
	it('knows fifteen forms by the names that the literature gives them', () => {
		expect(stableForms).toHaveLength(15);
		expect(stableForms.map(nameForm)).toEqual(
			expect.arrayContaining(['ETS(A,N,N)', 'ETS(A,Ad,A)', 'ETS(M,A,M)', 'ETS(M,Ad,N)'])
		);
		expect(countParameters({ error: 'multiplicative', trend: 'damped', season: 'multiplicative' }, 12)).toBe(
			17
		);
	});

	it('chooses a multiplicative season where swings grow with the level, and carries both on', () => {
		const model = fitEts(trending, 12);
		expect(model.method).toMatch(/^ETS\(M,Ad?,M\)$/);
		model.mean(12).forEach((value, step) => {
			const t = 96 + step;
			expect(Math.abs(value / ((50 + t) * (1 + 0.4 * wave(t))) - 1)).toBeLessThan(0.04);
		});
	});

	it('leaves out the season where there is none, and multiplicative forms where there are zeros', () => {
		const flat = series(60, () => 20);
		expect(fitEts(flat, 12).method).toMatch(/^ETS\(.,.,N\)|^ETS\(.,.d,N\)/);
		const zeros = flat.map((value, t) => (t % 9 === 0 ? 0 : value));
		expect(fitEts(zeros, 12).method).toMatch(/^ETS\(A/);
	});

	it('finds the optimum: no level and weight of a fine grid are likelier', () => {
		const wandering = series(60, (t) => 50 + 8 * Math.sin(t / 5));
		const { likelihood } = estimateEts({ error: 'additive', trend: 'none', season: 'none' }, wandering, 12, {
			tolerance: 1e-9
		});
		let best = Infinity;
		for (let step = 1; step <= 50; step += 1) {
			const alpha = Math.min(step / 50, 0.9999);
			for (let start = 40; start < 60; start += 0.25) {
				let [level, squares] = [start, 0];
				for (const value of wandering) {
					squares += (value - level) ** 2;
					level += alpha * (value - level);
				}
				best = Math.min(best, wandering.length * Math.log(squares));
			}
		}
		expect(likelihood).toBeLessThanOrEqual(best + 1e-6);
		expect(likelihood).toBeGreaterThan(best - 0.5);
	});

	it('grows less sure with the distance', () => {
		const sigma = fitEts(trending, 12, [{ error: 'additive', trend: 'additive', season: 'additive' }]).sigma(
			24
		);
		for (let step = 1; step < 24; step += 1) expect(sigma[step]).toBeGreaterThanOrEqual(sigma[step - 1] ?? 0);
	});

	it('rolls back to a prefix and forecasts from there without a new search', () => {
		const model = fitEts(trending, 12);
		const past = model.refit(trending.slice(0, 84));
		expect(past.method).toBe(model.method);
		past.mean(12).forEach((value, step) => {
			expect(Math.abs(value / (trending[84 + step] ?? 1) - 1)).toBeLessThan(0.06);
		});
	});

	it('rolls back also where both weights lie on their lower bound and leave no room between', () => {
		const values = Float64Array.from({ length: 12 }, (_, t) => 5 + t + 1e-3 * ((t * 7) % 5));
		const forms = stableForms.filter(({ trend, season }) => trend === 'additive' && season === 'none');
		const bound = { alpha: 1e-4, beta: 1e-4, gamma: 0, phi: 1 };
		const { estimate } = fitEts(values, 1, forms);
		const stuck = modelOf({ ...estimate, smoothing: bound });
		expect([...stuck.refit(values.subarray(0, 9)).mean(3)].every(Number.isFinite)).toBe(true);
	});

	it('answers a perfectly regular series exactly', () => {
		const model = fitEts(new Float64Array(40).fill(7), 12);
		expect(Array.from(model.mean(3)).map((value) => Math.round(value * 1e9) / 1e9)).toEqual([7, 7, 7]);
		expect(Array.from(model.sigma(3)).every(Number.isFinite)).toBe(true);
	});

	it('refuses NaN by its place, and histories shorter than any form', () => {
		expect(() => fitEts(Float64Array.of(1, 2, NaN, 4, 5, 6, 7), 1)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 2 })
		);
		expect(() => fitEts(Float64Array.of(1, 2, 3), 12)).toThrow(
			expect.objectContaining({ code: 'too-short' })
		);
	});
});
