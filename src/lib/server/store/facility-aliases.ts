/** What other systems call our facilities. */
import type { Sql } from './connect.ts';

export type AliasSystem = 'bpjs';

/** A hospital has one code of the insurer; a few more are mistakes, many are an attempt to fill the table. */
const maxAliases = 4;

export async function findAlias(sql: Sql, system: AliasSystem, code: string): Promise<string | null> {
	const [row] = await sql<{ facility: string }[]>`
		SELECT facility FROM facility_alias WHERE system = ${system} AND code = ${code}`;
	return row?.facility ?? null;
}

/** Learned once; who came first keeps it, until somebody puts it right (`npm run alias`). */
export async function keepAlias(
	sql: Sql,
	system: AliasSystem,
	code: string,
	facility: string
): Promise<void> {
	await sql`
		INSERT INTO facility_alias (system, code, facility)
		SELECT ${system}, ${code}, ${facility}
		WHERE (SELECT count(*) FROM facility_alias WHERE system = ${system} AND facility = ${facility}) < ${maxAliases}
		ON CONFLICT DO NOTHING`;
}

export type Alias = { system: AliasSystem; code: string; facility: string; learnedAt: Date };

export function listAliases(sql: Sql): Promise<Alias[]> {
	return sql<Alias[]>`
		SELECT system, code, facility, learned_at AS "learnedAt" FROM facility_alias ORDER BY system, code`;
}

/** Whoever had it before. */
export async function setAlias(sql: Sql, system: AliasSystem, code: string, facility: string): Promise<void> {
	await sql`
		INSERT INTO facility_alias (system, code, facility) VALUES (${system}, ${code}, ${facility})
		ON CONFLICT (system, code) DO UPDATE SET facility = excluded.facility, learned_at = now()`;
}

/** @returns false when there was none. */
export async function removeAlias(sql: Sql, system: AliasSystem, code: string): Promise<boolean> {
	const { count } = await sql`DELETE FROM facility_alias WHERE system = ${system} AND code = ${code}`;
	return count > 0;
}
