import { describe, expect, it } from 'vitest';
import { expectFreeBeds } from './free-beds.ts';

const now = new Date('2026-03-02T12:00:00+07:00');
const turnover = { occupancy: 0.75, meanStayHours: 96 };
const row = (free: number, occupied: number | null, ageHours: number | null) => ({
	free,
	occupied,
	reportedAt: ageHours === null ? null : new Date(now.getTime() - ageHours * 3_600_000).toISOString(),
	fresh: ageHours !== null && ageHours <= 12
});

describe('expectFreeBeds', () => {
	it('takes a report of this minute at its word', () => {
		expect(expectFreeBeds([row(4, 16, 0)], turnover, now)).toEqual({
			confirmed: 4,
			possible: 0,
			expected: 4,
			partial: 0
		});
	});

	it('expects the long-run share where the report is ancient or of unknown age', () => {
		for (const age of [10_000, null]) {
			const { possible, expected } = expectFreeBeds([row(20, 0, age)], turnover, now);
			expect(possible).toBe(20);
			expect(expected).toBeCloseTo(5, 9);
		}
	});

	it('moves from the report to the long-run share as the report ages', () => {
		const at = (age: number) => expectFreeBeds([row(20, 0, age)], turnover, now).expected;
		const path = [0, 6, 12, 24, 48, 96].map(at);
		expect(path).toEqual([...path].sort((a, b) => b - a));
		expect(expectFreeBeds([row(0, 20, 24)], turnover, now).expected).toBeGreaterThan(0);
	});

	it('counts reports that leave the occupied beds unsaid', () => {
		expect(expectFreeBeds([row(2, null, 1), row(2, 8, 1)], turnover, now).partial).toBe(1);
	});

	it('refuses a turn-over that never turns, a time and a number that are none', () => {
		expect(() => expectFreeBeds([], { occupancy: 1, meanStayHours: 10 }, now)).toThrow(
			expect.objectContaining({ code: 'bad-option' })
		);
		expect(() => expectFreeBeds([row(1, 1, 1), row(NaN, 1, 1)], turnover, now)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => expectFreeBeds([{ ...row(1, 1, 1), reportedAt: 'soon' }], turnover, now)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 0 })
		);
	});
});
