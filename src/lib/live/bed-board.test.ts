import { describe, expect, it } from 'vitest';
import type { BedCell } from '../protocol/live.ts';
import type { BedsFilter, BedsView } from '../protocol/views/beds.ts';
import { BedBoard } from './bed-board.svelte.ts';

const at = '2026-11-22T07:00:00.000Z';
const hoursAgo = (hours: number) => new Date(Date.parse(at) - hours * 3_600_000).toISOString();

function room(facility: string, ward: string, rest: Partial<BedCell> = {}): BedCell {
	const usual = { room: '-', capacity: 10, occupied: 8, free: 2, queue: 0, reportedAt: hoursAgo(1) };
	return Object.freeze({ facility, ward, way: 'events', ...usual, ...rest });
}

function boardOf(filter: Partial<BedsFilter> = {}, now: () => string = () => at) {
	const view = {
		snapshot: { change: 1, now: at, asOf: null, demo: true },
		filter: { kecamatan: null, ward: null, onlyFree: false, sort: 'free', ...filter },
		rooms: [
			room('a', 'inpatient-3', { room: 'Anggrek' }),
			room('a', 'icu', { free: 0, occupied: 10, reportedAt: hoursAgo(5) }),
			room('b', 'inpatient-3', { free: 6, occupied: 4, reportedAt: hoursAgo(20) })
		],
		hospitals: [
			{ code: 'a', name: 'RS Demo 01', kecamatan: '32.75.01', location: null, demo: true },
			{ code: 'b', name: 'RS Demo 02', kecamatan: '32.75.04', location: null, demo: true }
		]
	};
	const unknown: number[] = [];
	const board = new BedBoard(Object.freeze(view) as unknown as BedsView, now, () => unknown.push(1));
	return { board, unknown };
}

describe('BedBoard', () => {
	it('begins with what the view says', () => {
		const { board } = boardOf();
		expect(board.sums).toMatchObject({ confirmedFree: 2, possibleFree: 6, hospitals: 2, hospitalsFresh: 1 });
		expect(board.knownTo).toBe(at);
	});

	it('replaces a room, so that the same change twice does no harm', () => {
		const { board, unknown } = boardOf();
		const changes = { beds: [room('b', 'inpatient-3', { free: 5, occupied: 5 })] };
		board.apply(changes, '2026-11-22T07:01:00.000Z');
		board.apply(changes, '2026-11-22T07:01:00.000Z');
		expect(board.sums).toMatchObject({ confirmedFree: 7, possibleFree: 0, hospitalsFresh: 2 });
		expect(board.knownTo).toBe('2026-11-22T07:01:00.000Z');
		expect(unknown).toEqual([]);
	});

	it('adds a room that it did not know', () => {
		const { board } = boardOf();
		board.apply({ beds: [room('a', 'inpatient-3', { room: 'Melati', free: 3 })] }, at);
		expect(board.sums.confirmedFree).toBe(5);
		expect(board.byWard.find(({ ward }) => ward === 'inpatient-3')?.sums.capacity).toBe(30);
	});

	it('asks for a new snapshot when a facility without a name reports, and counts it meanwhile', () => {
		const { board, unknown } = boardOf();
		board.apply({ beds: [room('z', 'icu', { free: 1 })] }, at);
		expect(unknown).toEqual([1]);
		expect(board.sums).toMatchObject({ confirmedFree: 3, hospitals: 3 });
	});

	it('turns confirmed beds into possible ones when the clock has walked past their limit', () => {
		let now = at;
		const { board } = boardOf({}, () => now);
		expect(board.sums.confirmedFree).toBe(2);
		now = new Date(Date.parse(at) + 11 * 3_600_000 + 1).toISOString();
		// Outside of an effect nothing tells the board that this plain clock moved; a change does.
		board.apply({ beds: [] }, now);
		expect(board.sums).toMatchObject({ confirmedFree: 0, possibleFree: 8 });
	});

	it('keeps to the chosen class and kecamatan, but tells of the other classes and places', () => {
		const { board } = boardOf({ ward: 'inpatient-3', kecamatan: '32.75.01' });
		expect(board.sums).toMatchObject({ confirmedFree: 2, possibleFree: 0, hospitals: 1 });
		expect(board.byWard.map(({ ward }) => ward)).toEqual(['inpatient-3', 'icu']);
		expect(board.byKecamatan.map(({ kecamatan }) => kecamatan)).toEqual(['32.75.01', '32.75.04']);
		expect(board.list.map(({ kecamatan }) => kecamatan)).toEqual(['32.75.01']);
	});

	it('lists only classes with a free bed where that is asked, without changing the sums', () => {
		const { board } = boardOf({ onlyFree: true });
		const wards = board.list.flatMap(({ hospitals }) => hospitals.flatMap((row) => row.wards));
		expect(wards.map(({ ward }) => ward)).toEqual(['inpatient-3', 'inpatient-3']);
		expect(board.sums.capacity).toBe(30);
	});

	it('takes no notice of changes without beds', () => {
		const { board } = boardOf();
		board.apply({ drugs: [{ item: 'x', month: '2026-11-01', quantity: 1 }] }, '2026-11-22T09:00:00.000Z');
		expect(board.knownTo).toBe(at);
	});
});
