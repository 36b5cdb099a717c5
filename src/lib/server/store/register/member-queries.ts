/** What the Members page reads: counted days and readings of registers; rows of people only for the list of those with a defect. */
import type { RegisterSource } from '../../../domain/membership-validity.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { standingNewborns } from './newborns.ts';
import { isSyncLocked, type Rejections } from './syncs.ts';

export type DayRow = {
	kecamatan: string;
	reason: string;
	persons: number;
	families: number | null;
	claims: number | null;
	paidRupiah: number | null;
	countedAt: Date;
};

/**
 * Which counts are read: rows by kecamatan, or the city's totals. It is said and not left to the reader's search path, since
 * somebody may see members whole and visits only in totals.
 */
export type MemberScope = 'all' | 'city';
const countsOf = (tx: Transaction, scope: MemberScope) =>
	scope === 'city' ? tx`city.membership_day` : tx`public.membership_day`;

/** The newest counted day up to one. */
export async function findCountedDay(
	tx: Transaction,
	scope: MemberScope,
	until: string
): Promise<string | null> {
	const [row] = await tx<{ day: string | null }[]>`
		SELECT max(day) AS day FROM ${countsOf(tx, scope)} WHERE day <= ${until}::date`;
	return row?.day ?? null;
}

export async function readCountedDay(tx: Transaction, scope: MemberScope, day: string): Promise<DayRow[]> {
	return tx<DayRow[]>`
		SELECT kecamatan, reason, persons, families, claims, paid_rupiah AS "paidRupiah", counted_at AS "countedAt"
		FROM ${countsOf(tx, scope)} WHERE day = ${day}::date`;
}

/** City totals of the last counted day of each week, Saturday or before. */
export async function readMemberWeeks(
	tx: Transaction,
	scope: MemberScope,
	from: string,
	until: string
): Promise<{ week: string; members: number; valid: number }[]> {
	return tx<{ week: string; members: number; valid: number }[]>`
		SELECT DISTINCT ON (week_end) least(week_end, ${until}::date) AS week, members, valid FROM (
			SELECT day, day + (6 - extract(dow FROM day)::int) AS week_end,
				coalesce(sum(persons) FILTER (WHERE reason = 'member'), 0)::int AS members,
				coalesce(sum(persons) FILTER (WHERE reason = 'valid'), 0)::int AS valid
			FROM ${countsOf(tx, scope)} WHERE day BETWEEN ${from}::date AND ${until}::date GROUP BY day
		) AS days ORDER BY week_end, day DESC`;
}

export type StoredSync = {
	source: RegisterSource;
	mode: string;
	state: string;
	startedAt: Date;
	endedAt: Date | null;
	sender: string;
	lines: number;
	rejected: number;
	rejections: Rejections;
	added: number;
	changed: number;
	removed: number;
	fault: string | null;
};

/** Newest first. One that is said to run, and whose source nobody holds the lock of, was broken off. */
export async function readSyncs(tx: Transaction, until: Date, limit: number): Promise<StoredSync[]> {
	return tx<StoredSync[]>`
		SELECT source, mode, CASE WHEN state = 'running' AND NOT ${isSyncLocked(tx as unknown as Sql)} THEN 'aborted' ELSE state END AS state,
			started_at AS "startedAt", ended_at AS "endedAt", sender, lines, rejected, rejections, added, changed, removed, fault
		FROM register_sync WHERE started_at <= ${until} ORDER BY started_at DESC LIMIT ${limit}`;
}

/** The newest of each source that ended well. */
export async function readLastSyncs(tx: Transaction, until: Date): Promise<StoredSync[]> {
	return tx<StoredSync[]>`
		SELECT DISTINCT ON (source) source, mode, state, started_at AS "startedAt", ended_at AS "endedAt", sender, lines,
			rejected, rejections, added, changed, removed, fault
		FROM register_sync WHERE state = 'done' AND ended_at <= ${until} ORDER BY source, started_at DESC`;
}

export type PeopleAsked = {
	/** Bit of the reason; null for newborns without a NIK. */
	bit: number | null;
	kecamatan: string | null;
	asOf: string | null;
};
export type StoredPerson = {
	personId: string;
	kecamatan: string;
	segment: string;
	registerStatus: string | null;
	jkn: string;
	reasons: number;
	since: string;
};

export async function readPeople(
	tx: Transaction,
	asked: PeopleAsked,
	{ limit, offset }: { limit: number; offset: number }
): Promise<{ total: number; rows: StoredPerson[] }> {
	const sql = tx as unknown as Sql;
	const people = asked.bit === null ? newborns(sql, asked) : withReason(sql, asked, asked.bit);
	const [counted] = await sql<{ total: number }[]>`SELECT count(*)::int AS total FROM (${people}) AS people`;
	const rows = await sql<
		StoredPerson[]
	>`${people} ORDER BY kecamatan, "personId", since LIMIT ${limit} OFFSET ${offset}`;
	return { total: counted?.total ?? 0, rows: [...rows] };
}

const within = (sql: Sql, kecamatan: string | null) =>
	kecamatan === null ? sql`` : sql`AND kecamatan = ${kecamatan}`;

function withReason(sql: Sql, { kecamatan, asOf }: PeopleAsked, bit: number) {
	const stands =
		asOf === null
			? sql`ended_on IS NULL AND reasons <> 0`
			: sql`known_on <= ${asOf}::date AND (ended_on IS NULL OR ended_on > ${asOf}::date)`;
	return sql`
		SELECT person_id AS "personId", kecamatan, segment, register_status AS "registerStatus", jkn, reasons,
			known_on AS since
		FROM membership WHERE ${stands} AND reasons & ${bit}::int <> 0 ${within(sql, kecamatan)}`;
}

/** Under the mother's id: the child has none. */
const newborns = (sql: Sql, { kecamatan, asOf }: PeopleAsked) => sql`
	SELECT mother_id AS "personId", kecamatan, '' AS segment, null::text AS "registerStatus", 'none' AS jkn, 0 AS reasons,
		born_on AS since
	FROM (${standingNewborns(sql, asOf)}) AS newborn WHERE true ${within(sql, kecamatan)}`;

/** Share of the city's people that a demo simulates; 1 for a real city. */
export async function readDemoScale(tx: Transaction, setting: string): Promise<number> {
	const [row] = await tx<{ scale: string | null }[]>`
		SELECT value #>> '{plan,scale}' AS scale FROM setting WHERE key = ${setting}`;
	return Number(row?.scale ?? 1);
}
