import { describe, expect, it } from 'vitest';
import { chooseDifferences } from './choose-differences.ts';
import { differenceFully, differencePolynomial, integrate } from './difference.ts';
import { createGenerator } from '../../stats/generator.ts';
import { levelKpss, levelKpssCritical5 } from '../../stats/unit-root.ts';

const order = { p: 0, d: 1, q: 0, seasonalP: 0, seasonalD: 1, seasonalQ: 0, period: 4, constant: false };

function noise(length: number, seed: number): Float64Array {
	const generator = createGenerator(seed);
	return Float64Array.from({ length }, () => generator.normal());
}

function sumUp(values: Float64Array): Float64Array {
	let sum = 0;
	return values.map((value) => (sum += value));
}

describe('differences', () => {
	it('are undone by integration', () => {
		const values = noise(30, 1);
		const differences = differenceFully(values, order);
		const history = values.subarray(0, 20);
		const back = integrate(differences.subarray(15), history, differencePolynomial(order));
		back.forEach((value, h) => expect(value).toBeCloseTo(values[20 + h] ?? NaN, 12));
	});

	it('have the polynomial (1 − B)(1 − B⁴)', () => {
		expect([...differencePolynomial(order)]).toEqual([1, -1, 0, 0, -1, 1]);
	});

	it('are taken of a walk once, of a summed walk twice, of noise not at all', () => {
		expect(chooseDifferences(noise(150, 2), 1)).toEqual({ d: 0, seasonalD: 0 });
		expect(chooseDifferences(sumUp(noise(150, 3)), 1)).toEqual({ d: 1, seasonalD: 0 });
		expect(chooseDifferences(sumUp(sumUp(noise(150, 4))), 1)).toEqual({ d: 2, seasonalD: 0 });
	});

	it('are taken over the season where the season is strong', () => {
		const weak = noise(96, 5).map((value, t) => value + 0.3 * Math.sin((t * Math.PI) / 6));
		const strong = noise(96, 5).map((value, t) => value + 6 * Math.sin((t * Math.PI) / 6));
		expect(chooseDifferences(weak, 12).seasonalD).toBe(0);
		expect(chooseDifferences(strong, 12)).toEqual({ d: 0, seasonalD: 1 });
	});

	it('are tested by KPSS, which refuses a level for white noise in about one series of twenty', () => {
		const refused = Array.from({ length: 400 }, (_, seed) => levelKpss(noise(200, seed + 1000))).filter(
			(statistic) => statistic > levelKpssCritical5
		);
		expect(refused.length / 400).toBeGreaterThan(0.02);
		expect(refused.length / 400).toBeLessThan(0.085);
		expect(levelKpss(new Float64Array(20).fill(3))).toBe(0);
	});
});
