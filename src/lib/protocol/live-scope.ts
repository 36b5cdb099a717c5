/** What of a topic a viewer is sent: derived here from the tables of access, never asked for by the viewer. */
import { mayOpen, scopeOf, type Page, type Scope, type Subject } from '../domain/access.ts';
import { blurCount } from '../domain/blur.ts';
import { isMember } from '../domain/membership.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { CellKind, Changes, MemberCell, ServiceCell, Topic } from './live.ts';

/** The pages that follow a topic: whoever may open one of them may watch it. */
const pagesOf: Readonly<Record<Topic, readonly Page[]>> = {
	overview: ['/'],
	beds: ['/beds'],
	diseases: ['/diseases', '/diseases/signals'],
	drugs: ['/drugs'],
	budget: ['/budget', '/claims'],
	quality: ['/quality', '/connect'],
	public: ['/public']
};

export function mayWatch({ role }: Viewer, topic: Topic): boolean {
	return role === 'system' || pagesOf[topic].some((page) => mayOpen(role, page));
}

/** For whom a topic is narrowed: all who have these two in common are sent the same. */
export type LiveScope = Pick<Viewer, 'role' | 'facility'>;

/** The public page shows everybody the same. */
export function liveScopeOf({ role, facility }: Viewer, topic: Topic): LiveScope {
	if (role === 'system') return { role, facility: null };
	return topic === 'public' ? { role: 'public', facility: null } : { role, facility };
}

/** Socket.IO's name for those who are sent the same. */
export const roomOf = (topic: Topic, { role, facility }: LiveScope): string =>
	facility === null ? `${topic}/${role}` : `${topic}/${role}/${facility}`;

/** What a cell of a kind tells something of. */
const subjectOf: Readonly<Record<CellKind, Subject>> = {
	...{ bedTotals: 'beds', beds: 'beds', drugs: 'drugs', claims: 'money', members: 'members' },
	...{ diseases: 'visits', services: 'visits', lattice: 'visits', sources: 'sources' },
	signals: 'signals'
};

const scopeOfKind = ({ role }: LiveScope, kind: CellKind): Scope | null =>
	role === 'system' ? 'all' : scopeOf(role, subjectOf[kind]);

/** The city's exact totals as they are after the changes that are narrowed. */
export type CityTotals = {
	/** Null for a day that is not followed. */
	visitsOn: (day: string) => number | null;
	members: number;
};

/**
 * The same changes with what the scope does not show left out or summed up, each kind of cell by its own subject.
 * @param totals null where they are not known: whoever needs them takes a new snapshot
 */
export function narrowChanges(
	{ reload = [], ...cells }: Changes,
	scope: LiveScope,
	totals: CityTotals | null
): Changes {
	const kinds = (Object.keys(cells) as CellKind[]).filter((kind) => cells[kind] !== undefined);
	const parts = kinds.map((kind) => [kind, narrowCells(kind, cells, scope, totals)] as const);
	const needTotals = (['services', 'members'] as const).filter(
		(kind) => totals === null && (cells[kind]?.length ?? 0) > 0 && scopeOfKind(scope, kind) === 'city'
	);
	const again = [...new Set([...reload.filter((kind) => isReloaded(kind, scope)), ...needTotals])];
	return {
		...(Object.fromEntries(parts.filter(([, part]) => part !== null)) as Changes),
		...(again.length > 0 && { reload: again })
	};
}

/** Frozen weeks are what city readers see by disease, and nothing else. */
function isReloaded(kind: CellKind, scope: LiveScope): boolean {
	const seen = scopeOfKind(scope, kind);
	if (kind === 'lattice') return seen === 'city';
	return kind === 'diseases' ? seen !== null && seen !== 'city' : seen !== null;
}

/** Null where there is nothing for this scope. */
function narrowCells(
	kind: CellKind,
	cells: Omit<Changes, 'reload'>,
	scope: LiveScope,
	totals: CityTotals | null
): readonly object[] | null {
	const seen = scopeOfKind(scope, kind);
	// One dispensing is one person's: who reads of visits only totals is told of medicines when a page is loaded.
	if (kind === 'drugs' && scopeOfKind(scope, 'services') !== 'all') return null;
	if (seen === 'all') return cells[kind] ?? null;
	const part = seen === 'own' ? ownCells(kind, cells, scope.facility) : cityCells(seen, kind, cells, totals);
	return part.length > 0 ? part : null;
}

/** Nothing that this viewer may know: to send it would still tell that somebody came. */
export function isEmpty(changes: Changes): boolean {
	return Object.values(changes).every((cells) => cells.length === 0);
}

/** A kind that names no facility has nothing of one's own. */
function ownCells(kind: CellKind, cells: Changes, facility: string | null): readonly object[] {
	if (facility === null) return [];
	if (kind === 'sources') return (cells.sources ?? []).filter(({ reporter }) => reporter === facility);
	if (kind !== 'services' && kind !== 'claims') return [];
	return [...(cells[kind] ?? [])].filter((cell: { facility: string }) => cell.facility === facility);
}

/**
 * Persons as steps of the rounded totals of the city over all conditions and services, by disease or medicine not at all: what
 * stands by area or disease does not move between two freezings. A snapshot's rounded total and the steps since add up to the
 * rounded total of now, because a step is the difference of the two and not the rounded difference.
 */
function cityCells(
	seen: 'city' | null,
	kind: CellKind,
	{ services = [], members = [] }: Changes,
	totals: CityTotals | null
): readonly object[] {
	if (seen === null || totals === null) return [];
	if (kind === 'services') return stepVisits(services, totals);
	return kind === 'members' ? stepMembers(members, totals) : [];
}

/** How far the rounded total went when `moved` had been added. */
const stepOf = (total: number, moved: number) => blurCount(total) - blurCount(total - moved);

function stepVisits(cells: readonly ServiceCell[], totals: CityTotals): ServiceCell[] {
	const moved = new Map<string, number>();
	for (const { day, visits } of cells) moved.set(day, (moved.get(day) ?? 0) + visits);
	return [...moved].flatMap(([day, visits]) => {
		const total = totals.visitsOn(day);
		const step = total === null ? 0 : stepOf(total, visits);
		return step === 0 ? [] : [{ facility: '', service: '', day, visits: step }];
	});
}

function stepMembers(cells: readonly MemberCell[], totals: CityTotals): MemberCell[] {
	const moved = cells.reduce((sum, { status, persons }) => (isMember(status) ? sum + persons : sum), 0);
	const step = stepOf(totals.members, moved);
	return step === 0 ? [] : [{ kecamatan: '', segment: '', status: 'active', jkn: '', persons: step }];
}
