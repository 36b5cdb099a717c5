/**
 * What the three registers and the events say of people, put together and judged in the database: the same rules as
 * `domain/membership-validity`, for one person or for everybody at once. A test holds the two together.
 *
 * Each source has the last word on its own fields. An event of a membership speaks for all three sources, field by field: what
 * it does not state (no JKN, a status "unknown") overrides nothing, and what it states counts only while it is younger than
 * what the field's own source said: than its word on this person, and than its last whole snapshot.
 */
import {
	coveredByJkn,
	ektpAge,
	jknStatuses,
	reasonBit,
	registerSources,
	registerStatuses,
	residenceMonths,
	reasonsOfMask,
	type JknStatus,
	type PersonValidity,
	type RegisterSource,
	type RegisterStatus
} from '../../../domain/membership-validity.ts';
import type { Executor } from '../bulk.ts';
import type { Sql } from '../connect.ts';

type Fragment = ReturnType<Sql>;

/** Moment of the last whole snapshot of a source that ended well; null for none. */
const snapshotOf = (sql: Sql, source: RegisterSource): Fragment =>
	sql`(SELECT max(started_at) FROM register_sync WHERE source = ${source} AND mode = 'snapshot' AND state = 'done')`;

/**
 * One row for each person of `scope`, a table or subquery with `person_id`: `is_member`, the facts, `reasons` as a mask, and
 * when each source last spoke of the person (`dukcapil_at` and so on). `jkn_told_on` is the first day on which we know to have
 * been told the JKN status, `jkn_since` the day that JKN itself names. Cost: one look-up in each source a person; of everybody a join of five tables.
 */
export function judged(sql: Sql, scope: Fragment, day: string): Fragment {
	return sql`
		SELECT person_id, is_member, family_id, coalesce(kecamatan, '00.00.00')::char(8) AS kecamatan,
			coalesce(segment, '') AS segment, register_status, status_since, jkn, registered_since, jkn_since, jkn_told_on,
			dukcapil_at, dinsos_at, jkn_at, ${reasonMask(sql, sql`${day}::date`)} AS reasons
		FROM (${gathered(sql, scope)}) AS facts`;
}

/** The mask of reasons, over the columns that `gathered` makes. Each line is one of `judgeValidity`'s. */
export function reasonMask(sql: Sql, day: Fragment): Fragment {
	return sql`
		CASE WHEN nik_defect THEN ${reasonBit('nik-malformed')} ELSE 0 END
		| CASE WHEN register_status = 'deceased' THEN ${reasonBit('deceased')} ELSE 0 END
		| CASE WHEN register_status = 'moved' THEN ${reasonBit('moved')} ELSE 0 END
		| CASE WHEN register_status = 'not-found' OR register_status IS NULL AND is_register_read
			THEN ${reasonBit('not-in-register')} ELSE 0 END
		| CASE WHEN card_families > 1 OR register_status = 'active' AND families > 1
			THEN ${reasonBit('two-families')} ELSE 0 END
		| CASE WHEN register_status = 'active' AND is_head AND heads > 1 THEN ${reasonBit('two-heads')} ELSE 0 END
		| CASE WHEN jkn = ANY(${[...coveredByJkn]}) AND (jkn_since IS NULL OR jkn_since <= ${day})
			THEN ${reasonBit('jkn-active')} ELSE 0 END
		| CASE WHEN register_status = 'active'
			AND (registered_since + make_interval(months => ${residenceMonths}::int))::date > ${day}
			THEN ${reasonBit('residence-under-six-months')} ELSE 0 END
		| CASE WHEN register_status = 'active' AND ektp = false
			AND extract(year FROM ${day}) - birth_year > ${ektpAge}
			THEN ${reasonBit('ektp-missing')} ELSE 0 END`;
}

/** The facts of each source, field by field the younger of an event's word and the source's own. */
function gathered(sql: Sql, scope: Fragment): Fragment {
	return sql`
		SELECT s.person_id, p.birth_year, p.nik_defect IS NOT NULL AS nik_defect,
			snap.dukcapil IS NOT NULL AS is_register_read,
			c.person_id IS NOT NULL OR younger.card AS is_member,
			coalesce(c.families, 1) AS card_families,
			CASE WHEN younger.card OR c.segment IS NULL THEN e.segment ELSE c.segment END AS segment,
			CASE WHEN by_event.status THEN replace(e.register_status, 'unknown', 'not-found') ELSE d.status END
				AS register_status,
			CASE WHEN by_event.status AND e.register_status IS DISTINCT FROM d.status THEN e.occurred_on
				ELSE coalesce(d.status_since, CASE WHEN e.register_status = d.status THEN e.occurred_on END) END AS status_since,
			CASE WHEN younger.register AND e.kecamatan <> '00.00.00' THEN e.kecamatan
				ELSE coalesce(d.kecamatan, e.kecamatan) END AS kecamatan,
			CASE WHEN younger.register THEN coalesce(e.family_id, d.family_id, c.family_id)
				ELSE coalesce(d.family_id, c.family_id, e.family_id) END AS family_id,
			CASE WHEN younger.register THEN coalesce(e.ektp, d.ektp) ELSE d.ektp END AS ektp,
			coalesce(d.families, 1) AS families, coalesce(d.is_head, false) AS is_head, d.registered_since,
			CASE WHEN d.is_head THEN (SELECT count(*) FROM dukcapil_person AS other
				WHERE other.family_id = d.family_id AND other.is_head AND other.status = 'active') ELSE 0 END AS heads,
			CASE WHEN by_event.jkn THEN e.jkn ELSE coalesce(j.status, 'none') END AS jkn,
			CASE WHEN NOT by_event.jkn OR e.jkn = j.status THEN j.status_since END AS jkn_since,
			least(CASE WHEN by_event.jkn OR e.jkn = j.status THEN e.occurred_on END, CASE WHEN NOT by_event.jkn OR e.jkn = j.status
				THEN (j.stated_at AT TIME ZONE 'Asia/Jakarta')::date END) AS jkn_told_on,
			greatest(d.stated_at, CASE WHEN by_event.status AND e.register_status <> 'unknown' THEN e.version_time END)
				AS dukcapil_at,
			greatest(c.stated_at, CASE WHEN younger.card THEN e.version_time END) AS dinsos_at,
			greatest(j.stated_at, CASE WHEN by_event.jkn THEN e.version_time END) AS jkn_at
		FROM (${scope}) AS s
		JOIN person p ON p.person_id = s.person_id
		LEFT JOIN dukcapil_person d ON d.person_id = s.person_id
		LEFT JOIN dinsos_card c ON c.person_id = s.person_id
		LEFT JOIN jkn_status j ON j.person_id = s.person_id
		LEFT JOIN member e ON e.person_id = s.person_id AND e.posted_on IS NOT NULL AND e.reversed_on IS NULL
		CROSS JOIN (SELECT ${snapshotOf(sql, 'dukcapil')} AS dukcapil, ${snapshotOf(sql, 'dinsos')} AS dinsos,
			${snapshotOf(sql, 'jkn')} AS jkn OFFSET 0) AS snap
		CROSS JOIN LATERAL (SELECT
			e.version_time > coalesce(greatest(d.stated_at, snap.dukcapil), '-infinity') AS register,
			coalesce(e.version_time > coalesce(greatest(c.stated_at, snap.dinsos), '-infinity'), false) AS card,
			e.version_time > coalesce(greatest(j.stated_at, snap.jkn), '-infinity') AS jkn) AS younger
		CROSS JOIN LATERAL (SELECT
			coalesce(younger.register AND (e.register_status <> 'unknown' OR d.person_id IS NULL), false) AS status,
			coalesce(younger.jkn AND e.jkn <> 'unknown', false) AS jkn) AS by_event`;
}

type JudgedRow = {
	isMember: boolean;
	kecamatan: string;
	segment: string;
	registerStatus: string | null;
	jkn: string;
	registeredSince: string | null;
	reasons: number;
} & Record<`${RegisterSource}At`, Date | null>;

/**
 * One person, from what the sources say at this moment; residence and age are judged for `asOfDay`. Always fresh: it reads the
 * sources, not what was counted of them.
 *
 * @param tx must see persons: the product's own (`context.system`), or a transaction of its.
 * @returns undefined for a person that nobody ever spoke of
 */
export async function findValidity(
	tx: Executor,
	personId: string,
	asOfDay: string
): Promise<PersonValidity | undefined> {
	const sql = tx as Sql;
	const [row] = await sql<JudgedRow[]>`
		SELECT is_member AS "isMember", kecamatan, segment, register_status AS "registerStatus", jkn,
			registered_since AS "registeredSince", reasons, dukcapil_at AS "dukcapilAt", dinsos_at AS "dinsosAt", jkn_at AS "jknAt"
		FROM (${judged(sql, sql`SELECT ${personId}::uuid AS person_id`, asOfDay)}) AS one`;
	return row && validityOf(row);
}

/** When each source last spoke of the person of a row that `judged` made, by the names that a query gives its moments. */
export const saidAtOf = (row: Record<`${RegisterSource}At`, Date | null>) =>
	Object.fromEntries(
		registerSources.map((source) => [source, row[`${source}At`]])
	) as PersonValidity['saidAt'];

function validityOf(row: JudgedRow): PersonValidity {
	return {
		isMember: row.isMember,
		reasons: reasonsOfMask(row.reasons),
		kecamatan: row.kecamatan === '00.00.00' ? null : row.kecamatan,
		segment: row.segment === '' ? null : row.segment,
		registerStatus: registerStatuses.find((one): one is RegisterStatus => one === row.registerStatus) ?? null,
		jkn: jknStatuses.find((one): one is JknStatus => one === row.jkn) ?? 'none',
		registeredSince: row.registeredSince,
		saidAt: saidAtOf(row)
	};
}
