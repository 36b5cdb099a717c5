import { describe, expect, it } from 'vitest';
import { findRefusal } from './durability.ts';

const sound = {
	fsync: 'on',
	synchronous_commit: 'on',
	server_version: '16.4',
	server_version_num: '160004',
	server_encoding: 'UTF8'
};

describe('findRefusal', () => {
	it('accepts PostgreSQL 15 to 18 with durable commits', () => {
		for (const major of [15, 16, 17, 18]) {
			expect(findRefusal({ ...sound, server_version_num: String(major * 10_000 + 3) })).toBeUndefined();
		}
	});

	it.each([
		[{ fsync: 'off' }, /fsync off/],
		[{ synchronous_commit: 'off' }, /synchronous_commit off/],
		[{ server_version: '14.9', server_version_num: '140009' }, /PostgreSQL 14\.9; Denyut needs 15 to 18/],
		[{ server_version: '19.0', server_version_num: '190000' }, /PostgreSQL 19\.0/],
		[{ server_encoding: 'SQL_ASCII' }, /encoded in SQL_ASCII/]
	])('refuses %j in one sentence', (defect, sentence) => {
		expect(findRefusal({ ...sound, ...defect })).toMatch(sentence);
	});
});
