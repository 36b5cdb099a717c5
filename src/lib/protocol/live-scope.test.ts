import { describe, expect, it } from 'vitest';
import type { Viewer } from '../domain/viewer.ts';
import type { Changes } from './live.ts';
import { liveScopeOf, mayWatch, narrowChanges, roomOf } from './live-scope.ts';

const viewer = (role: Viewer['role'], facility: string | null = null): Viewer => ({
	name: 'test',
	role,
	facility
});
const changes: Changes = {
	diseases: [{ icd3: 'A91', kecamatan: '32.75.01', day: '2026-11-22', visits: 1 }],
	services: [
		{ facility: 'A', service: 'icu', day: '2026-11-22', visits: 2 },
		{ facility: 'B', service: 'icu', day: '2026-11-22', visits: 3 }
	],
	members: [
		{ kecamatan: '32.75.01', segment: 'general', status: 'active', jkn: 'none', persons: 2 },
		{ kecamatan: '32.75.02', segment: 'pbi', status: 'active', jkn: 'none', persons: -1 }
	],
	sources: [
		{ reporter: 'A', source: 's', day: 'd', accepted: 1, duplicate: 0, quarantined: 0, lastSeenAt: '' },
		{ reporter: 'B', source: 's', day: 'd', accepted: 1, duplicate: 0, quarantined: 0, lastSeenAt: '' }
	],
	reload: ['diseases', 'beds']
};

describe('what of a topic a viewer is sent', () => {
	it('is all of it for a planner', () => {
		expect(narrowChanges(changes, liveScopeOf(viewer('planner')))).toEqual(changes);
	});

	it.each(['executive', 'public', 'verifier', 'finance'] as const)(
		'names no area and no facility to %s',
		(role) => {
			const narrowed = narrowChanges(changes, liveScopeOf(viewer(role)));
			expect(narrowed).not.toHaveProperty('diseases');
			expect(narrowed.services).toEqual([{ facility: '', service: '', day: '2026-11-22', visits: 5 }]);
			expect(narrowed.members).toEqual([
				{ kecamatan: '', segment: '', status: 'active', jkn: 'none', persons: 1 }
			]);
			expect(narrowed.reload).toEqual(['beds']);
		}
	);

	it('is a hospital’s own only', () => {
		const narrowed = narrowChanges(changes, liveScopeOf(viewer('hospital', 'A')));
		expect(narrowed.services?.map(({ facility }) => facility)).toEqual(['A']);
		expect(narrowed.sources?.map(({ reporter }) => reporter)).toEqual(['A']);
		expect(narrowed).not.toHaveProperty('diseases');
		expect(narrowed).not.toHaveProperty('members');
	});

	it('goes to a room of its own', () => {
		const rooms = [viewer('planner'), viewer('executive'), viewer('hospital', 'A'), viewer('hospital', 'B')];
		expect(new Set(rooms.map((one) => roomOf('quality', liveScopeOf(one)))).size).toBe(4);
	});
});

describe('a topic', () => {
	it('is refused to who may open none of its pages', () => {
		expect(mayWatch(viewer('public'), 'overview')).toBe(false);
		expect(mayWatch(viewer('public'), 'public')).toBe(true);
		expect(mayWatch(viewer('hospital', 'A'), 'quality')).toBe(true);
		expect(mayWatch(viewer('finance'), 'diseases')).toBe(false);
	});
});
