import { describe, expect, it } from 'vitest';
import { raa, taylorAshe } from '../../../../tests/fixtures/triangles.ts';
import { bootstrapReserve } from './bootstrap-reserve.ts';
import { estimateMack } from './mack.ts';
import { fitOverDispersedPoisson } from './over-dispersed-poisson.ts';
import { estimateOverDispersedReserve } from './over-dispersed-reserve.ts';

const share = (part: number, whole: number) => Math.round((100 * part) / whole);

describe('estimateOverDispersedReserve', () => {
	it('reproduces England and Verrall 2002 on Taylor–Ashe: dispersion 52,601 and errors in percent', () => {
		const { dispersion, origins, total } = estimateOverDispersedReserve(taylorAshe);
		expect(Math.round(dispersion)).toBe(52_601);
		expect(origins.slice(1).map(({ ibnr, standardError }) => share(standardError, ibnr))).toEqual([
			116, 46, 37, 31, 26, 23, 20, 24, 43
		]);
		expect(share(total.standardError, total.ibnr)).toBe(16);
	});

	it('reserves what the chain ladder does', () => {
		const mack = estimateMack(raa);
		const { origins, total } = estimateOverDispersedReserve(raa);
		expect(total.ibnr).toBeCloseTo(mack.total.ibnr, 6);
		for (const [origin, { ibnr }] of origins.entries())
			expect(ibnr).toBeCloseTo(mack.origins[origin]?.ibnr ?? 0, 6);
	});

	it('refuses a lag that was taken back, an unknown origin, and a triangle without a cell to spare', () => {
		expect(() =>
			fitOverDispersedPoisson([
				[5, 4],
				[5, null]
			])
		).toThrow('The increments of lag 1 add up to less than 0.');
		expect(() => fitOverDispersedPoisson([[1], [null]])).toThrow(expect.objectContaining({ index: 1 }));
		expect(() =>
			estimateOverDispersedReserve([
				[1, 2],
				[1, null]
			])
		).toThrow('no cell to spare');
	});
});

describe('fitOverDispersedPoisson', () => {
	it('reproduces the sums of origins and lags, with holes too', () => {
		const holed = taylorAshe.map((row, origin) =>
			row.map((cell, lag) => (origin === 3 && lag === 2 ? null : cell))
		);
		const { cells, levels, shares } = fitOverDispersedPoisson(holed);
		for (const side of ['origin', 'lag'] as const) {
			for (let place = 0; place < 10; place++) {
				const there = cells.filter((cell) => cell[side] === place);
				const amount = there.reduce((sum, cell) => sum + cell.amount, 0);
				const expected = there.reduce((sum, cell) => sum + cell.expected, 0);
				expect(expected / amount).toBeCloseTo(1, 9);
			}
		}
		expect(levels).toHaveLength(10);
		expect(shares.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
	});
});

describe('bootstrapReserve', () => {
	const { total, origins } = bootstrapReserve(taylorAshe, { seed: 11, simulations: 10_000 });

	it('agrees with the formula on mean and error', () => {
		const formula = estimateOverDispersedReserve(taylorAshe);
		expect(total.mean / formula.total.ibnr).toBeCloseTo(1, 1);
		expect(Math.abs(total.standardError / formula.total.standardError - 1)).toBeLessThan(0.05);
		for (const [origin, { standardError }] of origins.slice(3).entries()) {
			const expected = formula.origins[origin + 3]?.standardError ?? 0;
			expect(Math.abs(standardError / expected - 1)).toBeLessThan(0.1);
		}
	});

	it('adds up within each simulated world', () => {
		for (const world of [0, 17, 9_999]) {
			const sum = origins.reduce((all, { draws }) => all + (draws[world] ?? 0), 0);
			expect(sum).toBeCloseTo(total.draws[world] ?? 0, 3);
		}
	});

	it('repeats itself with the same seed and not with another', () => {
		const again = bootstrapReserve(taylorAshe, { seed: 11, simulations: 50 });
		expect(again.total.draws).toEqual(total.draws.slice(0, 50));
		expect(bootstrapReserve(taylorAshe, { seed: 12, simulations: 50 }).total.draws).not.toEqual(
			again.total.draws
		);
	});

	it('keeps to its triangle: a known origin has nothing to come, holes are refused', () => {
		expect(origins[0]?.standardError).toBe(0);
		const holed = raa.map((row, origin) => row.map((cell, lag) => (origin === 0 && lag === 4 ? null : cell)));
		expect(() => bootstrapReserve(holed, { seed: 1 })).toThrow('Origin 0 has a hole at lag 4');
		expect(() => bootstrapReserve(raa, { seed: 1, simulations: 1 })).toThrow('1 simulations');
	});

	it('draws a world without any spread as certain', () => {
		const even = [
			[10, 20, 40],
			[20, 40, null],
			[30, null, null]
		];
		const certain = bootstrapReserve(even, { seed: 1, simulations: 10 });
		expect(certain.total.mean).toBeCloseTo(130, 6);
		expect(certain.total.standardError).toBeCloseTo(0, 6);
	});
});
