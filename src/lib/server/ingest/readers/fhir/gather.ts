/**
 * Fills the graph. A resource is *touched* when what it makes must be looked at again, and *supports* another when that
 * needs its facts. Touching goes against the arrows (a patient's encounters), supporting along them. Each round asks the
 * table twice at most, whatever the number of resources; what comes complete in one request needs one round.
 */
import { findReferring, findResources, type FhirRow } from '../../../store/fhir-waiting.ts';
import type { Transaction } from '../../../store/bulk.ts';
import { linksOf, type Facts, type Key, type Role } from './facts.ts';
import type { Graph, Merged, Node } from './graph.ts';
import type { ReadEntry } from './read-entries.ts';
import { FhirRefusal } from './refusals.ts';

export type MergedEntry = ReadEntry & { merged: Merged };

type Purpose = 'touch' | 'support' | 'places' | 'room';
/** `newNames`: only those who know it by a name that came now; the others have found it already. */
type Question = { to: Key; role: Role; purpose: Purpose; of: 'all' | 'newNames' };

/** More than this at once would hold the sender's turn for too long. */
const maxNodes = 20_000;

export class Gathering {
	/** What makes events, and may make another one now. */
	readonly roots = new Set<Key>();
	readonly #known = new Set<Key>();
	readonly #done = new Set<string>();
	#todo: { key: Key; purpose: Purpose }[] = [];
	#questions: Question[] = [];

	constructor(
		readonly graph: Graph,
		readonly tx: Transaction,
		readonly open: (row: FhirRow) => Facts | null
	) {}

	/** The entries as they stood before, and what they refer to. */
	async prepare(entries: readonly ReadEntry[]): Promise<void> {
		await this.#load(
			entries.flatMap(({ key, otherNames, searchNames, facts }) => [
				key,
				...otherNames,
				...searchNames,
				...linksOf(facts).map(({ to }) => to)
			])
		);
	}

	async gather(entries: readonly MergedEntry[]): Promise<void> {
		for (const { key, merged, facts, otherNames, searchNames } of entries) {
			if (merged === 'stale') continue;
			const isNew = merged === 'created' || merged === 'updated';
			const names = [...otherNames, ...searchNames];
			if (isNew || isRoot(facts) || names.some((name) => this.#isNewName(name, key))) this.#add(key, 'touch');
		}
		while (this.#todo.length > 0 || this.#questions.length > 0) {
			this.#work();
			await this.#ask();
			await this.#load(this.#todo.map(({ key }) => key));
		}
	}

	#isNewName(name: Key, own: Key): boolean {
		return this.graph.newNames.get(name) === own && this.graph.nodes.get(name)?.row.sameAs !== own;
	}

	async #load(keys: readonly Key[]): Promise<void> {
		const wanted = [...new Set(keys)].filter((key) => !this.#known.has(key));
		if (wanted.length === 0) return;
		for (const key of wanted) this.#known.add(key);
		if (this.#known.size > maxNodes) throw new FhirRefusal('too-entangled');
		const rows = await findResources(this.tx, wanted);
		for (const row of rows) this.graph.addStored(row, row.facts === null ? null : this.open(row));
		await this.#load(rows.flatMap(({ sameAs }) => (sameAs === null ? [] : [sameAs])));
	}

	#add(key: Key, purpose: Purpose): void {
		const own = this.graph.resolve(key);
		const mark = `${own} ${purpose}`;
		if (this.#done.has(mark)) return;
		this.#done.add(mark);
		this.#todo.push({ key: own, purpose });
	}

	/** Until only what is not loaded yet is left to do. */
	#work(): void {
		const later: { key: Key; purpose: Purpose }[] = [];
		for (let next = this.#todo.pop(); next !== undefined; next = this.#todo.pop()) {
			const node = this.graph.nodes.get(next.key);
			// Only now, loaded, does it show that it is another name.
			if (this.graph.resolve(next.key) !== next.key) this.#add(next.key, next.purpose);
			else if (node?.facts) this.#look(next.key, node, node.facts, next.purpose);
			else if (!this.#known.has(next.key)) later.push(next);
		}
		this.#todo = later;
	}

	async #ask(): Promise<void> {
		const questions = this.#questions.splice(0);
		if (questions.length === 0) return;
		const names = this.#namesOf(questions.map(({ to }) => to));
		const asked = questions.flatMap((one) => [
			...(one.of === 'all' ? [{ to: one.to, role: one.role }] : []),
			...(names.get(one.to) ?? []).map((to) => ({ to, role: one.role }))
		]);
		for (const { to, role, from } of await findReferring(this.tx, asked))
			this.graph.refer(to, role as Role, from);
		for (const { to, role, purpose } of questions)
			for (const from of this.graph.referring(to, role)) this.#add(from, purpose);
	}

	/** Those who came first may have asked for it by a name that it brings only now. */
	#namesOf(keys: readonly Key[]): Map<Key, Key[]> {
		const wanted = new Set(keys);
		const names = new Map<Key, Key[]>();
		for (const [name, own] of this.graph.newNames)
			if (wanted.has(own)) names.set(own, [...(names.get(own) ?? []), name]);
		return names;
	}

	#reverse(to: Key, role: Role, purpose: Purpose, of: Question['of'] = 'all'): void {
		const mark = `${to} ${role} ${purpose}`;
		if (this.#done.has(mark)) return;
		this.#done.add(mark);
		this.#questions.push({ to, role, purpose, of });
	}

	#supportAll(facts: Facts): void {
		for (const { to } of linksOf(facts)) this.#add(to, 'support');
	}

	#look(key: Key, node: Node, facts: Facts, purpose: Purpose): void {
		if (purpose === 'touch') this.#touch(key, node, facts);
		else if (purpose === 'support') this.#support(facts);
		else if (purpose === 'places') this.#reverse(key, 'place', 'touch');
		else this.#touchRoom(key);
	}

	#touch(key: Key, node: Node, facts: Facts): void {
		const of = node.isChanged ? 'all' : 'newNames';
		switch (facts.type) {
			case 'Encounter':
				this.roots.add(key);
				this.#supportAll(facts);
				this.#reverse(key, 'encounter', 'support');
				this.#reverse(key, 'visit', 'touch');
				return;
			case 'Condition':
			case 'MedicationDispense':
				if (facts.encounter !== null) this.#add(facts.encounter, 'touch');
				this.#support(facts);
				this.#reverse(key, 'diagnosis', 'touch', of);
				return;
			case 'Medication':
				return this.#reverse(key, 'medicine', 'touch', of);
			case 'Patient':
				return this.#reverse(key, 'patient', 'touch', of);
			case 'Location':
				return this.#touchLocation(key, node, facts);
			case 'Claim':
				this.roots.add(key);
				this.#supportAll(facts);
				return this.#reverse(key, 'response', 'touch');
			case 'ClaimResponse':
				this.roots.add(key);
				return this.#supportAll(facts);
			default:
		}
	}

	/** A bed's state concerns its room; only another ward class concerns those who lie or lay there. */
	#touchLocation(key: Key, node: Node, facts: Extract<Facts, { type: 'Location' }>): void {
		this.#add(facts.isBed && facts.partOf !== null ? facts.partOf : key, 'room');
		this.#support(facts);
		const was = node.was?.type === 'Location' ? node.was : null;
		const isMoved = node.isChanged && (was?.ward !== facts.ward || was.partOf !== facts.partOf);
		this.#reverse(key, 'place', 'touch', isMoved ? 'all' : 'newNames');
		if (!isMoved) return;
		this.#reverse(key, 'part', 'places');
	}

	#touchRoom(key: Key): void {
		this.roots.add(key);
		this.#reverse(key, 'part', 'support');
	}

	#support(facts: Facts): void {
		switch (facts.type) {
			case 'Encounter':
				for (const { location } of facts.places) if (location !== null) this.#add(location, 'support');
				return;
			// Those who name an encounter may know it by another of its names.
			case 'Condition':
			case 'MedicationDispense':
			case 'Location':
			case 'Claim':
				return this.#supportAll(facts);
			default:
		}
	}
}

const isRoot = ({ type }: Facts) => ['Encounter', 'Claim', 'ClaimResponse', 'Location'].includes(type);
