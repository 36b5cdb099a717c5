import { describe, expect, it } from 'vitest';
import { forecastBeds } from './bed-forecast.ts';

const hourMs = 3_600_000;
const nowMs = 1_000 * hourMs;
/** A report every six hours, the last one an hour before now. */
const reports = (capacity: number, occupied: (n: number) => number) =>
	Object.freeze(
		Array.from({ length: 100 }, (_, n) => ({
			atMs: nowMs - (1 + 6 * (99 - n)) * hourMs,
			occupied: occupied(n),
			capacity
		}))
	);

describe('forecastBeds', () => {
	it('forecasts the city and each class by itself', () => {
		const rooms = [
			{ ward: 'icu', reports: reports(10, () => 8) },
			{ ward: 'nicu', reports: reports(5, () => 1) },
			{ ward: 'icu', reports: reports(10, () => 4) }
		];
		const { wards } = forecastBeds({ nowMs, rooms });
		expect(wards.map(({ ward, rooms: count, capacity }) => [ward, count, capacity])).toEqual([
			[null, 3, 25],
			['icu', 2, 20],
			['nicu', 1, 5]
		]);
		expect(wards.map(({ steps }) => steps.find(({ hoursAhead }) => hoursAhead === 72)?.share)).toEqual(
			[13 / 25, 12 / 20, 1 / 5].map((share) => expect.closeTo(share, 12) as number)
		);
		expect(wards[0]?.past).toHaveLength(29);
		expect(wards[0]?.past.at(-1)).toEqual({ atMs: nowMs, share: 13 / 25 });
	});

	it('looks at nothing that was reported after now, and does without rooms that reported nothing', () => {
		const late = { atMs: nowMs + 1, occupied: 10, capacity: 10 };
		const rooms = [{ ward: 'icu', reports: [late] }];
		expect(forecastBeds({ nowMs, rooms }).wards).toEqual([
			{ ward: null, rooms: 0, capacity: 0, steps: [], record: [], past: expect.any(Array) as [] }
		]);
	});
});
