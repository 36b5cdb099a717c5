import { describe, expect, it } from 'vitest';
import type { Evidence } from '../domain/evidence.ts';
import type { SourceCell } from '../protocol/live.ts';
import type { QualityView, SourceRow } from '../protocol/views/quality.ts';
import { QualityBoard } from './quality-board.svelte.ts';

const none = { accepted: 0, duplicate: 0, quarantined: 0 };
const source = (reporter: string, fields: Partial<SourceRow> = {}): SourceRow => ({
	reporter,
	name: `RS ${reporter}`,
	isHospital: true,
	source: '/simrs',
	lastSeenAt: '2026-11-21T01:00:00.000Z',
	today: none,
	days: Array.from({ length: 14 }, () => 0),
	delays: [5, 3, 1, 1, 0],
	usualHours: 24,
	...fields
});
const evidence = {} as Evidence;
const view: QualityView = {
	snapshot: { change: 7, now: '2026-11-22T05:00:00.000Z', asOf: null, demo: false },
	today: '2026-11-22',
	filter: { reason: '', source: '', type: '', page: 1 },
	sources: [
		source('a', { today: { ...none, accepted: 2 } }),
		source('b'),
		source('importer', { isHospital: false })
	],
	sharedBeds: [],
	waiting: 0,
	held: { rows: [], total: 0, pages: 1 },
	facets: { reasons: [], sources: [], types: [] },
	unjoined: [],
	evidence: {
		...{ hospitals: evidence, waiting: evidence, silent: evidence },
		...{ accepted: evidence, unjoined: evidence }
	}
};
const cell = (reporter: string, fields: Partial<SourceCell> = {}): SourceCell => ({
	...{ reporter, source: '/simrs', day: '2026-11-22', ...none, lastSeenAt: '2026-11-22T05:00:01.000Z' },
	...fields
});

describe('QualityBoard', () => {
	it('adds what a source sent, and counts its hospital as one that sent', () => {
		const board = new QualityBoard(view);
		expect(board.hospitals).toEqual({ sent: 1, expected: 2 });
		expect(board.apply({ sources: [cell('b', { accepted: 3, duplicate: 1 })] })).toBe(true);
		expect(board.hospitals).toEqual({ sent: 2, expected: 2 });
		expect(board.accepted).toBe(5);
		expect(board.sources[1]).toMatchObject({
			lastSeenAt: '2026-11-22T05:00:01.000Z',
			today: { accepted: 3, duplicate: 1 },
			days: [...Array.from({ length: 13 }, () => 0), 3]
		});
	});

	it('adds to a past day without touching today', () => {
		const board = new QualityBoard(view);
		board.apply({ sources: [cell('a', { accepted: 4, day: '2026-11-20' })] });
		expect(board.sources[0]).toMatchObject({ today: { accepted: 2 } });
		expect(board.sources[0]?.days.slice(-3)).toEqual([4, 0, 0]);
	});

	it('asks for a new snapshot for a source never seen, a new day, and a row that now waits', () => {
		const board = new QualityBoard(view);
		expect(board.apply({ sources: [cell('c')] })).toBe(false);
		expect(board.apply({ sources: [cell('a', { day: '2026-11-23' })] })).toBe(false);
		expect(board.apply({ sources: [cell('a', { quarantined: 1 })] })).toBe(false);
		expect(board.quarantined).toBe(1);
	});

	it('names the silent sources, the longest first, as time goes by', () => {
		const board = new QualityBoard(view);
		expect(board.silentAt('2026-11-22T00:00:00Z')).toEqual([]);
		board.apply({ sources: [cell('b', { accepted: 1 })] });
		expect(board.silentAt('2026-11-22T05:00:00Z').map(({ reporter }) => reporter)).toEqual(['a', 'importer']);
	});

	it('sums the delays of all sources', () => {
		expect(new QualityBoard(view).delays).toEqual([15, 9, 3, 3, 0]);
	});
});
