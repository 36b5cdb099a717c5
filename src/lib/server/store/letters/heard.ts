/**
 * When each register was last heard of: its last reading that ended well, or an event of a membership, which speaks for all
 * three. Asked with every card, and it moves slowly: remembered for some seconds.
 */
import { registerSources, type RegisterSource } from '../../../domain/membership-validity.ts';
import { startOfJakartaDay } from '../../../domain/period.ts';
import type { Sql } from '../connect.ts';

export type Heard = Readonly<Record<RegisterSource, Date | null>>;

const rememberMs = 5_000;

export class HeardSources {
	#known: { heard: Promise<Heard>; until: number } | null = null;

	constructor(readonly sql: Sql) {}

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
	const [synced, [told]] = await Promise.all([
		sql<{ source: string; at: Date }[]>`
			SELECT source, max(started_at) AS at FROM register_sync WHERE state = 'done' GROUP BY source`,
		sql<{ day: string | null }[]>`SELECT max(known_on) AS day FROM member_effect`
	]);
	const event = told?.day ? startOfJakartaDay(told.day) : null;
	const of = (source: RegisterSource) => {
		const read = synced.find((one) => one.source === source)?.at ?? null;
		if (read === null || event === null) return read ?? event;
		return read > event ? read : event;
	};
	return Object.fromEntries(registerSources.map((source) => [source, of(source)])) as Heard;
}
