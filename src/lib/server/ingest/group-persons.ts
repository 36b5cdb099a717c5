/** Whom the events of a group speak of. */
import type { Mac } from './pseudonym.ts';
import type { PersonHint } from './screen.ts';
import type { Work } from './work.ts';

export function hintsOf(open: Work[]): PersonHint[] {
	const hints: PersonHint[] = [];
	for (const { item } of open) {
		if (!item.ok) continue;
		const { person, mother, family } = item.screened.persons;
		if (person) hints.push(person);
		if (mother) hints.push(mother);
		if (family) hints.push(family);
	}
	return hints;
}

export function identify(one: Work, idOf: (mac: Mac) => string): void {
	if (!one.item.ok) return;
	const { person, mother, family } = one.item.screened.persons;
	one.persons = {
		person: person && idOf(person.mac),
		mother: mother && idOf(mother.mac),
		family: family && idOf(family.mac)
	};
}
