import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRunOut, findRunOutMonth } from './run-out.ts';
import { spanUse } from './span-use.ts';

const month = (mean: number, reach = 0) => ({ mean, lower80: mean - reach, upper80: mean + reach });
const from = '2026-11-01';

describe('spanUse', () => {
	it('is the sum, wider than one month and narrower than all bands added up', () => {
		const { mean, low, high } = spanUse([month(100, 20), month(100, 20), month(100, 20)]);
		expect(mean).toBe(300);
		// √((1 − 0.4) × 3 × 20² + 0.4 × 60²): errors of months move together in part.
		expect(high - mean).toBeCloseTo(Math.sqrt(0.6 * 1200 + 0.4 * 3600), 9);
		expect(mean - low).toBeCloseTo(high - mean, 9);
	});

	it('uses nothing in no month, and never less than nothing', () => {
		expect(spanUse([])).toEqual({ mean: 0, low: 0, high: 0 });
		expect(spanUse([{ mean: 1, lower80: 0, upper80: 9 }]).low).toBe(0);
	});
});

describe('findRunOut', () => {
	it('finds the day on which even use has taken the last unit', () => {
		const found = findRunOut({ stock: 150, from, months: [month(100), month(100)] });
		expect(found).toEqual({
			...{ expected: '2026-12-16', earliest: '2026-12-16', latest: '2026-12-16' },
			months: 1.5
		});
	});

	it('is earlier with the upper band and later with the lower one', () => {
		const months = [month(100, 50), month(100, 50), month(100, 50)];
		const found = findRunOut({ stock: 100, from, months });
		expect(found).toMatchObject({ earliest: '2026-11-21', expected: '2026-12-01' });
		expect(found.latest && found.latest > '2026-12-15').toBe(true);
	});

	it('does not say a day beyond what was forecast', () => {
		const never = { expected: null, earliest: null, latest: null, months: null };
		expect(findRunOut({ stock: 201, from, months: [month(100), month(100)] })).toEqual(never);
		expect(findRunOut({ stock: 5, from, months: [month(0), month(0)] })).toEqual(never);
	});

	it('says that an empty shelf is empty, and refuses less than that', () => {
		expect(findRunOut({ stock: 0, from, months: [month(9)] })).toMatchObject({ expected: from, months: 0 });
		expect(() => findRunOut({ stock: -1, from, months: [] })).toThrow('not less than nothing');
	});

	it('keeps the interval around the expected day', () => {
		const uses = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500)).map(([mean, down, up]) => ({
			...{ mean, lower80: Math.max(0, mean - down), upper80: mean + up }
		}));
		fc.assert(
			fc.property(fc.nat(3000), fc.array(uses, { minLength: 1, maxLength: 15 }), (stock, months) => {
				const { earliest, expected, latest } = findRunOut({ stock, from, months });
				if (expected !== null) expect(earliest !== null && earliest <= expected).toBe(true);
				if (latest !== null) expect(expected !== null && expected <= latest).toBe(true);
			})
		);
	});
});

describe('findRunOutMonth', () => {
	const months = [month(20), month(20), month(20)];

	it('is the month by whose end the rounded use has reached the stock', () => {
		const ends = [19, 22, 40, 41, 61].map((stock) => findRunOutMonth({ stock, from, months }, 5).expected);
		expect(ends).toEqual(['2026-11', '2026-12', '2026-12', '2027-01', null]);
		expect(findRunOutMonth({ stock: 40, from, months }, 5).months).toBe(1.5);
		expect(findRunOutMonth({ stock: 0, from, months }, 5)).toMatchObject({ expected: '2026-11', months: 0 });
		expect(() => findRunOutMonth({ stock: -1, from, months }, 5)).toThrow('not less than nothing');
	});

	it('adds up small months before it rounds them', () => {
		const small = Array.from({ length: 12 }, () => month(2.4));
		expect(findRunOutMonth({ stock: 10, from, months: small }, 5).expected).toBe('2027-02');
	});

	it('says the same of uses that differ by less than shows in their rounded sums', () => {
		const stocks = fc.nat(400);
		fc.assert(
			fc.property(stocks, fc.nat(60), fc.double({ min: -2, max: 2, noNaN: true }), (stock, fives, more) => {
				const ends = [0, more].map((extra) =>
					findRunOutMonth({ stock, from, months: [month(5 * fives + Math.max(0, extra)), month(0)] }, 5)
				);
				expect(ends[1]?.expected).toEqual(ends[0]?.expected);
			})
		);
	});
});
