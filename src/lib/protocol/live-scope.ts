/** What of a topic a viewer is sent: derived here from the tables of access, never asked for by the viewer. */
import { mayOpen, scopeOf, type Page } from '../domain/access.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Changes, MemberCell, ServiceCell, Topic } from './live.ts';

/** The pages that follow a topic: whoever may open one of them may watch it. */
const pagesOf: Readonly<Record<Topic, readonly Page[]>> = {
	overview: ['/'],
	beds: ['/beds'],
	diseases: ['/diseases'],
	drugs: ['/drugs'],
	budget: ['/budget'],
	quality: ['/quality', '/connect'],
	public: ['/public']
};

export function mayWatch({ role }: Viewer, topic: Topic): boolean {
	return role === 'system' || pagesOf[topic].some((page) => mayOpen(role, page));
}

/** `own`: of the facility with this code; beds are everybody's. */
export type LiveScope = { kind: 'all' } | { kind: 'city' } | { kind: 'own'; facility: string };

export function liveScopeOf({ role, facility }: Viewer): LiveScope {
	if (role === 'system') return { kind: 'all' };
	if (role === 'hospital') return { kind: 'own', facility: facility ?? '' };
	return scopeOf(role, 'visits') === 'all' || role === 'admin' ? { kind: 'all' } : { kind: 'city' };
}

/** Socket.IO's name for those who are sent the same. */
export function roomOf(topic: Topic, scope: LiveScope): string {
	return scope.kind === 'all'
		? topic
		: scope.kind === 'city'
			? `${topic}/city`
			: `${topic}/own/${scope.facility}`;
}

/** The same changes with what the scope does not show left out or summed up. */
export function narrowChanges(changes: Changes, scope: LiveScope): Changes {
	if (scope.kind === 'all') return changes;
	return scope.kind === 'city' ? cityChanges(changes) : ownChanges(changes, scope.facility);
}

/** Persons as totals of the city, by disease not at all: what stands by area is frozen and does not move. */
function cityChanges({ diseases: _, services, members, reload, ...rest }: Changes): Changes {
	return {
		...rest,
		...(services && { services: sumServices(services) }),
		...(members && { members: sumMembers(members) }),
		...(reload && { reload: reload.filter((kind) => kind !== 'diseases') })
	};
}

function ownChanges(
	{ services, claims, sources, beds, bedTotals, reload }: Changes,
	facility: string
): Changes {
	const isOwn = (cell: { facility: string }) => cell.facility === facility;
	return {
		...(beds && { beds }),
		...(bedTotals && { bedTotals }),
		...(services && { services: services.filter(isOwn) }),
		...(claims && { claims: claims.filter(isOwn) }),
		...(sources && { sources: sources.filter(({ reporter }) => reporter === facility) }),
		...(reload && { reload })
	};
}

function sumServices(cells: readonly ServiceCell[]): ServiceCell[] {
	const sums = new Map<string, number>();
	for (const { day, visits } of cells) sums.set(day, (sums.get(day) ?? 0) + visits);
	return [...sums].map(([day, visits]) => ({ facility: '', service: '', day, visits }));
}

function sumMembers(cells: readonly MemberCell[]): MemberCell[] {
	const sums = new Map<string, MemberCell>();
	for (const { status, jkn, persons } of cells) {
		const key = `${status} ${jkn}`;
		const sum = sums.get(key) ?? { kecamatan: '', segment: '', status, jkn, persons: 0 };
		sums.set(key, { ...sum, persons: sum.persons + persons });
	}
	return [...sums.values()];
}
