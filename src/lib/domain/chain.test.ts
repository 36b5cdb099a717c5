import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kecamatan } from './area.ts';
import {
	hasEvent,
	hasPolicy,
	readLevers,
	settledHalfYear,
	usualLevers,
	usualSpan,
	writeLevers,
	type ChainLevers
} from './chain.ts';

const read = (query: string) => {
	const words = new URLSearchParams(query);
	return readLevers((name) => words.get(name));
};

const levers: fc.Arbitrary<ChainLevers> = fc
	.record({
		disease: fc.constantFrom(null, 'dengue', 'diare', 'hipertensi'),
		kecamatan: fc.constantFrom(null, ...kecamatan.map(({ code }) => code)),
		size: fc.integer({ min: 2, max: 20 }).map((halves) => halves / 2),
		weeks: fc.integer({ min: 1, max: 26 }),
		referralPercent: fc.option(fc.integer({ min: 0, max: 100 })),
		tariffPercent: fc.integer({ min: -50, max: 100 }),
		membersPercent: fc.integer({ min: -50, max: 100 })
	})
	.map((one) =>
		one.disease === null ? { ...one, kecamatan: null, size: usualLevers.size, weeks: usualLevers.weeks } : one
	);

describe('levers', () => {
	it('come back from the address that they wrote', () => {
		fc.assert(
			fc.property(levers, (one) => {
				expect(read(String(new URLSearchParams(writeLevers(one))))).toEqual(one);
			})
		);
	});

	it('that change nothing have no place in the address', () => {
		expect(writeLevers(usualLevers)).toEqual({});
		expect(read('')).toEqual(usualLevers);
		expect([hasEvent(usualLevers), hasPolicy(usualLevers)]).toEqual([false, false]);
		expect(hasEvent({ ...usualLevers, disease: 'dengue', size: 1 })).toBe(false);
		expect(hasPolicy({ ...usualLevers, referralPercent: 0 })).toBe(true);
	});

	it.each([
		['disease=plague', 'disease'],
		['disease=dengue&kecamatan=32.75.99', 'kecamatan'],
		['size=0.5', 'size'],
		['size=2.25', 'size'],
		['weeks=27', 'weeks'],
		['weeks=2.5', 'weeks'],
		['referral=101', 'referral'],
		['tariff=-51', 'tariff'],
		['members=', 'members'],
		['members=many', 'members']
	])('refuse %s by name', (query, field) => {
		expect(read(query)).toMatchObject({ field });
	});
});

describe('the half-year that rates come from', () => {
	it('is the newest that ended a hundred and twenty days ago', () => {
		expect(settledHalfYear('2026-11-23')).toEqual({ from: '2026-01-01', to: '2026-06-30' });
		// 30 June + 120 days is 28 October.
		expect(settledHalfYear('2026-10-27')).toEqual({ from: '2025-07-01', to: '2025-12-31' });
		expect(settledHalfYear('2026-10-29')).toEqual({ from: '2026-01-01', to: '2026-06-30' });
		expect(settledHalfYear('2027-02-10').to).toBe('2026-06-30');
	});
});

describe('the usual weeks', () => {
	it('are fifty-two, the last of which ended four weeks ago', () => {
		// Monday 23 November: four weeks back lies in the week of 25 October, and the week before has ended.
		expect(usualSpan('2026-11-23')).toEqual({ from: '2025-10-26', to: '2026-10-18' });
	});
});
