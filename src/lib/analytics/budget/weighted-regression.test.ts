import { describe, expect, it } from 'vitest';
import { createGenerator } from '../stats/generator.ts';
import { fitWeighted } from './weighted-regression.ts';

const rows = [1, 2, 3, 4, 5, 6].map((x) => ({ x: [1, x], y: 2 + 0.5 * x + (x % 2 ? 0.1 : -0.1), weight: 1 }));
const vague = { precision: [1e-12, 1e-12], variance: 0.01, freedom: 1e-9 };

describe('fitWeighted', () => {
	it('is least squares where nothing is known beforehand', () => {
		const { coefficients, noiseVariance } = fitWeighted(rows, vague);
		// By hand: means 3.5 and 3.75, slope Σxy ÷ Σxx = 8.45 ÷ 17.5.
		expect(coefficients[1]).toBeCloseTo(8.45 / 17.5, 9);
		expect(coefficients[0]).toBeCloseTo(3.75 - (3.5 * 8.45) / 17.5, 9);
		expect(noiseVariance).toBeCloseTo(0.0547 / 6 + 0.0000476, 3);
	});

	it('counts a row of weight 2 like two rows', () => {
		const [first = rows[0]] = rows;
		if (!first) throw new Error('rows');
		const doubled = fitWeighted([{ ...first, weight: 2 }, ...rows.slice(1)], vague);
		const twice = fitWeighted([first, ...rows], vague);
		expect(doubled.coefficients[1]).toBeCloseTo(twice.coefficients[1] ?? 0, 9);
		expect(doubled.logEvidence).toBeCloseTo(twice.logEvidence, 6);
	});

	it('is held at 0 by a strong prior', () => {
		const held = fitWeighted(rows, { ...vague, precision: [0, 1e9] });
		expect(held.coefficients[1]).toBeCloseTo(0, 6);
	});

	it('draws around its coefficients with their covariance', () => {
		const fit = fitWeighted(rows, { precision: [0, 0.01], variance: 0.01, freedom: 20 });
		const generator = createGenerator(2);
		const slopes = Array.from({ length: 20_000 }, () => fit.draw(generator).coefficients[1] ?? 0);
		const mean = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
		const variance = slopes.reduce((sum, slope) => sum + (slope - mean) ** 2, 0) / slopes.length;
		expect(mean).toBeCloseTo(fit.coefficients[1] ?? 0, 3);
		// Student's t of 26 degrees of freedom around; Σ(x − mean)² = 17.5.
		expect(variance / ((fit.noiseVariance / 17.51) * (26 / 24))).toBeCloseTo(1, 1);
	});

	it('finds the right line more likely than a wrong one', () => {
		const flat = rows.map((row) => ({ ...row, x: [1, row.x[1] === 3 ? 1 : 0] }));
		const prior = { precision: [0, 1], variance: 0.01, freedom: 4 };
		expect(fitWeighted(rows, prior).logEvidence).toBeGreaterThan(fitWeighted(flat, prior).logEvidence);
	});
});
