/**
 * The claims paid for people whose card does not count, and under which reasons each of them counts: of the count of a day and
 * of the list behind it, so that the rows of the one add up to the other.
 */
import { newbornDays, reasonBit, residenceMonths } from '../../../domain/membership-validity.ts';
import type { Executor } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { births, childVisit, standingNewborns } from './newborns.ts';

type Fragment = ReturnType<Sql>;

/** Members as they stood at a day's end; null for those who stand now. */
export const standingMembers = (sql: Sql, asOf: string | null): Fragment => sql`
	SELECT * FROM membership WHERE ${
		asOf === null
			? sql`ended_on IS NULL`
			: sql`known_on <= ${asOf}::date AND (ended_on IS NULL OR ended_on > ${asOf}::date)`
	}`;

/**
 * Of a claim only those reasons count that held when the service began: who died or moved did so on a day, JKN began to pay
 * on one, and residence grows long enough. The other reasons have no day of their own: they count for the whole year.
 */
const maskOfClaim = (sql: Sql): Fragment => sql`m.reasons
	& CASE WHEN m.status_since > c.service_from THEN ~${reasonBit('deceased') | reasonBit('moved')}::int ELSE -1 END
	& CASE WHEN m.jkn_since > c.service_from THEN ~${reasonBit('jkn-active')}::int ELSE -1 END
	& CASE WHEN (m.registered_since + make_interval(months => ${residenceMonths}::int))::date <= c.service_from
		THEN ~${reasonBit('residence-under-six-months')}::int ELSE -1 END`;

/** Paid from the year's first day to this one, as it stood at this one's end. */
const paidOf = (sql: Sql, day: string): Fragment => sql`
	SELECT person_id, visit_no, facility, service_from, paid_rupiah FROM claim
	WHERE state = 'paid' AND posted_on <= ${day}::date AND (reversed_on IS NULL OR reversed_on > ${day}::date)
		AND occurred_on BETWEEN date_trunc('year', ${day}::date)::date AND ${day}::date`;

/** What was paid for children without a NIK, by birth: up to 90 days it is the mother's, then the child's own finding. */
const paidForChildren = (sql: Sql, day: string): Fragment => sql`
	SELECT b.mother_id, b.born_on, c.service_from, c.paid_rupiah,
		v.occurred_on > b.born_on + ${newbornDays}::int AS is_late
	FROM (${paidOf(sql, day)}) AS c
	JOIN visit v ON v.facility = c.facility AND v.visit_no = c.visit_no AND ${childVisit(sql, sql`v`, day)}
	JOIN (${births(sql, day)}) AS b ON b.mother_id = v.mother_id AND v.occurred_on >= b.born_on
		AND (b.next_born_on IS NULL OR v.occurred_on < b.next_born_on)
	WHERE c.person_id IS NULL`;

/** Each paid claim of a member: `person_id`, `kecamatan`, `mask`, `is_valid` (of the card, today), `paid_rupiah`. */
export const claimsOfMembers = (sql: Sql, day: string, asOf: string | null): Fragment => sql`
	SELECT m.person_id, m.kecamatan, ${maskOfClaim(sql)} AS mask, m.reasons = 0 AS is_valid, c.paid_rupiah
	FROM (
		SELECT person_id, service_from, paid_rupiah FROM (${paidOf(sql, day)}) AS own WHERE person_id IS NOT NULL
		UNION ALL
		SELECT mother_id, service_from, paid_rupiah FROM (${paidForChildren(sql, day)}) AS child WHERE NOT is_late
	) AS c JOIN (${standingMembers(sql, asOf)}) AS m ON m.person_id = c.person_id`;

/** Each paid claim of a child that is listed: `mother_id`, `born_on`, `kecamatan`, `paid_rupiah`. */
export const claimsOfNewborns = (sql: Sql, day: string, asOf: string | null): Fragment => sql`
	SELECT n.mother_id, n.born_on, n.kecamatan, c.paid_rupiah
	FROM (${standingNewborns(sql, asOf)}) AS n
	JOIN (${paidForChildren(sql, day)}) AS c ON c.mother_id = n.mother_id AND c.born_on = n.born_on AND c.is_late`;

export type PaidFor = { claims: number; paidRupiah: number };
export type PaidAsked = {
	/** Bit of the reason; null for newborns without a NIK, who stand under their mother's id and the day of birth. */
	bit: number | null;
	day: string;
	asOf: string | null;
};

/** A row of the list: the same mother may stand in it with two children. */
export const rowKey = (
	{ personId, since }: { personId: string; since: string },
	bit: number | null
): string => (bit === null ? `${personId} ${since}` : personId);

/**
 * What was paid this year for each of these people under the reason that they are listed for.
 * @param sql must see claims and visits: the product's own, once the viewer was found to be allowed to see these people
 */
export async function readPaidFor(
	on: Executor,
	personIds: readonly string[],
	{ bit, day, asOf }: PaidAsked
): Promise<ReadonlyMap<string, PaidFor>> {
	const sql = on as Sql;
	const ids = sql`${[...personIds]}::uuid[]`;
	const claims =
		bit === null
			? sql`SELECT mother_id AS person_id, born_on, paid_rupiah FROM (${claimsOfNewborns(sql, day, asOf)}) AS own
				WHERE mother_id = ANY(${ids})`
			: sql`SELECT person_id, null::date AS born_on, paid_rupiah FROM (${claimsOfMembers(sql, day, asOf)}) AS own
				WHERE person_id = ANY(${ids}) AND mask & ${bit}::int <> 0`;
	const rows = await sql<({ personId: string; bornOn: string | null } & PaidFor)[]>`
		SELECT person_id AS "personId", born_on AS "bornOn", count(*)::int AS claims,
			sum(paid_rupiah)::bigint AS "paidRupiah"
		FROM (${claims}) AS claims GROUP BY person_id, born_on`;
	return new Map(
		rows.map(({ personId, bornOn, ...paid }) => [rowKey({ personId, since: bornOn ?? '' }, bit), paid])
	);
}
