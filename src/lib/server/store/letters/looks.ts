/**
 * Who asked whose card, written down before any of them is answered. Many ask at once, and the trail is sealed line by line: so
 * they go into it together, one line for each asker. The line says who, for which facility, whose (the random id, no
 * number) and how many. A failed transaction fails all who were in it: then none of them gets an answer.
 */
import { rowName } from '../../../domain/trail.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { inTransaction } from '../transaction.ts';
import { Gather } from './gather.ts';
import type { RecordLooks } from '../trail/append.ts';

type Look = { viewer: Viewer; what: string; personId: string | null };

export class CardLooks {
	readonly #gather: Gather<Look, void>;

	constructor(
		sql: Sql,
		readonly recordLooks: RecordLooks
	) {
		this.#gather = new Gather<Look, void>(async (looks) => {
			await inTransaction(sql, (tx) => this.#write(tx, looks));
			return [];
		});
	}

	/** Settles when it is written. */
	record(look: Look): Promise<void> {
		return this.#gather.ask(look);
	}

	#write(tx: Transaction, group: readonly Look[]): Promise<void> {
		return this.recordLooks(
			tx,
			[...byAsker(group)].flatMap((looks) => lineOf(looks))
		);
	}
}

function lineOf(looks: readonly Look[]) {
	const [first] = looks;
	if (first === undefined) return [];
	const persons = looks.flatMap(({ personId }) => (personId === null ? [] : [personId]));
	const rows = [...new Set(persons)].map((personId) => rowName('person', personId));
	const look = { action: 'look-person' as const, what: first.what, rows, rowCount: looks.length };
	return [{ viewer: first.viewer, look }];
}

function byAsker(group: readonly Look[]): Iterable<Look[]> {
	const asked = new Map<string, Look[]>();
	for (const look of group) {
		const { name, from } = look.viewer;
		const key = [name, from?.session, from?.address, look.what].join(' ');
		asked.set(key, [...(asked.get(key) ?? []), look]);
	}
	return asked.values();
}
