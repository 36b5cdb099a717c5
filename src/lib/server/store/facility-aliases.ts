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

/** Learned once; who came first keeps it. */
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
