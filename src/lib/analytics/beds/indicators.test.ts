import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureBedUse } from './indicators.ts';

const use = { beds: 100, days: 30, patientDays: 2100, discharges: 300, stayDays: 1950 };

describe('measureBedUse', () => {
	it("follows the ministry's formulas", () => {
		const { bor, avLos, toi, bto } = measureBedUse(use);
		expect([bor.value, avLos.value, toi.value]).toEqual([70, 6.5, 3]);
		expect(bto.value).toBeCloseTo((300 / 100) * (365 / 30), 12);
		expect([bor, avLos, toi, bto].map(({ standing }) => standing)).toEqual([
			'ideal',
			'ideal',
			'ideal',
			'below'
		]);
	});

	it('says on which side of the ideal a figure lies', () => {
		const { bor, avLos, toi } = measureBedUse({ ...use, patientDays: 2700, stayDays: 900 });
		expect([bor.standing, avLos.standing, toi.standing]).toEqual(['above', 'below', 'ideal']);
	});

	it('gives no figure where there is nothing to divide by', () => {
		const none = measureBedUse({ beds: 0, days: 30, patientDays: 0, discharges: 0, stayDays: 0 });
		expect(Object.values(none).every(({ value, standing }) => value === null && standing === null)).toBe(
			true
		);
	});

	it('does not depend on how large the house is', () => {
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 9 }), (factor) => {
				const { days, ...rest } = use;
				const larger = Object.fromEntries(
					Object.entries(rest).map(([name, value]) => [name, value * factor])
				);
				expect(measureBedUse({ ...use, ...larger, days })).toEqual(measureBedUse(use));
			})
		);
	});

	it('refuses what is no number, less than nothing and a period without days', () => {
		expect(() => measureBedUse({ ...use, beds: NaN })).toThrow(
			expect.objectContaining({ code: 'not-a-number' })
		);
		expect(() => measureBedUse({ ...use, stayDays: -1 })).toThrow(
			expect.objectContaining({ code: 'negative' })
		);
		expect(() => measureBedUse({ ...use, days: 0 })).toThrow(expect.objectContaining({ code: 'bad-option' }));
	});
});
