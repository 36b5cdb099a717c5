/**
 * When each register was last heard of. A reading speaks for the whole register once it was read whole; before that, as of
 * a register that comes in pieces or by events, it speaks of nobody but those whom it names. What a register or an event says
 * of a person is as fresh as that word of this person, and of no other.
 */
import { registerSources, type RegisterSource } from '../../../domain/membership-validity.ts';
import type { Sql } from '../connect.ts';

export type Heard = Readonly<Record<RegisterSource, Date | null>>;

const rememberMs = 5_000;

/** Asked with every card, and it moves slowly: remembered for some seconds. */
export class HeardSources {
	#known: { heard: Promise<Heard>; until: number } | null = null;

	constructor(readonly sql: Sql) {}

	/** Of each register that was ever read whole, its last reading that ended well; null for the others. */
	read(): Promise<Heard> {
		const now = Date.now();
		if (this.#known === null || this.#known.until < now) {
			const heard = readHeard(this.sql);
			this.#known = { heard, until: now + rememberMs };
			heard.catch(() => (this.#known = null));
		}
		return this.#known.heard;
	}
}

async function readHeard(sql: Sql): Promise<Heard> {
	const rows = await sql<{ source: string; at: Date }[]>`
		SELECT source, max(started_at) AS at FROM register_sync WHERE state = 'done'
		GROUP BY source HAVING bool_or(mode = 'snapshot')`;
	return ofEach((source) => rows.find((one) => one.source === source)?.at ?? null);
}

/**
 * How old what is known of one person is. Where nobody spoke of them, only a register that was read whole tells something: that
 * it does not know them.
 * @param said when each register, or an event in its place, spoke of this person; null for a person whom nobody knows
 */
export function heardOf(registers: Heard, said: Heard | null): Heard {
	return ofEach((source) => {
		const [read, own] = [registers[source], said?.[source] ?? null];
		return read !== null && own !== null && own > read ? own : (read ?? own);
	});
}

const ofEach = (value: (source: RegisterSource) => Date | null): Heard =>
	Object.fromEntries(registerSources.map((source) => [source, value(source)])) as Heard;
