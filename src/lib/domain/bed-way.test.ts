import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumRooms, type RoomState } from './bed-freshness.ts';
import { bedWayOf, bedWays, findSharedClasses, handoverHours, roomsInTurn, wayInTurn } from './bed-way.ts';
import { wardClasses } from './ward.ts';

const now = new Date('2026-11-22T07:00:00.000Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
const room = (way: RoomState['way'], hours: number | null, rest: Partial<RoomState> = {}): RoomState =>
	Object.freeze({
		...{ facility: 'a', ward: 'inpatient-3', way, capacity: 10, occupied: 8, free: 2, queue: null },
		reportedAt: hours === null ? null : hoursAgo(hours),
		...rest
	});

describe('the way of an event', () => {
	it.each([
		['/sirs/3275013', 'sirs'],
		['/aplicares/3275013', 'aplicares'],
		['/fhir/3275013', 'fhir'],
		['/beds/report', 'form'],
		['/spreadsheet/3275013', 'file'],
		['/import/siranap', 'file'],
		['/simrs/rsud', 'events'],
		['/sirs', 'events'],
		['/constructor/x', 'events'],
		['', 'events']
	])('%s is %s', (source, way) => expect(bedWayOf(source)).toBe(way));
});

describe('a ward class that several ways tell', () => {
	it('counts the first way in their order, not the newest and not their sum', () => {
		const rooms = [room('aplicares', 0), room('sirs', 1), room('sirs', 2, { free: 5, occupied: 5 })];
		expect(sumRooms(rooms, now)).toMatchObject([
			{ free: 7, capacity: 20, rooms: 2, reportedAt: hoursAgo(2) }
		]);
	});

	it('counts the next way when the first has been silent for longer than the handover, and only then', () => {
		const turn = (hours: number) => wayInTurn([room('sirs', hours), room('aplicares', 0)]);
		expect(turn(handoverHours)).toBe('sirs');
		expect(turn(handoverHours + 0.01)).toBe('aplicares');
	});

	it('keeps a way’s turn while any of its rooms is heard of', () =>
		expect(wayInTurn([room('sirs', 40), room('sirs', 1), room('aplicares', 0)])).toBe('sirs'));

	it('lets a way without a time of its own give way, and follows the order where none has one', () => {
		expect(wayInTurn([room('events', null), room('form', 30)])).toBe('form');
		expect(wayInTurn([room('form', null), room('sirs', null)])).toBe('sirs');
	});

	it('forgets a way whose rooms were all given up', () => {
		const given = room('sirs', 0, { capacity: 0, occupied: 0, free: 0 });
		expect(sumRooms([given, room('aplicares', 1)], now)).toMatchObject([{ free: 2 }]);
	});

	it('is judged apart from other classes and facilities', () => {
		const rooms = [
			room('sirs', 1),
			room('aplicares', 0, { ward: 'icu' }),
			room('form', 0, { facility: 'b' })
		];
		expect(roomsInTurn(rooms)).toBe(rooms);
		expect(findSharedClasses(rooms)).toEqual([]);
	});

	it('is found, with the ways that are kept beside', () => {
		const rooms = [room('aplicares', 0), room('sirs', 1), room('file', 90), room('sirs', 1, { ward: 'icu' })];
		expect(findSharedClasses(rooms)).toEqual([
			{ facility: 'a', ward: 'inpatient-3', counted: 'sirs', beside: ['aplicares', 'file'] }
		]);
	});
});

describe('whatever rooms there are', () => {
	const rooms = fc.array(
		fc
			.record({
				facility: fc.constantFrom('a', 'b'),
				ward: fc.constantFrom('icu', 'igd'),
				way: fc.constantFrom(...bedWays),
				hours: fc.option(fc.integer({ min: 0, max: 30 }))
			})
			.map(({ way, hours, ...rest }) => room(way, hours, rest)),
		{ maxLength: 12 }
	);

	it('each class counts all rooms of exactly one way, in whatever order they stand', () => {
		fc.assert(
			fc.property(rooms, fc.func(fc.nat()), (all, shuffle) => {
				const counted = roomsInTurn(all);
				for (const { facility, ward } of all) {
					const here = (list: readonly RoomState[]) =>
						list.filter((one) => one.facility === facility && one.ward === ward);
					const ways = new Set(here(counted).map(({ way }) => way));
					expect(ways.size).toBe(1);
					expect(here(counted)).toEqual(here(all).filter(({ way }) => ways.has(way)));
				}
				const other = [...all].sort((a, b) => shuffle(a) - shuffle(b));
				expect(new Set(roomsInTurn(other))).toEqual(new Set(counted));
			})
		);
	});
});

it('hands over no later than the first class goes stale', () =>
	expect(handoverHours).toBe(Math.min(...wardClasses.map(({ staleAfterHours }) => staleAfterHours))));
