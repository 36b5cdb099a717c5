/** Which forms made something: one line each, kept for a day. */
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

const keptHours = 24;

/** @returns false where it was noted before, by whichever process */
export async function noteForm(on: Executor, who: string, token: string, at: Date): Promise<boolean> {
	const sql = on as Sql;
	await sql`DELETE FROM form_sent WHERE at < ${at}::timestamptz - make_interval(hours => ${keptHours}::int)`;
	const noted = await sql`
		INSERT INTO form_sent (who, token, at) VALUES (${who}, ${token}, ${at}) ON CONFLICT (who, token) DO NOTHING`;
	return noted.count === 1;
}

/** Nothing was made of it: it may be sent again. */
export async function forgetForm(on: Executor, who: string, token: string): Promise<void> {
	await (on as Sql)`DELETE FROM form_sent WHERE who = ${who} AND token = ${token}`;
}
