/**
 * How many members stand, by kecamatan and reason: counted once after each change, so that no page reads a row of a person.
 * All figures of a kecamatan add up to the city's: a family is counted where most registers put it, in the first of its
 * kecamatan.
 */
import {
	newbornDays,
	reasonBit,
	residenceMonths,
	validityReasons
} from '../../../domain/membership-validity.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';

type Fragment = ReturnType<Sql>;

/** A mask holds a name: everybody is a member, nobody's mask is valid but the empty one. */
const holds = (sql: Sql) => sql`(
	VALUES ('member', 0), ('valid', 0), ('invalid', 0),
		${sql.unsafe(validityReasons.map((reason) => `('${reason}', ${reasonBit(reason)})`).join(', '))}
) AS name(reason, bit)`;
const isHeld = (sql: Sql) => sql`CASE reason WHEN 'member' THEN true WHEN 'valid' THEN has_valid
	WHEN 'invalid' THEN mask <> 0 ELSE mask & bit <> 0 END`;

/**
 * Of a claim only those reasons count that held when the service began: who died or moved did so on a day, and residence
 * grows long enough. The other reasons have no day of their own: they count for the whole year.
 */
const maskOfClaim = (sql: Sql) => sql`m.reasons
	& CASE WHEN m.status_since > c.service_from THEN ~${reasonBit('deceased') | reasonBit('moved')}::int ELSE -1 END
	& CASE WHEN (m.registered_since + make_interval(months => ${residenceMonths}::int))::date <= c.service_from
		THEN ~${reasonBit('residence-under-six-months')}::int ELSE -1 END`;

const paidClaims = (sql: Sql, day: string): Fragment => sql`
	SELECT person_id, visit_no, facility, service_from, paid_rupiah FROM claim
	WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND state = 'paid'
		AND occurred_on BETWEEN date_trunc('year', ${day}::date)::date AND ${day}::date`;

/** Counts what stands now as the day's end. Under `lockMembership`. */
export async function countMembershipDay(tx: Transaction, day: string, at: Date): Promise<void> {
	const sql = tx as unknown as Sql;
	await sql`DELETE FROM membership_day WHERE day = ${day}::date`;
	await sql`
		WITH standing AS (
			SELECT * FROM membership WHERE ended_on IS NULL
		), by_person AS (
			SELECT kecamatan, reasons AS mask, reasons = 0 AS has_valid, count(*) AS persons FROM standing GROUP BY 1, 2
		), by_family AS (
			SELECT kecamatan, mask, has_valid, count(*) AS families FROM (
				SELECT min(kecamatan) AS kecamatan, bit_or(reasons) AS mask, bool_or(reasons = 0) AS has_valid
				FROM standing WHERE family_id IS NOT NULL GROUP BY family_id
			) AS one GROUP BY 1, 2, 3
		), by_claim AS (
			SELECT kecamatan, mask, bool_and(is_valid) AS has_valid, count(*) AS claims, sum(paid_rupiah) AS paid_rupiah
			FROM (SELECT m.kecamatan, ${maskOfClaim(sql)} AS mask, m.reasons = 0 AS is_valid, c.paid_rupiah
				FROM (${paidClaims(sql, day)}) c JOIN standing m ON m.person_id = c.person_id) AS one
			GROUP BY kecamatan, mask, is_valid
		), counted AS (
			SELECT kecamatan, mask, has_valid, persons, 0 AS families, 0 AS claims, 0 AS paid_rupiah FROM by_person
			UNION ALL SELECT kecamatan, mask, has_valid, 0, families, 0, 0 FROM by_family
			UNION ALL SELECT kecamatan, mask, has_valid, 0, 0, claims, paid_rupiah FROM by_claim
		)
		INSERT INTO membership_day (day, kecamatan, reason, persons, families, claims, paid_rupiah, counted_at)
		SELECT ${day}::date, kecamatan, reason, sum(persons), sum(families), sum(claims), sum(paid_rupiah),
			${at}::timestamptz
		FROM counted CROSS JOIN ${holds(sql)} WHERE ${isHeld(sql)} GROUP BY kecamatan, reason
		UNION ALL ${countNewborns(sql, day, at)}`;
}

/**
 * Children who came without a NIK longer ago than it takes to get one, and of whom their mother's family still shows no child
 * born since. One a mother: twins have one entry.
 */
export const lateNewborns = (sql: Sql, day: string): Fragment => sql`
	SELECT v.mother_id, v.kecamatan, v.facility, v.born_on, coalesce(d.family_id, m.family_id) AS family_id FROM (
		SELECT DISTINCT ON (mother_id) mother_id, kecamatan, facility, occurred_on AS born_on FROM visit
		WHERE mother_id IS NOT NULL AND person_id IS NULL AND posted_on IS NOT NULL AND reversed_on IS NULL
		ORDER BY mother_id, occurred_on
	) AS v
	LEFT JOIN dukcapil_person d ON d.person_id = v.mother_id
	LEFT JOIN membership m ON m.person_id = v.mother_id AND m.ended_on IS NULL
	WHERE v.born_on + ${newbornDays}::int < ${day}::date AND NOT EXISTS (
		SELECT FROM dukcapil_person child JOIN person p USING (person_id)
		WHERE child.family_id = coalesce(d.family_id, m.family_id) AND p.birth_year >= extract(year FROM v.born_on))`;

const countNewborns = (sql: Sql, day: string, at: Date): Fragment => sql`
	SELECT ${day}::date, n.kecamatan, 'newborn-without-nik', count(*)::int, count(DISTINCT n.family_id)::int,
		coalesce(sum(c.claims), 0)::int, coalesce(sum(c.paid_rupiah), 0)::bigint, ${at}::timestamptz
	FROM (${lateNewborns(sql, day)}) AS n
	LEFT JOIN LATERAL (
		SELECT count(*) AS claims, sum(c.paid_rupiah) AS paid_rupiah
		FROM visit v JOIN (${paidClaims(sql, day)}) c ON c.facility = v.facility AND c.visit_no = v.visit_no
		WHERE v.mother_id = n.mother_id AND v.person_id IS NULL AND v.posted_on IS NOT NULL AND v.reversed_on IS NULL
			AND v.occurred_on > n.born_on + ${newbornDays}::int
	) AS c ON true GROUP BY n.kecamatan`;

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
