/**
 * Keeps `membership` what the sources say: who is judged otherwise than before gets a new row from today on, and the old one
 * ends. Readers see all of it at the commit, or nothing.
 */
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { judged, reasonMask } from './judge.ts';

/** "MEMB": two must not judge the same people at once. */
const lockNumber = 0x4d454d42;

export type Scope = ReturnType<Sql>;

const facts = [
	'family_id',
	'kecamatan',
	'segment',
	'register_status',
	'status_since',
	'jkn',
	'registered_since',
	'reasons'
];

export async function lockMembership(tx: Transaction): Promise<void> {
	await tx`SELECT pg_advisory_xact_lock(${lockNumber})`;
}

/** False while somebody else has it. */
export async function tryLockMembership(tx: Transaction): Promise<boolean> {
	const [row] = await tx<{ got: boolean }[]>`SELECT pg_try_advisory_xact_lock(${lockNumber}) AS got`;
	return row?.got === true;
}

/** Everybody who is a member, or could have become one or ceased to be. */
export const everybody = (tx: Transaction): Scope => (tx as unknown as Sql)`
	SELECT person_id FROM dinsos_card
	UNION SELECT person_id FROM member WHERE posted_on IS NOT NULL AND reversed_on IS NULL
	UNION SELECT person_id FROM membership WHERE ended_on IS NULL`;

/** Of whom events spoke, once `takeDue` took them. */
export const dueOnes = (tx: Transaction): Scope => (tx as unknown as Sql)`SELECT person_id FROM due`;

/** Whether events spoke of anybody since. */
export async function hasDue(tx: Transaction): Promise<boolean> {
	const [row] = await tx`SELECT FROM membership_due LIMIT 1`;
	return row !== undefined;
}

/** Takes from the list whom events spoke of since; a row that is added meanwhile stays on it. */
export async function takeDue(tx: Transaction): Promise<number> {
	await tx`CREATE TEMP TABLE due (person_id uuid) ON COMMIT DROP`;
	const { count } = await tx`
		WITH taken AS (DELETE FROM membership_due RETURNING person_id)
		INSERT INTO due SELECT DISTINCT person_id FROM taken`;
	await tx`ANALYZE due`;
	return count;
}

/**
 * Judges the people of a scope for a day. Under `lockMembership`.
 * @returns how many were judged otherwise than they stood
 */
export async function refreshMembership(tx: Transaction, scope: Scope, day: string): Promise<number> {
	const sql = tx as unknown as Sql;
	const list = (alias: string) => facts.map((name) => `${alias}.${name}`).join(', ');
	await sql`CREATE TEMP TABLE verdict ON COMMIT DROP AS ${judged(sql, scope, day)} ORDER BY person_id`;
	await sql`ANALYZE verdict`;
	const { count } = await sql`
		CREATE TEMP TABLE turned ON COMMIT DROP AS
		SELECT v.*, m.known_on AS stood_since FROM verdict v
		LEFT JOIN membership m ON m.person_id = v.person_id AND m.ended_on IS NULL
		WHERE (m.person_id IS NULL AND v.is_member) OR (m.person_id IS NOT NULL
			AND (NOT v.is_member OR (${sql.unsafe(list('v'))}) IS DISTINCT FROM (${sql.unsafe(list('m'))})))`;
	await sql`ANALYZE turned`;
	// What began today has not stood at the end of any day.
	await sql`DELETE FROM membership m USING turned t
		WHERE t.stood_since >= ${day}::date AND m.person_id = t.person_id AND m.known_on = t.stood_since`;
	await sql`UPDATE membership m SET ended_on = ${day}::date FROM turned t
		WHERE t.stood_since < ${day}::date AND m.person_id = t.person_id AND m.known_on = t.stood_since`;
	await sql`INSERT INTO membership (person_id, known_on, ${sql.unsafe(facts.join(', '))})
		SELECT person_id, ${day}::date, ${sql.unsafe(facts.join(', '))} FROM turned WHERE is_member ORDER BY person_id`;
	await sql`DROP TABLE verdict, turned`;
	return count;
}

/** The past that events tell, for an installation that begins to judge: each version from the day on which it was known. */
export async function tellPast(tx: Transaction, before: string): Promise<void> {
	const [begun] = await tx`SELECT FROM membership LIMIT 1`;
	if (begun) return;
	await tellByEvents(tx, before, null);
}

/**
 * Events that were learned in the past and come only now, as of an importer that catches up: the past of whom no register
 * speaks is told anew. Of `due` people.
 * @returns the first day that is another now; null for none
 */
export async function retellPast(tx: Transaction, before: string): Promise<string | null> {
	const sql = tx as unknown as Sql;
	await sql`
		CREATE TEMP TABLE late ON COMMIT DROP AS
		SELECT e.person_id, min(e.posted_on) AS day FROM due JOIN member e USING (person_id)
		WHERE e.posted_on < coalesce(e.reversed_on, 'infinity') AND e.posted_on < ${before}::date
			AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = e.person_id AND m.known_on = e.posted_on)
			AND NOT EXISTS (SELECT FROM dinsos_card WHERE person_id = e.person_id)
			AND NOT EXISTS (SELECT FROM dukcapil_person WHERE person_id = e.person_id)
			AND NOT EXISTS (SELECT FROM jkn_status WHERE person_id = e.person_id)
		GROUP BY e.person_id`;
	const [first] = await sql<{ day: string | null }[]>`SELECT min(day) AS day FROM late`;
	if (!first?.day) return null;
	await sql`DELETE FROM membership USING late WHERE membership.person_id = late.person_id`;
	await tellByEvents(tx, before, sql`SELECT person_id FROM late`);
	return first.day;
}

/** @param scope null for everybody */
async function tellByEvents(tx: Transaction, before: string, scope: Scope | null): Promise<void> {
	const sql = tx as unknown as Sql;
	await sql`
		INSERT INTO membership (person_id, known_on, ended_on, ${sql.unsafe(facts.join(', '))})
		SELECT person_id, known_on, ended_on, family_id, kecamatan, segment, register_status, status_since, jkn,
			registered_since, ${reasonMask(sql, sql`known_on`)}
		FROM (
			SELECT DISTINCT ON (e.person_id, e.posted_on) e.person_id, e.posted_on AS known_on, e.reversed_on AS ended_on,
				e.family_id, e.kecamatan, e.segment, replace(e.register_status, 'unknown', 'not-found') AS register_status,
				e.occurred_on AS status_since, e.jkn, e.ektp, null::date AS registered_since, p.birth_year,
				p.nik_defect IS NOT NULL AS nik_defect, false AS is_register_read, 1 AS card_families, 1 AS families,
				false AS is_head, 0 AS heads
			FROM member e JOIN person p USING (person_id)
			WHERE e.posted_on < coalesce(e.reversed_on, 'infinity') AND e.posted_on < ${before}::date
				${scope ? sql`AND e.person_id IN (${scope})` : sql``}
			ORDER BY e.person_id, e.posted_on, e.version_time DESC
		) AS told`;
}
