/** Whose an identity number is. Only random ids leave this file; the digest stands in one table. */
import { randomUUID } from 'node:crypto';
import { insertInto, statement, told, type Transaction } from '../store/bulk.ts';
import type { Mac, Pseudonymiser } from './pseudonym.ts';
import type { PersonHint } from './screen.ts';

/** Enough for a day's patients of the city; beyond it the oldest are looked up again. */
const maxRemembered = 200_000;

type NewPerson = PersonHint & { keyId: string; personId: string; wrapped: string };
type Key = { keyId: string; wrapped: string };
type Wrapping = Pick<Pseudonymiser, 'keyId' | 'wrapMac'>;

const macBytes = (row: { wrapped: string }) => Buffer.from(row.wrapped, 'hex');
const findKeys = statement<Key>(
	[
		{ name: 'key_id', type: 'text', value: (row) => row.keyId },
		{ name: 'mac', type: 'bytea', value: macBytes }
	],
	(given) => `SELECT encode(k.mac, 'hex') AS mac, k.person_id AS "personId"
		FROM ${given} JOIN person_key k ON k.key_id = given.key_id AND k.mac = given.mac`
);
const insertKeys = insertInto<NewPerson>(
	'person_key',
	[
		{ name: 'key_id', type: 'text', value: (row) => row.keyId },
		{ name: 'mac', type: 'bytea', value: macBytes },
		{ name: 'person_id', type: 'uuid', value: (row) => row.personId }
	],
	'ON CONFLICT DO NOTHING'
);
const insertPersons = insertInto<NewPerson>('person', [
	{ name: 'person_id', type: 'uuid', value: (row) => row.personId },
	{ name: 'kind', type: 'text', value: (row) => row.kind },
	{ name: 'sex', type: 'text', value: (row) => row.sex },
	{ name: 'birth_year', type: 'int4', value: (row) => row.birthYear },
	{ name: 'nik_area', type: 'text', value: (row) => row.nikArea },
	{ name: 'nik_defect', type: 'text', value: (row) => row.nikDefect }
]);

/** Another transaction made one of our new persons between our look and our insert: run again, and it is found. */
export class PersonRace extends Error {
	constructor() {
		super('a person was made by another transaction');
	}
}

type Resolved = {
	idOf: (mac: Mac) => string;
	/** Settles when the new persons are written. @throws PersonRace */
	made: Promise<void>;
	/** To be called once the transaction is committed: an id of one that was undone must not be used again. */
	remember: () => void;
};

export class PersonRegister {
	readonly #wrapping: Wrapping;
	readonly #remembered = new Map<Mac, string>();

	constructor(wrapping: Wrapping) {
		this.#wrapping = wrapping;
	}

	/** Finds the persons; those who are new get ids at once, and their rows are on their way when this resolves. */
	async resolve(tx: Transaction, hints: readonly PersonHint[]): Promise<Resolved> {
		const ids = new Map<Mac, string>();
		const unknown = new Map<Mac, PersonHint>();
		for (const hint of hints) {
			const id = hint.personId ?? this.#remembered.get(hint.mac);
			if (id === undefined) unknown.set(hint.mac, hint);
			else ids.set(hint.mac, id);
		}
		const sorted = [...unknown.values()].sort((a, b) => (a.mac < b.mac ? -1 : 1));
		await this.#find(tx, sorted, ids);
		const missing = sorted
			.filter((hint) => !ids.has(hint.mac))
			.map((hint) => ({ ...hint, ...this.#keyOf(hint.mac), personId: randomUUID() }));
		for (const { mac, personId } of missing) ids.set(mac, personId);
		return {
			idOf: (mac) => {
				const id = ids.get(mac);
				if (id === undefined) throw new Error('a person was not resolved');
				return id;
			},
			made: told(makePersons(tx, missing)),
			remember: () => this.#remember(ids, unknown)
		};
	}

	async #find(tx: Transaction, hints: readonly PersonHint[], ids: Map<Mac, string>): Promise<void> {
		const keys = hints.map(({ mac }) => ({ mac, ...this.#keyOf(mac) }));
		const macs = new Map(keys.map(({ wrapped, mac }) => [wrapped, mac]));
		for (const row of await findKeys<{ mac: string; personId: string }>(tx, keys)) {
			const mac = macs.get(row.mac);
			if (mac !== undefined) ids.set(mac, row.personId);
		}
	}

	#keyOf(mac: Mac): Key {
		const { keyId, wrapMac } = this.#wrapping;
		return { keyId, wrapped: wrapMac(mac) };
	}

	#remember(ids: Map<Mac, string>, unknown: Map<Mac, PersonHint>): void {
		for (const mac of unknown.keys()) {
			const id = ids.get(mac);
			if (id !== undefined) this.#remembered.set(mac, id);
		}
		const surplus = this.#remembered.size - maxRemembered;
		if (surplus <= 0) return;
		for (const mac of [...this.#remembered.keys()].slice(0, surplus)) this.#remembered.delete(mac);
	}
}

async function makePersons(tx: Transaction, persons: readonly NewPerson[]): Promise<void> {
	if (persons.length === 0) return;
	const [keys] = await Promise.all([insertKeys(tx, persons), insertPersons(tx, persons)]);
	if ((keys as unknown as { count: number }).count < persons.length) throw new PersonRace();
}
