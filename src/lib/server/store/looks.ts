import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

export type Look = {
	at: Date;
	viewer: string;
	/** What was looked at or done: `quarantine-open`. */
	what: string;
	/** Which rows, by their ids. */
	rows: readonly string[];
	reason: string;
};

/** Append-only. Written before the row is shown, so that no look goes unrecorded. */
export async function recordLook(sql: Executor, look: Look): Promise<void> {
	await (sql as Sql)`
		INSERT INTO look (at, viewer, what, rows, reason)
		VALUES (${look.at}, ${look.viewer}, ${look.what}, ${JSON.stringify(look.rows)}::text::jsonb, ${look.reason})`;
}
