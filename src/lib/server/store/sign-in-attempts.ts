import type { Sql } from './connect.ts';

/** Attempts are forgotten after the longest window in use. */
const keptMs = 86_400_000;

/** Counts tries by key. One statement each, so that of any number that come at once, in any process, each gets its own number. */
export function attemptTable(sql: Sql) {
	return {
		/** Counts one more within the window, which begins with the first. */
		async count(key: string, windowMs: number): Promise<{ count: number; retryAfterMs: number }> {
			const length = sql`${windowMs} * interval '1 ms'`;
			const [row] = await sql<{ count: number; retryAfterMs: number }[]>`
				INSERT INTO sign_in_attempt AS a (key, count, since) VALUES (${key}, 1, now())
				ON CONFLICT (key) DO UPDATE SET
					count = CASE WHEN a.since <= now() - ${length} THEN 1 ELSE a.count + 1 END,
					since = CASE WHEN a.since <= now() - ${length} THEN now() ELSE a.since END
				RETURNING count, ceil(extract(epoch FROM since + ${length} - now()) * 1000)::int AS "retryAfterMs"`;
			if (!row) throw new Error('no attempt was counted');
			return row;
		},
		async forget(key: string): Promise<void> {
			await sql`DELETE FROM sign_in_attempt WHERE key = ${key}`;
		},
		/** Takes one try back. */
		async giveBack(key: string): Promise<void> {
			await sql`UPDATE sign_in_attempt SET count = greatest(count - 1, 0) WHERE key = ${key}`;
		},
		async forgetOld(): Promise<void> {
			await sql`DELETE FROM sign_in_attempt WHERE since < now() - ${keptMs} * interval '1 ms'`;
		}
	};
}
