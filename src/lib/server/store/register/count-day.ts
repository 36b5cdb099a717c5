/**
 * How many members stand, by kecamatan and reason: counted once after each change, so that no page reads a row of a person.
 * All figures of a kecamatan add up to the city's: a family is counted where most registers put it, in the first of its
 * kecamatan.
 */
import { reasonBit, validityReasons } from '../../../domain/membership-validity.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { lookUp } from './look-up.ts';
import { keepLateNewborns, standingNewborns } from './newborns.ts';
import { claimsOfMembers, claimsOfNewborns } from './paid-claims.ts';
import { familiesOfTurned, type Turned } from './refresh.ts';

type Fragment = ReturnType<Sql>;

/** A mask holds a name: everybody is a member, nobody's mask is valid but the empty one. */
const holds = (sql: Sql) => sql`(
	VALUES ('member', 0), ('valid', 0), ('invalid', 0),
		${sql.unsafe(validityReasons.map((reason) => `('${reason}', ${reasonBit(reason)})`).join(', '))}
) AS name(reason, bit)`;
const isHeld = (sql: Sql) => sql`CASE reason WHEN 'member' THEN true WHEN 'valid' THEN has_valid
	WHEN 'invalid' THEN mask <> 0 ELSE mask & bit <> 0 END`;

/**
 * Counts what stands now as the day's end. Under `lockMembership`.
 * @param turned what was judged anew in this transaction: of few, people and families are not counted again, the newest
 * count is moved by them; null where something else wrote memberships, or to count all of them
 */
export async function countMembershipDay(
	tx: Transaction,
	day: string,
	at: Date,
	turned: Turned | null
): Promise<void> {
	const sql = tx as unknown as Sql;
	await keepLateNewborns(tx, day);
	const base = turned?.isFew === true ? await findBase(sql) : null;
	if (base === null) await layCount(sql, countStanding(sql));
	else await lookUp(tx, () => layCount(sql, moveStanding(sql, base, turned?.people ?? 0)));
	await sql`DELETE FROM membership_day WHERE day = ${day}::date`;
	await sql`
		INSERT INTO membership_day (day, kecamatan, reason, persons, families, claims, paid_rupiah, counted_at)
		SELECT ${day}::date, kecamatan, reason, coalesce(sum(persons), 0), coalesce(sum(families), 0),
			coalesce(sum(claims), 0), coalesce(sum(paid_rupiah), 0), ${at}::timestamptz
		FROM (
			SELECT kecamatan, reason, persons, families, 0 AS claims, 0 AS paid_rupiah FROM standing_count
			UNION ALL SELECT kecamatan, reason, 0, 0, claims, paid_rupiah FROM (${countClaims(sql, day)}) AS counted
			UNION ALL ${countNewborns(sql, day)}
		) AS counted
		GROUP BY kecamatan, reason HAVING sum(persons) <> 0 OR sum(families) <> 0 OR sum(claims) <> 0`;
	await sql`DROP TABLE standing_count`;
}

async function layCount(sql: Sql, standing: Fragment): Promise<void> {
	await sql`CREATE TEMP TABLE standing_count ON COMMIT DROP AS
		SELECT kecamatan, reason, sum(persons) AS persons, sum(families) AS families
		FROM (${standing}) AS counted GROUP BY kecamatan, reason`;
}

/** The newest day that was counted whole: whatever wrote memberships since counted in the same commit. */
async function findBase(sql: Sql): Promise<string | null> {
	const [row] = await sql<{ day: string | null }[]>`
		SELECT max(day) AS day FROM membership_day WHERE families IS NOT NULL`;
	return row?.day ?? null;
}

/** Masks are counted first and taken apart afterwards: there are few of them. */
const byReason = (sql: Sql, masks: Fragment): Fragment => sql`
	SELECT kecamatan, reason, sum(persons) AS persons, sum(families) AS families
	FROM (${masks}) AS masks CROSS JOIN ${holds(sql)} WHERE ${isHeld(sql)} GROUP BY kecamatan, reason`;

const countStanding = (sql: Sql): Fragment =>
	byReason(
		sql,
		sql`
		SELECT kecamatan, reasons AS mask, reasons = 0 AS has_valid, count(*) AS persons, 0 AS families
		FROM membership WHERE ended_on IS NULL GROUP BY 1, 2, 3
		UNION ALL
		SELECT kecamatan, mask, has_valid, 0, count(*) FROM (
			SELECT min(kecamatan) AS kecamatan, bit_or(reasons) AS mask, bool_or(reasons = 0) AS has_valid
			FROM membership WHERE ended_on IS NULL AND family_id IS NOT NULL GROUP BY family_id
		) AS one GROUP BY 1, 2, 3`
	);

/** What stood at the newest count, without those who turned as they stood, and with them as they stand. */
function moveStanding(sql: Sql, base: string, people: number): Fragment {
	const stood: Fragment = sql`
		SELECT kecamatan, reason, persons, families FROM membership_day
		WHERE day = ${base}::date AND reason <> 'newborn-without-nik'`;
	if (people === 0) return stood;
	return sql`${stood} UNION ALL ${byReason(
		sql,
		sql`
		SELECT old_kecamatan AS kecamatan, old_reasons AS mask, old_reasons = 0 AS has_valid, -1 AS persons, 0 AS families
		FROM turned WHERE stood_since IS NOT NULL
		UNION ALL SELECT kecamatan, reasons, reasons = 0, 1, 0 FROM turned WHERE is_member
		UNION ALL SELECT kecamatan, mask, has_valid, 0, -1 FROM family_before
		UNION ALL SELECT kecamatan, mask, has_valid, 0, 1 FROM (${familiesOfTurned(sql)}) AS family_now`
	)}`;
}

const countClaims = (sql: Sql, day: string): Fragment => sql`
	SELECT kecamatan, reason, sum(claims) AS claims, sum(paid_rupiah) AS paid_rupiah FROM (
		SELECT kecamatan, mask, is_valid AS has_valid, count(*) AS claims, sum(paid_rupiah) AS paid_rupiah
		FROM (${claimsOfMembers(sql, day, null)}) AS one GROUP BY kecamatan, mask, is_valid
	) AS masks CROSS JOIN ${holds(sql)} WHERE ${isHeld(sql)} GROUP BY kecamatan, reason`;

const countNewborns = (sql: Sql, day: string): Fragment => sql`
	SELECT kecamatan, 'newborn-without-nik', count(*), count(DISTINCT family_id), 0, 0
	FROM (${standingNewborns(sql, null)}) AS late GROUP BY kecamatan
	UNION ALL
	SELECT kecamatan, 'newborn-without-nik', 0, 0, count(*), sum(paid_rupiah)
	FROM (${claimsOfNewborns(sql, day, null)}) AS paid GROUP BY kecamatan`;

/** The ends of past weeks and months, of persons alone, where nobody counted them then. Under `lockMembership`. */
export async function countPastWeeks(tx: Transaction, before: string, at: Date): Promise<void> {
	const sql = tx as unknown as Sql;
	const [counted] = await sql`SELECT FROM membership_day LIMIT 1`;
	if (!counted) await writePast(sql, before, at);
}

/** The same anew, where a day from `since` on was told so. Under `lockMembership`. */
export async function recountPast(tx: Transaction, since: string, before: string, at: Date): Promise<void> {
	const sql = tx as unknown as Sql;
	const [days] = await sql<{ isTold: boolean | null; counted: string | null }[]>`
		SELECT max(day) FILTER (WHERE families IS NULL) >= ${since}::date AS "isTold",
			min(day) FILTER (WHERE families IS NOT NULL) AS counted FROM membership_day`;
	const first = days?.counted ?? before;
	if (days?.isTold === false || since >= first) return;
	await sql`DELETE FROM membership_day WHERE families IS NULL`;
	await writePast(sql, first, at);
}

async function writePast(sql: Sql, before: string, at: Date): Promise<void> {
	await sql`
		WITH step AS (
			SELECT known_on AS day, kecamatan, reasons AS mask, count(*)::int AS persons FROM membership GROUP BY 1, 2, 3
			UNION ALL
			SELECT ended_on, kecamatan, reasons, -count(*)::int FROM membership WHERE ended_on IS NOT NULL GROUP BY 1, 2, 3
		), first AS (
			SELECT min(day) AS day FROM step
		), past AS (
			SELECT generate_series(date_trunc('week', day)::date + 5, ${before}::date - 1, '7 days')::date AS day FROM first
			UNION SELECT (month + interval '1 month - 1 day')::date FROM first,
				generate_series(date_trunc('month', day), ${before}::date, '1 month') AS month
			WHERE (month + interval '1 month - 1 day')::date < ${before}::date
		)
		INSERT INTO membership_day (day, kecamatan, reason, persons, counted_at)
		SELECT past.day, kecamatan, reason, sum(persons), ${at}::timestamptz
		FROM past JOIN (
			SELECT day, kecamatan, mask, mask = 0 AS has_valid, persons FROM step
		) AS step ON step.day <= past.day CROSS JOIN ${holds(sql)}
		WHERE ${isHeld(sql)} GROUP BY past.day, kecamatan, reason HAVING sum(persons) > 0`;
}

/** The newest day that was counted, and when. */
export async function findCounted(tx: Transaction): Promise<{ day: string; at: Date } | null> {
	const [row] = await tx<{ day: string; at: Date }[]>`
		SELECT day, max(counted_at) AS at FROM membership_day GROUP BY day ORDER BY day DESC LIMIT 1`;
	return row ?? null;
}
