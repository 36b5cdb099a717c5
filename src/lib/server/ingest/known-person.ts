import type { KnownPersons } from './screen.ts';

/** No number came, so there is no digest: the id stands in its place until it is resolved to itself. */
export function knownPerson(personId: string): KnownPersons {
	const known = { kind: 'person', sex: null, birthYear: null, nikArea: null, nikDefect: null } as const;
	return { person: { mac: personId, personId, ...known }, mother: null };
}
