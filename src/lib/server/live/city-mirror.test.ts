import { describe, expect, it } from 'vitest';
import type { Changes } from '../../protocol/live.ts';
import { CityMirror } from './city-mirror.ts';

const commit = (change: number, changes: Changes) => ({ change, committedAt: new Date(0), changes });
const came = (day: string, visits: number): Changes => ({
	services: [{ facility: 'A', service: 'icu', day, visits }]
});
const joined = (status: string, persons: number): Changes => ({
	members: [{ kecamatan: '32.75.01', segment: 'general', status, jkn: 'none', persons }]
});

function standing(): CityMirror {
	const mirror = new CityMirror();
	mirror.replace(7, { from: '2026-01-01', visits: [{ day: '2026-11-22', visits: 12 }], members: 100 });
	return mirror;
}

describe('CityMirror', () => {
	it('knows nothing before it was read', () => {
		const mirror = new CityMirror();
		mirror.apply(commit(8, came('2026-11-22', 1)));
		expect(mirror.isKnown).toBe(false);
	});

	it('moves on by each commit after the one it was read at, and not by one before', () => {
		const mirror = standing();
		mirror.apply(commit(7, came('2026-11-22', 5)));
		mirror.apply(commit(8, came('2026-11-22', 2)));
		mirror.apply(commit(9, came('2026-11-23', 1)));
		mirror.apply(commit(10, { ...joined('active', -3) }));
		mirror.apply(commit(11, { ...joined('moved', 3) }));
		expect([mirror.visitsOn('2026-11-22'), mirror.visitsOn('2026-11-23'), mirror.members]).toEqual([
			14, 1, 97
		]);
	});

	it('says of a day before its first that it does not follow it', () => {
		const mirror = standing();
		mirror.apply(commit(8, came('2025-12-31', 2)));
		expect([mirror.visitsOn('2025-12-31'), mirror.visitsOn('2026-01-01')]).toEqual([null, 0]);
	});

	it.each(['services', 'members'] as const)('forgets all when %s changed too widely to be sent', (kind) => {
		const mirror = standing();
		mirror.apply(commit(8, { reload: ['beds'] }));
		expect(mirror.isKnown).toBe(true);
		mirror.apply(commit(9, { reload: [kind] }));
		expect(mirror.isKnown).toBe(false);
		mirror.replace(9, { from: '2026-01-01', visits: [], members: 0 });
		expect([mirror.isKnown, mirror.visitsOn('2026-11-22')]).toEqual([true, 0]);
	});
});
