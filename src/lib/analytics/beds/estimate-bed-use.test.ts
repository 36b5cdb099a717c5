import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateBedUse, isEfficient } from './estimate-bed-use.ts';

const use = Object.freeze({ days: 30, beds: 100, occupied: 80, stays: 50, stayDays: 200 });

describe('estimateBedUse', () => {
	it('lets all patients stay as long as the known ones', () => {
		const { bor, avLos, toi, bto } = estimateBedUse(use);
		// 2,400 patient days in stays of 4 days are 600 discharges.
		expect([bor.value, avLos.value, toi.value]).toEqual([80, 4, 1]);
		expect(bto.value).toBeCloseTo((600 / 100) * (365 / 30), 9);
	});

	it('is one point of the chart: interval and stay tell occupancy and turn-over', () => {
		fc.assert(
			fc.property(
				fc.record({
					days: fc.integer({ min: 1, max: 31 }),
					beds: fc.integer({ min: 1, max: 500 }),
					share: fc.double({ min: 0.05, max: 1, noNaN: true }),
					stays: fc.integer({ min: 10, max: 400 }),
					mean: fc.integer({ min: 1, max: 20 })
				}),
				({ days, beds, share, stays, mean }) => {
					const known = { days, beds, occupied: beds * share, stays, stayDays: stays * mean };
					const [bor = 0, avLos = 0, toi = 0, bto = 0] = Object.values(estimateBedUse(known)).map(
						({ value }: { value: number | null }) => value ?? NaN
					);
					expect((100 * avLos) / (avLos + toi)).toBeCloseTo(bor, 6);
					expect(365 / (avLos + toi)).toBeCloseTo(bto, 6);
				}
			)
		);
	});

	it('tells occupancy alone where too few stays are known', () => {
		const { bor, avLos, toi, bto } = estimateBedUse({ ...use, stays: 9, stayDays: 36 });
		expect(bor.value).toBe(80);
		expect([avLos, toi, bto].map(({ value, standing }) => [value, standing])).toEqual(
			Array(3).fill([null, null])
		);
		expect(estimateBedUse({ ...use, beds: 0, occupied: 0 }).bor.value).toBeNull();
	});

	it('refuses what cannot be', () => {
		expect(() => estimateBedUse({ ...use, days: 0 })).toThrow(
			expect.objectContaining({ code: 'bad-option' })
		);
		expect(() => estimateBedUse({ ...use, beds: NaN })).toThrow(
			expect.objectContaining({ code: 'not-a-number' })
		);
	});
});

describe('isEfficient', () => {
	it('judges by interval, occupancy and stay, and not where one is unknown', () => {
		expect(isEfficient(estimateBedUse(use))).toBe(true);
		expect(isEfficient(estimateBedUse({ ...use, occupied: 70 }))).toBe(false);
		expect(isEfficient(estimateBedUse({ ...use, occupied: 99 }))).toBe(false);
		expect(isEfficient(estimateBedUse({ ...use, stayDays: 650 }))).toBe(false);
		expect(isEfficient(estimateBedUse({ ...use, stays: 3 }))).toBeNull();
	});
});
