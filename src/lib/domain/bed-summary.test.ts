import { describe, expect, it } from 'vitest';
import {
	hospitalRows,
	kecamatanRows,
	sumWardRows,
	wardRows,
	type BedHospital,
	type BedRoom
} from './bed-summary.ts';

const now = new Date('2026-11-22T07:00:00.000Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();

function room(facility: string, ward: string, rest: Partial<BedRoom> = {}): BedRoom {
	return Object.freeze({
		facility,
		ward,
		way: 'events',
		room: '-',
		capacity: 10,
		occupied: 8,
		free: 2,
		queue: 1,
		reportedAt: hoursAgo(1),
		...rest
	});
}

const hospital = (code: string, name: string, kecamatan: string | null): [string, BedHospital] => [
	code,
	{ code, name, kecamatan, location: null, demo: true }
];

describe('wardRows', () => {
	it('sums the rooms of a class and takes the age of the oldest', () => {
		const [row, ...rest] = wardRows(
			[
				room('a', 'inpatient-3', { room: 'Anggrek' }),
				room('a', 'inpatient-3', { room: 'Melati', free: 5, occupied: 5, reportedAt: hoursAgo(11) })
			],
			now
		);
		expect(rest).toEqual([]);
		expect(row).toMatchObject({ free: 7, capacity: 20, occupied: 13, queue: 2, fresh: true });
		expect(row?.reportedAt).toBe(hoursAgo(11));
	});

	it('turns from confirmed to possible as time passes, at the limit of its class', () => {
		const rooms = [room('a', 'icu', { reportedAt: hoursAgo(6) })];
		expect(wardRows(rooms, now)[0]?.fresh).toBe(true);
		expect(wardRows(rooms, new Date(now.getTime() + 1))[0]?.fresh).toBe(false);
	});

	it('leaves out a room that was given up, and its age', () => {
		const gone = { capacity: 0, occupied: 0, free: 0, queue: 0, reportedAt: hoursAgo(100) };
		const rows = wardRows(
			[room('a', 'icu'), room('a', 'icu', { room: 'B', ...gone }), room('a', 'nicu', gone)],
			now
		);
		expect(rows.map(({ ward, rooms, fresh }) => [ward, rooms.length, fresh])).toEqual([['icu', 1, true]]);
		expect(wardRows([room('a', 'icu', { ...gone, queue: 2 })], now)).toHaveLength(1);
	});

	it('knows no capacity as soon as one room leaves it unsaid', () => {
		const rooms = [
			room('a', 'icu'),
			room('a', 'icu', { room: 'B', capacity: null, occupied: null, free: 3 })
		];
		expect(wardRows(rooms, now)[0]).toMatchObject({ free: 5, capacity: null, occupied: null });
	});

	it('knows no queue where no room says one', () => {
		expect(wardRows([room('a', 'icu', { queue: null })], now)[0]?.queue).toBeNull();
		expect(
			wardRows([room('a', 'icu', { queue: null }), room('a', 'icu', { room: 'B' })], now)[0]?.queue
		).toBe(1);
	});

	it('lists the classes in the order of the reference list, unknown ones last', () => {
		const rows = wardRows([room('a', 'moon'), room('a', 'icu'), room('a', 'inpatient-3')], now);
		expect(rows.map(({ ward }) => ward)).toEqual(['inpatient-3', 'icu', 'moon']);
	});
});

describe('sumWardRows', () => {
	it('is empty, not nought, where nothing is known', () => {
		expect(sumWardRows([])).toEqual({
			confirmedFree: 0,
			possibleFree: 0,
			queue: null,
			occupied: null,
			capacity: null,
			hospitals: 0,
			hospitalsFresh: 0,
			hospitalsConfirmed: 0,
			hospitalsCounted: 0
		});
	});

	it('counts a hospital once and leaves unknown capacities out', () => {
		const rows = wardRows(
			[
				room('a', 'icu'),
				room('a', 'inpatient-3', { reportedAt: hoursAgo(20) }),
				room('b', 'icu', { free: 0, occupied: 10 }),
				room('c', 'igd-covid', { capacity: null, occupied: null, free: 4, reportedAt: null })
			],
			now
		);
		expect(sumWardRows(rows)).toEqual({
			confirmedFree: 2,
			possibleFree: 6,
			queue: 4,
			occupied: 26,
			capacity: 30,
			hospitals: 3,
			hospitalsFresh: 2,
			hospitalsConfirmed: 1,
			hospitalsCounted: 2
		});
	});
});

describe('kecamatanRows', () => {
	const register = new Map([
		hospital('a', 'RS Demo 10', '32.75.01'),
		hospital('b', 'RS Demo 9', '32.75.01'),
		hospital('c', 'RS Demo 3', '32.75.04')
	]);
	const rows = wardRows(
		[
			room('a', 'icu', { free: 1, queue: 9, reportedAt: hoursAgo(5) }),
			room('b', 'icu', { free: 4, queue: 0, reportedAt: hoursAgo(2) }),
			room('c', 'icu', { free: 9 }),
			room('?', 'icu', { free: 99 })
		],
		now
	);
	const order = (sort: 'free' | 'age' | 'queue' | 'name') =>
		kecamatanRows(hospitalRows(rows, register), sort).map(({ kecamatan, hospitals }) => [
			kecamatan,
			...hospitals.map((row) => row.hospital.name)
		]);

	it('puts the most confirmed free beds first, and hospitals of unknown place last', () => {
		expect(order('free')).toEqual([
			['32.75.04', 'RS Demo 3'],
			['32.75.01', 'RS Demo 9', 'RS Demo 10'],
			[null, '?']
		]);
	});

	it('sorts hospitals by queue, by age and by name as people count', () => {
		expect(order('queue')[0]).toEqual(['32.75.01', 'RS Demo 10', 'RS Demo 9']);
		expect(order('age')[0]).toEqual(['32.75.01', 'RS Demo 9', 'RS Demo 10']);
		expect(order('name')[0]).toEqual(['32.75.01', 'RS Demo 9', 'RS Demo 10']);
	});
});
