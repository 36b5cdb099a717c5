import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustChances } from './adjust-chances.ts';
import { levelForBudget, optimism, usualFalseSignals } from './alarm-budget.ts';

describe('levelForBudget', () => {
	it('leaves 720 looks no more false signals together than the budget, optimism of the methods included', () => {
		expect(720 * levelForBudget(720) * optimism).toBeCloseTo(usualFalseSignals, 12);
		expect(720 * levelForBudget(720, { falseSignals: 1 }) * optimism).toBeCloseTo(1, 12);
	});

	it('lets a single look be wrong no more often because there are few', () => {
		expect(levelForBudget(0)).toBe(0.005);
		expect(levelForBudget(12)).toBe(0.005);
		expect(levelForBudget(12, { mostChance: 0.001 })).toBe(0.001);
	});

	it('never rises with the number of looks', () => {
		fc.assert(
			fc.property(fc.nat(5_000), fc.nat(5_000), (few, more) => {
				expect(levelForBudget(few + more)).toBeLessThanOrEqual(levelForBudget(few));
			})
		);
	});

	it('refuses budgets and numbers of looks that are none', () => {
		expect(() => levelForBudget(720, { falseSignals: 0 })).toThrow(
			'A budget of 0 false signals lets none through.'
		);
		expect(() => levelForBudget(-1)).toThrow('-1 is no number of looks.');
		expect(() => levelForBudget(7, { mostChance: 2 })).toThrow('mostChance is 2, not between 0 and 1.');
	});
});

describe('adjustChances', () => {
	it('agrees with the fifteen chances of Benjamini and Hochberg (1995), table of thrombolysis end points', () => {
		const published = Object.freeze([
			...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
			...[0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
		]);
		const adjusted = adjustChances(published);
		// The paper's finding: at 0.05 the first four are told, where Bonferroni tells three.
		expect(adjusted.filter((share) => (share ?? 1) <= 0.05)).toHaveLength(4);
		expect(adjusted[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
		// 0.0298 × 15 ÷ 7 and 0.0278 × 15 ÷ 6 are more than 0.0344 × 15 ÷ 8.
		expect(adjusted[5]).toBeCloseTo(0.0298 * (15 / 7), 12);
		expect(adjusted.at(-1)).toBe(1);
	});

	it('leaves out looks that told nothing, and counts them not', () => {
		expect(adjustChances([null, 0.02, null, 0.5])).toEqual([null, 0.04, null, 0.5]);
		expect(adjustChances([])).toEqual([]);
	});

	it('keeps the order of the chances, lies between chance and 1, and does not hang on the order given', () => {
		const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
		fc.assert(
			fc.property(chances, (given) => {
				const adjusted = adjustChances(given);
				const backwards = adjustChances([...given].reverse()).reverse();
				given.forEach((chance, index) => {
					const share = adjusted[index] ?? NaN;
					expect(share).toBeGreaterThanOrEqual(chance - 1e-12);
					expect(share).toBeLessThanOrEqual(1);
					expect(backwards[index]).toBeCloseTo(share, 12);
					given.forEach((other, place) => {
						if (other > chance) expect(adjusted[place] ?? NaN).toBeGreaterThanOrEqual(share);
					});
				});
			})
		);
	});

	it('refuses what is no chance', () => {
		expect(() => adjustChances([0.5, 1.5])).toThrow('1.5 is no chance between 0 and 1.');
		expect(() => adjustChances([NaN])).toThrow('NaN is no chance between 0 and 1.');
	});
});
