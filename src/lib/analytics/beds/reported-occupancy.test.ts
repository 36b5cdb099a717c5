import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureOccupancy, type RoomReports } from './reported-occupancy.ts';

const hourMs = 3_600_000;
const report = (hour: number, occupied: number, capacity = 10) => ({
	atMs: hour * hourMs,
	occupied,
	capacity
});
const room = (...reports: ReturnType<typeof report>[]): RoomReports => Object.freeze(reports);
const at = (...hours: number[]) => hours.map((hour) => hour * hourMs);

describe('measureOccupancy', () => {
	it('carries the last report, and goes evenly between two afterwards', () => {
		const { believed, settled } = measureOccupancy([room(report(0, 4), report(12, 8))], at(0, 3, 6, 12, 18));
		expect(believed).toEqual([0.4, 0.4, 0.4, 0.8, 0.8]);
		expect(settled).toEqual([0.4, 0.5, 0.6, null, null]);
	});

	it('says nothing before the first report', () => {
		expect(measureOccupancy([room(report(6, 4))], at(0, 6)).believed).toEqual([null, 0.4]);
		expect(measureOccupancy([], at(0))).toMatchObject({ believed: [null], settled: [null] });
	});

	it('is settled only where rooms with most of the beds have reported again, and not days later', () => {
		const small = room(report(0, 1, 2));
		const large = room(report(0, 5, 8), report(24, 6, 8));
		expect(measureOccupancy([small, large], at(12)).settled).toEqual([6.5 / 10]);
		expect(measureOccupancy([room(report(0, 1, 8)), large], at(12)).settled).toEqual([null]);
		expect(measureOccupancy([room(report(0, 1), report(73, 9))], at(12)).settled).toEqual([null]);
	});

	it('stays within what was reported, whatever was reported when', () => {
		const rooms = fc.array(
			fc
				.uniqueArray(fc.record({ hour: fc.nat(200), occupied: fc.nat(12) }), {
					selector: ({ hour }) => hour,
					maxLength: 12
				})
				.map((list) =>
					room(...list.sort((a, b) => a.hour - b.hour).map(({ hour, occupied }) => report(hour, occupied)))
				),
			{ maxLength: 5 }
		);
		fc.assert(
			fc.property(rooms, (all) => {
				const { believed, settled } = measureOccupancy(all, at(0, 50, 100, 150, 200));
				const most = Math.max(0, ...all.flat().map(({ occupied }) => occupied / 10));
				for (const share of [...believed, ...settled])
					if (share !== null) expect(share >= 0 && share <= most + 1e-9).toBe(true);
			})
		);
	});

	it('refuses what is no number, nobody less than nobody, rooms without beds and reports out of order', () => {
		const refusal = (code: string) => expect.objectContaining({ code, index: 1 }) as Error;
		const measure = (bad: RoomReports) => () => measureOccupancy([room(), bad], at(0));
		expect(measure(room(report(0, NaN)))).toThrow(refusal('not-a-number'));
		expect(measure(room(report(0, -1)))).toThrow(refusal('negative'));
		expect(measure(room(report(0, 0, 0)))).toThrow(refusal('bad-option'));
		expect(measure(room(report(5, 1), report(5, 1)))).toThrow(refusal('bad-option'));
	});
});
