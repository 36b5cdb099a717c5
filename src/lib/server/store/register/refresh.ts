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
	'reasons',
	'jkn_since'
];
const list = (alias: string, names: readonly string[] = facts) =>
	names.map((name) => `${alias}.${name}`).join(', ');

/** Up to so many people who turned, what they move is added to what was counted; of more, all is counted anew. */
const fewTurned = 50_000;

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

/** What a judgement changed: how many people, and whether so few that the count of a day is moved by them. */
export type Turned = { people: number; isFew: boolean };

/**
 * Judges the people of a scope for a day. Under `lockMembership`, once a transaction: it leaves the tables `turned` (who is
 * judged otherwise than they stood, with how they stood) and, of few, `family_before` for whoever counts the day.
 *
 * A JKN status that goes on keeps its first day, where the register names none.
 */
export async function refreshMembership(tx: Transaction, scope: Scope, day: string): Promise<Turned> {
	const sql = tx as unknown as Sql;
	const judgedNow = facts.filter((name) => name !== 'jkn_since');
	await sql`
		CREATE TEMP TABLE turned ON COMMIT DROP AS
		SELECT v.person_id, v.is_member, ${sql.unsafe(list('v', judgedNow))}, since.jkn_since, m.known_on AS stood_since,
			m.kecamatan AS old_kecamatan, m.family_id AS old_family_id, m.reasons AS old_reasons
		FROM (${judged(sql, scope, day)}) AS v
		LEFT JOIN membership m ON m.person_id = v.person_id AND m.ended_on IS NULL
		CROSS JOIN LATERAL (SELECT coalesce(v.jkn_since,
			CASE WHEN m.jkn = v.jkn THEN least(m.jkn_since, v.jkn_told_on) ELSE v.jkn_told_on END) AS jkn_since) AS since
		WHERE (m.person_id IS NULL AND v.is_member) OR (m.person_id IS NOT NULL AND (NOT v.is_member
			OR (${sql.unsafe(list('v', judgedNow))}, since.jkn_since)
				IS DISTINCT FROM (${sql.unsafe(list('m', judgedNow))}, m.jkn_since)))`;
	const [counted] = await sql<{ people: number }[]>`SELECT count(*)::int AS people FROM turned`;
	const people = counted?.people ?? 0;
	if (people === 0) return { people, isFew: true };
	await sql`ANALYZE turned`;
	const isFew = people <= fewTurned;
	if (isFew) await rememberFamilies(sql);
	await writeTurned(sql, day);
	return { people, isFew };
}

/** As their families are counted, before and after: with one row of each family, whoever of it turned. */
export const familiesOfTurned = (sql: Sql): Scope => sql`
	SELECT family_id, min(kecamatan) AS kecamatan, bit_or(reasons) AS mask, bool_or(reasons = 0) AS has_valid
	FROM membership WHERE ended_on IS NULL AND family_id IN (
		SELECT old_family_id FROM turned WHERE stood_since IS NOT NULL UNION SELECT family_id FROM turned WHERE is_member)
	GROUP BY family_id`;

async function rememberFamilies(sql: Sql): Promise<void> {
	await sql`CREATE TEMP TABLE family_before ON COMMIT DROP AS ${familiesOfTurned(sql)}`;
}

async function writeTurned(sql: Sql, day: string): Promise<void> {
	// What began today has not stood at the end of any day.
	await sql`DELETE FROM membership m USING turned t
		WHERE t.stood_since >= ${day}::date AND m.person_id = t.person_id AND m.known_on = t.stood_since`;
	await sql`UPDATE membership m SET ended_on = ${day}::date FROM turned t
		WHERE t.stood_since < ${day}::date AND m.person_id = t.person_id AND m.known_on = t.stood_since`;
	await sql`INSERT INTO membership (person_id, known_on, ${sql.unsafe(facts.join(', '))})
		SELECT person_id, ${day}::date, ${sql.unsafe(facts.join(', '))} FROM turned WHERE is_member ORDER BY person_id`;
}

const judgedDaySetting = 'membership_judged';

/** The last day on which everybody was judged: a change of some people alone is no day's judgement. */
export async function findJudgedDay(tx: Transaction): Promise<string | null> {
	const [row] = await tx<{ day: string }[]>`
		SELECT value #>> '{}' AS day FROM setting WHERE key = ${judgedDaySetting}`;
	return row?.day ?? null;
}

export async function keepJudgedDay(tx: Transaction, day: string): Promise<void> {
	await tx`INSERT INTO setting (key, value) VALUES (${judgedDaySetting}, to_jsonb(${day}::text))
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
}

/**
 * The past that events tell, for an installation that begins to judge: each version from the day on which it was known.
 * @returns whether it was told now
 */
export async function tellPast(tx: Transaction, before: string): Promise<boolean> {
	const [begun] = await tx`SELECT FROM membership LIMIT 1`;
	if (begun) return false;
	await tellByEvents(tx, before, null);
	return true;
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
			registered_since, ${reasonMask(sql, sql`known_on`)}, jkn_since
		FROM (
			SELECT *, min(status_since) OVER (PARTITION BY person_id, jkn_turns) AS jkn_since
			FROM (
				SELECT *, sum(is_jkn_turn) OVER (PARTITION BY person_id ORDER BY known_on) AS jkn_turns
				FROM (
					SELECT *, CASE WHEN jkn IS DISTINCT FROM lag(jkn) OVER (PARTITION BY person_id ORDER BY known_on)
						THEN 1 ELSE 0 END AS is_jkn_turn
					FROM (${toldByEvents(sql, before, scope)}) AS told
				) AS turned
			) AS told
		) AS told`;
}

const toldByEvents = (sql: Sql, before: string, scope: Scope | null) => sql`
	SELECT DISTINCT ON (e.person_id, e.posted_on) e.person_id, e.posted_on AS known_on, e.reversed_on AS ended_on,
		e.family_id, e.kecamatan, e.segment, replace(e.register_status, 'unknown', 'not-found') AS register_status,
		e.occurred_on AS status_since, replace(e.jkn, 'unknown', 'none') AS jkn, e.ektp, null::date AS registered_since,
		p.birth_year, p.nik_defect IS NOT NULL AS nik_defect, false AS is_register_read, 1 AS card_families, 1 AS families,
		false AS is_head, 0 AS heads
	FROM member e JOIN person p USING (person_id)
	WHERE e.posted_on < coalesce(e.reversed_on, 'infinity') AND e.posted_on < ${before}::date
		${scope ? sql`AND e.person_id IN (${scope})` : sql``}
	ORDER BY e.person_id, e.posted_on, e.version_time DESC`;
