/** The resources that one request concerns: those it brings, and of those that came before whatever they touch. */
import type { FhirLink, FhirRow } from '../../../store/fhir-waiting.ts';
import { linksOf, type Facts, type Key, type Role } from './facts.ts';
import type { ReadEntry } from './read-entries.ts';
import { encounterStatuses } from './read-encounter.ts';

export type Node = {
	row: FhirRow;
	/** Null where they expired, or where it is only another name. */
	facts: Facts | null;
	/** Before this request. */
	was: Facts | null;
	wasRow: FhirRow;
	/** Brought by this request, and other than before. */
	isChanged: boolean;
	isToBeKept: boolean;
};

/** `standing`: there already, and sent only for where it is not. `stale`: another version stands than the sender read. */
export type Merged = 'created' | 'updated' | 'unchanged' | 'superseded' | 'standing' | 'stale';

const targetKey = (to: Key, role: Role) => `${to} ${role}`;

export class Graph {
	readonly nodes = new Map<Key, Node>();
	readonly #sameAs = new Map<Key, Key>();
	readonly #referring = new Map<string, Set<Key>>();
	/** Other names that this request brings. */
	readonly newNames = new Map<Key, Key>();

	resolve(key: Key): Key {
		return this.newNames.get(key) ?? this.#sameAs.get(key) ?? key;
	}

	/** With its facts, under whatever name. */
	find<T extends Facts['type']>(key: Key | null, type: T): Extract<Facts, { type: T }> | undefined {
		if (key === null) return undefined;
		const facts = this.nodes.get(this.resolve(key))?.facts;
		return facts?.type === type ? (facts as Extract<Facts, { type: T }>) : undefined;
	}

	addStored(row: FhirRow, facts: Facts | null): void {
		if (this.nodes.has(row.key)) return;
		if (row.sameAs !== null) this.#sameAs.set(row.key, row.sameAs);
		this.nodes.set(row.key, { row, facts, was: facts, wasRow: row, isChanged: false, isToBeKept: false });
	}

	refer(to: Key, role: Role, from: Key): void {
		const key = targetKey(this.resolve(to), role);
		const standing = this.#referring.get(key);
		if (standing === undefined) this.#referring.set(key, new Set([from]));
		else standing.add(from);
	}

	/** Each once, under whatever name it referred; in the order of their keys, so that no order of sending shows. */
	referring(to: Key, role: Role): Key[] {
		const from = this.#referring.get(targetKey(this.resolve(to), role)) ?? [];
		return [...new Set([...from].map((key) => this.resolve(key)))].sort();
	}

	/** The version that stands must be the one that the sender read. To be asked before anything is named. */
	isStale({ key, condition }: ReadEntry): boolean {
		const standing = this.nodes.get(this.#sameAs.get(key) ?? key)?.row.version ?? 0;
		return condition.version !== null && condition.version !== standing;
	}

	/** One that is meant by what it is searched for, and stands under another key. To be asked before anything is named. */
	findSearched(entry: ReadEntry): ReadEntry {
		const { searched } = entry.condition;
		if (searched === null || this.nodes.has(this.#sameAs.get(entry.key) ?? entry.key)) return entry;
		const key = this.#sameAs.get(searched) ?? searched;
		if (!this.nodes.has(key)) return entry;
		const otherNames = [...new Set([entry.key, ...entry.otherNames])].filter((name) => name !== key);
		return { ...entry, key, otherNames };
	}

	/** To be called for all before the first is merged: they refer to each other in any order. */
	name({ key, otherNames, searchNames }: ReadEntry): void {
		const own = this.#sameAs.get(key) ?? key;
		for (const name of searchNames)
			if (!this.newNames.has(name) && !this.nodes.has(name)) this.newNames.set(name, own);
		for (const name of otherNames) if (name !== own) this.newNames.set(name, own);
	}

	/** One that came under another of its names, without its number, is still the one that had it. */
	recognise(entry: ReadEntry): ReadEntry {
		const own = this.resolve(entry.key);
		if (own === entry.key) return entry;
		return { ...entry, key: own, facts: keepNumber(entry.facts, this.nodes.get(own)?.facts ?? null) };
	}

	merge(entry: ReadEntry, party: string, now: Date): Merged {
		const standing = this.nodes.get(entry.key);
		if (standing?.facts && entry.condition.isOnlyNew) return 'standing';
		if (standing?.facts && isOlder(entry, standing)) return 'superseded';
		for (const { to, role } of linksOf(entry.facts)) this.refer(to, role, entry.key);
		if (standing === undefined) {
			const row = newRow(entry, party, now);
			const node = { row, facts: entry.facts, was: null, wasRow: row, isChanged: true, isToBeKept: true };
			this.nodes.set(entry.key, node);
			return 'created';
		}
		return update(standing, entry, now);
	}

	/** What was refused leaves no trace. */
	revert(key: Key): void {
		const node = this.nodes.get(key);
		if (node === undefined) return;
		node.facts = node.was;
		node.row = node.wasRow;
		node.isToBeKept = false;
		node.isChanged = false;
		for (const [name, own] of this.newNames) if (own === key) this.newNames.delete(name);
	}

	/** The arrows of what is kept; and those that lead to a name whose owner came now, to its owner. */
	linksToKeep(): FhirLink[] {
		const links = new Map<string, FhirLink>();
		for (const [from, { facts, isChanged, isToBeKept }] of this.nodes) {
			if (facts === null) continue;
			for (const { to, role } of linksOf(facts)) {
				const own = this.resolve(to);
				if ((isChanged && isToBeKept) || this.newNames.has(to))
					links.set(`${own}${role}${from}`, { to: own, role, from });
			}
		}
		return [...links.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => link);
	}
}

function keepNumber(facts: Facts, was: Facts | null): Facts {
	if (facts.type === 'Encounter' && was?.type === 'Encounter') return { ...facts, visit: was.visit };
	return facts.type === 'Claim' && was?.type === 'Claim' ? { ...facts, claim: was.claim } : facts;
}

function newRow(entry: ReadEntry, party: string, now: Date): FhirRow {
	return {
		...{ key: entry.key, party, type: entry.type, sameAs: null, facts: null },
		statedAt: entry.statedAt === null ? null : new Date(entry.statedAt),
		...{ receivedAt: now, firstReceivedAt: now, version: 1, revision: 0 },
		...{ posted: null, postedAt: null, missing: null }
	};
}

function update(standing: Node, entry: ReadEntry, now: Date): Merged {
	const isSame =
		standing.facts !== null &&
		(entry.statedAt === null || entry.statedAt === standing.row.statedAt?.getTime()) &&
		JSON.stringify(standing.facts) === JSON.stringify(entry.facts);
	// A bed's unchanged state, told again, is news: it makes the report young.
	const isConfirmed = isSame && entry.facts.type === 'Location' && entry.facts.isBed;
	if (isSame && !isConfirmed) return 'unchanged';
	standing.row = {
		...standing.row,
		type: entry.type,
		sameAs: null,
		receivedAt: now,
		version: standing.row.version + (isSame ? 0 : 1),
		statedAt: entry.statedAt === null ? standing.row.statedAt : new Date(entry.statedAt)
	};
	standing.facts = entry.facts;
	standing.isChanged = !isSame;
	standing.isToBeKept = true;
	return isSame ? 'unchanged' : 'updated';
}

/** By the sender's own stamp; without it, an encounter's earlier status never replaces a later one. Else the last one sent. */
function isOlder(entry: ReadEntry, { row, facts }: Node): boolean {
	if (entry.statedAt !== null && row.statedAt !== null) return entry.statedAt < row.statedAt.getTime();
	if (entry.facts.type !== 'Encounter' || facts?.type !== 'Encounter') return false;
	return encounterStatuses.indexOf(entry.facts.status) < encounterStatuses.indexOf(facts.status);
}
