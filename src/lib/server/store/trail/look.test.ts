import { describe, expect, it } from 'vitest';
import { drawnUuids } from '../../../../../tests/support/uuids-like-niks.ts';
import { lineOf } from './look.ts';

const viewer = { name: 'user:test', role: 'planner', facility: null } as const;
const rowsOf = (rows: readonly string[]) =>
	lineOf(viewer, { action: 'look-rows', what: '/quality', rows }, new Date(0), 'k').rows;

describe('the rows of a look', () => {
	it('keep what a sender drew, behind its table and its facility', () => {
		for (const prefix of ['', 'held_event:', 'visit:3275013/', '3275013/']) {
			const rows = drawnUuids.map((uuid) => `${prefix}${uuid}`);
			expect(rowsOf(rows)).toEqual(rows);
		}
	});

	it('hide an identity number that only has the shape of one: it has no version and no variant', () => {
		const shaped = '32750152-0389-0003-0000-000000000000';
		for (const prefix of ['', 'held_event:', 'visit:3275013/', '3275013/'])
			expect(rowsOf([`${prefix}${shaped}`]).join()).not.toContain('32750152');
	});
});
