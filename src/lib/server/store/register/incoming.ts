/**
 * Lines of a register on their way in: in tables of the sync's own session, which nobody else sees and which are gone with it,
 * however it ends. Whose the lines are is found a chunk at a time, each committed, so that no sender of events waits long for
 * a person that both of us meet for the first time; a person without a row elsewhere does no harm.
 */
import { insertInto } from '../bulk.ts';
import type { Sql } from '../connect.ts';

/** What is kept of a line. Digests stand for numbers; fields that the source does not have are null. */
export type IncomingLine = {
	line: number;
	/** As it stands in the table of persons. */
	mac: string;
	familyMac: string | null;
	/** False for a line whose person is known but whose other fields cannot be read: it changes nothing, and removes nobody. */
	isUsable: boolean;
	sex: string | null;
	birthYear: number | null;
	nikArea: string | null;
	nikDefect: string | null;
	kecamatan: string | null;
	status: string | null;
	statusSince: string | null;
	ektp: boolean | null;
	isHead: boolean | null;
	registeredSince: string | null;
	segment: string | null;
};

const addLines = insertInto<IncomingLine>('incoming_line', [
	{ name: 'line', type: 'int4', value: (row) => row.line },
	{ name: 'mac', type: 'text', value: (row) => row.mac, as: "decode($, 'hex')" },
	{ name: 'family_mac', type: 'text', value: (row) => row.familyMac, as: "decode($, 'hex')" },
	{ name: 'is_usable', type: 'bool', value: (row) => row.isUsable },
	{ name: 'sex', type: 'text', value: (row) => row.sex },
	{ name: 'birth_year', type: 'int4', value: (row) => row.birthYear },
	{ name: 'nik_area', type: 'text', value: (row) => row.nikArea },
	{ name: 'nik_defect', type: 'text', value: (row) => row.nikDefect },
	{ name: 'kecamatan', type: 'text', value: (row) => row.kecamatan },
	{ name: 'status', type: 'text', value: (row) => row.status },
	{ name: 'status_since', type: 'date', value: (row) => row.statusSince },
	{ name: 'ektp', type: 'bool', value: (row) => row.ektp },
	{ name: 'is_head', type: 'bool', value: (row) => row.isHead },
	{ name: 'registered_since', type: 'date', value: (row) => row.registeredSince },
	{ name: 'segment', type: 'text', value: (row) => row.segment }
]);

/** @param session a pool of one connection: its tables and locks are the sync's. */
export async function openIncoming(session: Sql): Promise<void> {
	await session`SET work_mem = '128MB'`;
	// What is committed before the whole is applied may be lost with the machine: the sync is then begun anew.
	await session`SET synchronous_commit = off`;
	await session`
		CREATE TEMP TABLE incoming_line (line int, mac bytea, family_mac bytea, is_usable bool, sex text, birth_year int,
			nik_area text, nik_defect text, kecamatan text, status text, status_since date, ektp bool, is_head bool,
			registered_since date, segment text)`;
	// A chunk is found among those before it.
	await session`CREATE INDEX ON incoming_line (line)`;
}

/** Takes the lines in, and makes persons of those whom nobody has spoken of before. */
export async function addIncoming(
	session: Sql,
	keyId: string,
	lines: readonly IncomingLine[]
): Promise<void> {
	const [first, last] = [lines[0]?.line ?? 0, lines.at(-1)?.line ?? 0];
	await addLines(session, lines);
	await session`
		WITH named AS (
			SELECT mac, 'person' AS kind, sex, birth_year, nik_area, nik_defect FROM incoming_line
			WHERE line BETWEEN ${first} AND ${last}
			UNION ALL
			SELECT family_mac, 'family', null, null, null, null FROM incoming_line
			WHERE line BETWEEN ${first} AND ${last} AND family_mac IS NOT NULL
		), fresh AS (
			SELECT DISTINCT ON (mac) * FROM named
			WHERE NOT EXISTS (SELECT FROM person_key k WHERE k.key_id = ${keyId} AND k.mac = named.mac) ORDER BY mac
		), made AS (
			INSERT INTO person_key (key_id, mac, person_id) SELECT ${keyId}, mac, gen_random_uuid() FROM fresh
			ON CONFLICT DO NOTHING RETURNING mac, person_id
		)
		INSERT INTO person (person_id, kind, sex, birth_year, nik_area, nik_defect)
		SELECT person_id, kind, sex, birth_year, nik_area, nik_defect FROM made JOIN fresh USING (mac)`;
}

export type IncomingCounts = { accepted: number; duplicate: number };

/** One row a person, the last line's; `families` says under how many family cards the lines list it. */
export async function gatherIncoming(session: Sql, keyId: string): Promise<IncomingCounts> {
	await session`ANALYZE incoming_line`;
	await session`
		CREATE TEMP TABLE incoming AS
		WITH known AS (
			SELECT k.person_id, f.person_id AS family_id, l.*
			FROM incoming_line l JOIN person_key k ON k.key_id = ${keyId} AND k.mac = l.mac
			LEFT JOIN person_key f ON f.key_id = ${keyId} AND f.mac = l.family_mac
		), repeated AS (
			SELECT person_id, greatest(1, count(DISTINCT family_id)) AS families FROM known WHERE is_usable
			GROUP BY person_id HAVING count(*) > 1
		)
		SELECT DISTINCT ON (person_id) person_id, family_id, coalesce(families, 1)::smallint AS families, is_usable, kecamatan,
			status, status_since, ektp, is_head, registered_since, segment
		FROM known LEFT JOIN repeated USING (person_id) ORDER BY person_id, is_usable DESC, line DESC`;
	const [lines] = await session<{ usable: number }[]>`
		SELECT count(*)::int AS usable FROM incoming_line WHERE is_usable`;
	const [persons] = await session<{ usable: number }[]>`
		SELECT count(*)::int AS usable FROM incoming WHERE is_usable`;
	await session`DROP TABLE incoming_line`;
	await session`ANALYZE incoming`;
	const accepted = persons?.usable ?? 0;
	return { accepted, duplicate: (lines?.usable ?? 0) - accepted };
}
