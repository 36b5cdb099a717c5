import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateLinks } from './link-ratios.ts';
import { tabulateLinks } from './link-table.ts';

const triangle = [
	[100, 150, 165],
	[200, 260, null],
	[120, null, null]
];

describe('tabulateLinks', () => {
	it('has a row a step, weighed by amount, with what the single months say', () => {
		expect(tabulateLinks(triangle)).toEqual([
			{ lag: 0, factor: 410 / 300, lowest: 1.3, highest: 1.5, origins: 2, share: 1 / (1.1 * (410 / 300)) },
			{ lag: 1, factor: 1.1, lowest: 1.1, highest: 1.1, origins: 1, share: 1 / 1.1 }
		]);
	});

	it('agrees with the factors of the chain ladder wherever those can be told', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 4, maxLength: 4 }), {
					minLength: 4,
					maxLength: 8
				}),
				(increments) => {
					const size = increments.length;
					const cumulative = increments.map((row, origin) => {
						let sum = 0;
						return row.map((amount, lag) => (origin + lag < size ? (sum += amount) : null));
					});
					const links = estimateLinks(cumulative, 1);
					const told = tabulateLinks(cumulative);
					expect(told).toHaveLength(links.length);
					for (const [lag, { factor, count }] of links.entries()) {
						expect(told[lag]?.factor).toBeCloseTo(factor, 10);
						expect(told[lag]?.origins).toBe(count);
					}
				}
			)
		);
	});

	it('stands a month that rises from nought, and tells no ratio where nothing stood before', () => {
		const [first] = tabulateLinks([
			[0, 50],
			[100, 150]
		]);
		expect(first).toMatchObject({ factor: 2, lowest: 1.5, highest: 1.5, origins: 2 });
		expect(tabulateLinks([[0, 0]])).toEqual([
			{ lag: 0, factor: null, lowest: null, highest: null, origins: 1, share: null }
		]);
	});

	it('tells nothing of a step that no month shows yet', () => {
		expect(tabulateLinks([[10, null]])[0]).toMatchObject({ factor: null, origins: 0, share: null });
	});
});
