/** What is remembered between two spreadsheets of one sender: names of columns, and what each row said last. */
import { insertInto, statement, type Column, type Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

export type SaidRow = { key: string; content: string; saidAt: Date };

const rowColumns: Column<SaidRow>[] = [
	{ name: 'key', type: 'uuid', value: (row) => row.key },
	{ name: 'content', type: 'uuid', value: (row) => row.content },
	{ name: 'said_at', type: 'timestamptz', value: (row) => row.saidAt }
];
const find = statement<{ key: string }>(
	[{ name: 'key', type: 'uuid', value: (row) => row.key }],
	(given) => `SELECT replace(s.key::text, '-', '') AS key, replace(s.content::text, '-', '') AS content,
		s.said_at AS "saidAt" FROM ${given} JOIN sheet_row s ON s.key = given.key`
);
/** Another process may have said the same a moment ago: then it was said then. */
const put = statement<SaidRow>(
	rowColumns,
	(given) => `INSERT INTO sheet_row AS s (key, content, said_at) SELECT key, content, said_at FROM ${given}
		ON CONFLICT (key) DO UPDATE SET content = excluded.content,
			said_at = CASE WHEN s.content = excluded.content THEN s.said_at ELSE excluded.said_at END
		RETURNING replace(key::text, '-', '') AS key, said_at AS "saidAt"`
);

/** What stood under these keys, each 32 hexadecimal digits. */
export async function findSaidRows(sql: Executor, keys: readonly string[]): Promise<Map<string, SaidRow>> {
	const rows = await find<{ key: string; content: string; saidAt: Date | string }>(
		sql,
		keys.map((key) => ({ key }))
	);
	return new Map(rows.map((row) => [row.key, { ...row, saidAt: new Date(row.saidAt) }]));
}

/** Keys must be distinct. @returns since when each is said. */
export async function putSaidRows(sql: Executor, rows: readonly SaidRow[]): Promise<Map<string, Date>> {
	const sorted = [...rows].sort((a, b) => (a.key < b.key ? -1 : 1));
	const stored = await put<{ key: string; saidAt: Date | string }>(sql, sorted);
	return new Map(stored.map(({ key, saidAt }) => [key, new Date(saidAt)]));
}

/** As if these had not been said: the next file says them anew, and then. */
export async function forgetSaidRows(sql: Sql, keys: readonly string[]): Promise<void> {
	await sql`DELETE FROM sheet_row WHERE key IN (
		SELECT key FROM sheet_row WHERE key = ANY(${[...keys]}::uuid[]) ORDER BY key FOR UPDATE)`;
}

export type KnownColumn = { heading: string; field: string };

export async function findKnownColumns(sql: Sql, party: string, kind: string): Promise<Map<string, string>> {
	const rows = await sql<KnownColumn[]>`
		SELECT heading, field FROM sheet_column WHERE party = ${party} AND kind = ${kind}`;
	return new Map(rows.map(({ heading, field }) => [heading, field]));
}

type ColumnUse = KnownColumn & { party: string; kind: string; usedAt: Date };
const putColumns = insertInto<ColumnUse>(
	'sheet_column',
	[
		{ name: 'party', type: 'text', value: (row) => row.party },
		{ name: 'kind', type: 'text', value: (row) => row.kind },
		{ name: 'heading', type: 'text', value: (row) => row.heading },
		{ name: 'field', type: 'text', value: (row) => row.field },
		{ name: 'used_at', type: 'timestamptz', value: (row) => row.usedAt }
	],
	'ON CONFLICT (party, kind, heading) DO UPDATE SET field = excluded.field, used_at = excluded.used_at'
);

/** Headings must be distinct. */
export async function rememberColumns(
	sql: Sql,
	use: { party: string; kind: string; usedAt: Date },
	columns: readonly KnownColumn[]
): Promise<void> {
	await putColumns(
		sql,
		columns.map((column) => ({ ...use, ...column })).sort((a, b) => (a.heading < b.heading ? -1 : 1))
	);
}
