import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blurCount } from '../domain/blur.ts';
import { scopeOf, type Subject } from '../domain/access.ts';
import { roles } from '../domain/role.ts';
import { publicViewer, type Viewer } from '../domain/viewer.ts';
import type { CellKind, Changes } from './live.ts';
import { isEmpty, liveScopeOf, mayWatch, narrowChanges, roomOf, type CityTotals } from './live-scope.ts';

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
		{ kecamatan: '32.75.02', segment: 'pbi', status: 'active', jkn: 'none', persons: -1 },
		{ kecamatan: '32.75.02', segment: 'pbi', status: 'moved', jkn: 'none', persons: 1 }
	],
	sources: [
		{ reporter: 'A', source: 's', day: 'd', accepted: 1, duplicate: 0, quarantined: 0, lastSeenAt: '' },
		{ reporter: 'B', source: 's', day: 'd', accepted: 1, duplicate: 0, quarantined: 0, lastSeenAt: '' }
	],
	reload: ['diseases', 'beds', 'lattice']
};
/** As they are after the changes. */
const totals = (day: number | null, members: number): CityTotals => ({ visitsOn: () => day, members });
const narrow = (role: Viewer['role'], after: CityTotals | null = totals(14, 103)) =>
	narrowChanges(changes, liveScopeOf(viewer(role), 'overview'), after);

describe('what of a topic a viewer is sent', () => {
	it('is all of it for a planner', () => {
		expect(narrow('planner')).toEqual({ ...changes, reload: ['diseases', 'beds'] });
	});

	it.each(['executive', 'public', 'verifier'] as const)(
		'is of persons the steps of the city’s rounded totals, for %s',
		(role) => {
			const narrowed = narrow(role);
			expect(narrowed).not.toHaveProperty('diseases');
			// From 9, shown as 10, to 14, shown as 15; from 102, shown as 100, to 103, shown as 105.
			expect(narrowed.services).toEqual([{ facility: '', service: '', day: '2026-11-22', visits: 5 }]);
			expect(narrowed.members).toEqual([
				{ kecamatan: '', segment: '', status: 'active', jkn: '', persons: 5 }
			]);
			expect(narrowed.reload).toEqual(['beds', 'lattice']);
		}
	);

	it('says nothing of persons while the rounded totals stay', () => {
		const narrowed = narrow('public', totals(6, 102));
		expect(narrowed).not.toHaveProperty('services');
		expect(narrowed).not.toHaveProperty('members');
		expect(narrow('public', totals(null, 102))).not.toHaveProperty('services');
		const { services = [], members = [] } = changes;
		const persons = narrowChanges({ services, members }, liveScopeOf(publicViewer, 'public'), totals(6, 102));
		expect(isEmpty(persons)).toBe(true);
		expect(isEmpty(narrowed)).toBe(false);
	});

	it('is a new snapshot where the totals are not known', () => {
		expect(narrow('executive', null).reload).toEqual(['beds', 'lattice', 'services', 'members']);
	});

	it('is of members every one for finance, which reads them all', () => {
		expect(narrow('finance').members).toEqual(changes.members);
		expect(narrow('finance').services).toEqual(narrow('verifier').services);
	});

	it('is of nobody’s visits, members and money for an administrator, who reads none of them', () => {
		expect(narrow('admin')).toEqual({ sources: changes.sources, reload: ['beds'] });
	});

	const kinds = {
		...{ bedTotals: 'beds', beds: 'beds', drugs: 'drugs', claims: 'money', members: 'members' },
		...{ diseases: 'visits', services: 'visits', sources: 'sources' }
	} as const satisfies Partial<Record<CellKind, Subject>>;
	/** Enough of each kind that no rounding hides it: of facility A and of facility B. */
	const cellsOf = (kind: CellKind): Changes => {
		const cell = (owner: string) => ({
			...{ facility: owner, reporter: owner, day: '2026-11-22', ward: 'icu', status: 'active' },
			...{ visits: 20, persons: 20, quantity: 20 }
		});
		return { [kind]: [cell('A'), cell('B')] } as Changes;
	};
	const owners = (cells: readonly object[]) =>
		cells.map((cell) => ('facility' in cell ? cell.facility : '')).sort();

	describe.each(Object.entries(kinds) as [keyof typeof kinds, Subject][])('of %s', (kind, subject) => {
		it.each(roles)('is for %s what the table of access says, and no more', (role) => {
			const scope = scopeOf(role, subject);
			const seen = liveScopeOf(viewer(role, role === 'hospital' ? 'A' : null), 'overview');
			const { [kind]: cells = [] } = narrowChanges(cellsOf(kind), seen, totals(40, 40));
			const isTold = kind !== 'drugs' || scopeOf(role, 'visits') === 'all';
			if (scope === 'all' && isTold) expect(cells).toEqual(cellsOf(kind)[kind]);
			else if (scope === 'own' && ['services', 'claims', 'sources'].includes(kind))
				expect(owners(cells)).toEqual(['A']);
			else if (scope === 'city' && ['services', 'members'].includes(kind)) expect(cells).toHaveLength(1);
			else expect(cells).toEqual([]);
			for (const cell of scope === 'city' ? cells : [])
				expect(cell).not.toMatchObject({ facility: expect.stringMatching(/./) as string });
		});
	});

	it('is on the public page the same for everybody, and goes to one room', () => {
		const ofPublic = liveScopeOf(publicViewer, 'public');
		for (const role of roles) {
			const scope = liveScopeOf(viewer(role, role === 'hospital' ? 'A' : null), 'public');
			expect(roomOf('public', scope)).toBe(roomOf('public', ofPublic));
			expect(narrowChanges(changes, scope, totals(14, 103))).toEqual(
				narrowChanges(changes, ofPublic, totals(14, 103))
			);
		}
	});

	it('adds up, step by step, to the rounded total', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -3, max: 9 })), (moves) => {
				let [total, shown] = [0, 0];
				for (const visits of moves.map((move) => Math.max(move, -total))) {
					total += visits;
					const cell = { facility: 'A', service: 'icu', day: '2026-11-22', visits };
					const { services = [] } = narrowChanges(
						{ services: [cell] },
						liveScopeOf(publicViewer, 'public'),
						totals(total, 0)
					);
					for (const step of services) shown += step.visits;
					expect(shown).toBe(blurCount(total));
				}
			})
		);
	});

	it('is a hospital’s own only', () => {
		const narrowed = narrowChanges(changes, liveScopeOf(viewer('hospital', 'A'), 'quality'), null);
		expect(narrowed.services?.map(({ facility }) => facility)).toEqual(['A']);
		expect(narrowed.sources?.map(({ reporter }) => reporter)).toEqual(['A']);
		expect(narrowed).not.toHaveProperty('diseases');
		expect(narrowed).not.toHaveProperty('members');
	});

	it('goes to a room of its own', () => {
		const rooms = [viewer('planner'), viewer('executive'), viewer('hospital', 'A'), viewer('hospital', 'B')];
		expect(new Set(rooms.map((one) => roomOf('quality', liveScopeOf(one, 'quality')))).size).toBe(4);
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
