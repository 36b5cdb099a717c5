import { describe, expect, it } from 'vitest';
import type { BedCell } from '../protocol/live.ts';
import type { FindBedView } from '../protocol/views/find-bed.ts';
import { FindBoard } from './find-board.svelte.ts';

const at = '2026-11-22T07:00:00.000Z';
const hoursAgo = (hours: number) => new Date(Date.parse(at) - hours * 3_600_000).toISOString();

function room(facility: string, rest: Partial<BedCell> = {}): BedCell {
	const usual = { ward: 'icu', room: '-', capacity: 4, occupied: 3, free: 1, queue: 0 };
	return Object.freeze({ facility, way: 'events', ...usual, reportedAt: hoursAgo(1), ...rest });
}

function boardOf(now: () => string = () => at) {
	const hospital = (code: string, kecamatan: string) => ({
		code,
		name: code,
		kecamatan,
		location: null,
		demo: true
	});
	const view = {
		snapshot: { change: 1, now: at, asOf: null, demo: true },
		filter: { ward: 'icu', kecamatan: '32.75.01', sort: 'best' },
		wards: ['icu'],
		rooms: [room('a'), room('b', { free: 2, occupied: 2 })],
		hospitals: [hospital('a', '32.75.01'), hospital('b', '32.75.10')]
	};
	const unknown: number[] = [];
	const board = new FindBoard(Object.freeze(view) as unknown as FindBedView, now, () => unknown.push(1));
	return { board, unknown };
}
const codes = ({ found }: FindBoard) => found.map(({ hospital }) => hospital.code);

describe('FindBoard', () => {
	it('ranks what the view says', () => {
		const { board } = boardOf();
		expect(codes(board)).toEqual(['a', 'b']);
		expect(board.knownTo).toBe(at);
	});

	it('ranks anew when the nearest fills up, and follows no other class', () => {
		const { board, unknown } = boardOf();
		board.apply({ beds: [room('a', { free: 0, occupied: 4 })] }, '2026-11-22T07:01:00.000Z');
		board.apply({ beds: [room('b', { ward: 'nicu', free: 9 })] }, '2026-11-22T07:02:00.000Z');
		expect(codes(board)).toEqual(['b', 'a']);
		expect(board.found[0]).toMatchObject({ free: 2, standing: 'confirmed' });
		expect(board.knownTo).toBe('2026-11-22T07:02:00.000Z');
		expect(unknown).toEqual([]);
	});

	it('asks for a new snapshot when a hospital reports that it has no name for', () => {
		const { board, unknown } = boardOf();
		board.apply({ beds: [room('new')] }, at);
		expect(unknown).toEqual([1]);
		expect(codes(board)).toContain('new');
	});

	it('calls beds possible once their report is past the limit of the class, though nobody reported', () => {
		const { board } = boardOf(() => new Date(Date.parse(at) + 6 * 3_600_000).toISOString());
		expect(board.found.map(({ standing }) => standing)).toEqual(['possible', 'possible']);
	});
});
