/**
 * Lines of a register on their way in: in tables of the sync's own session, which nobody else sees and which are gone with it,
 * however it ends. Whose the lines are is found a chunk at a time, each committed, so that no sender of events waits long for
 * a person that both of us meet for the first time; a person without a row elsewhere does no harm.
 */
import { statement, type Column } from '../bulk.ts';
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

/** The key that digests are found under, told to the session once: a statement's text is made once for all. */
const keySetting = "current_setting('denyut.incoming_key')";
const taken: Column<IncomingLine>[] = [
	{ name: 'line', type: 'int4', value: (row) => row.line },
	{ name: 'is_usable', type: 'bool', value: (row) => row.isUsable },
	{ name: 'kecamatan', type: 'text', value: (row) => row.kecamatan },
	{ name: 'status', type: 'text', value: (row) => row.status },
	{ name: 'status_since', type: 'date', value: (row) => row.statusSince },
	{ name: 'ektp', type: 'bool', value: (row) => row.ektp },
	{ name: 'is_head', type: 'bool', value: (row) => row.isHead },
	{ name: 'registered_since', type: 'date', value: (row) => row.registeredSince },
	{ name: 'segment', type: 'text', value: (row) => row.segment }
];
const takenNames = taken.map(({ name }) => name).join(', ');

/**
 * Takes a chunk in under the ids of its persons and families, and makes those of whom nobody has spoken before. Each digest is
 * looked up once, by key, and never again: asked for one by one, since a join would be planned for the table as it was when
 * the first chunk came. Digests are sorted, so that two who meet do not deadlock; who comes second takes the other's id.
 */
const takeLines = statement<IncomingLine>(
	[
		...taken,
		{ name: 'mac', type: 'text', value: (row) => row.mac },
		{ name: 'family_mac', type: 'text', value: (row) => row.familyMac },
		{ name: 'sex', type: 'text', value: (row) => row.sex },
		{ name: 'birth_year', type: 'int4', value: (row) => row.birthYear },
		{ name: 'nik_area', type: 'text', value: (row) => row.nikArea },
		{ name: 'nik_defect', type: 'text', value: (row) => row.nikDefect }
	],
	(lines) => `
		WITH chunk AS MATERIALIZED (
			SELECT ${takenNames}, decode(mac, 'hex') AS mac, decode(family_mac, 'hex') AS family_mac, sex, birth_year,
				nik_area, nik_defect
			FROM ${lines}
		), named AS (
			SELECT mac, 'person' AS kind, sex, birth_year, nik_area, nik_defect FROM chunk
			UNION ALL SELECT family_mac, 'family', null, null, null, null FROM chunk WHERE family_mac IS NOT NULL
		), found AS MATERIALIZED (
			SELECT one.*, (SELECT k.person_id FROM person_key k WHERE k.key_id = ${keySetting} AND k.mac = one.mac) AS known_id
			FROM (SELECT DISTINCT ON (mac) * FROM named ORDER BY mac) AS one
		), fresh AS MATERIALIZED (
			SELECT *, gen_random_uuid() AS person_id FROM found WHERE known_id IS NULL
		), made AS (
			INSERT INTO person_key (key_id, mac, person_id) SELECT ${keySetting}, mac, person_id FROM fresh
			ON CONFLICT (key_id, mac) DO UPDATE SET mac = excluded.mac RETURNING mac, person_id
		), born AS (
			INSERT INTO person (person_id, kind, sex, birth_year, nik_area, nik_defect)
			SELECT person_id, kind, sex, birth_year, nik_area, nik_defect FROM fresh JOIN made USING (mac, person_id)
		), ids AS MATERIALIZED (
			SELECT mac, known_id AS person_id FROM found WHERE known_id IS NOT NULL
			UNION ALL SELECT mac, person_id FROM made
		)
		INSERT INTO incoming (person_id, family_id, ${takenNames})
		SELECT p.person_id, f.person_id, ${takenNames}
		FROM chunk JOIN ids p ON p.mac = chunk.mac LEFT JOIN ids f ON f.mac = chunk.family_mac`
);

/** @param session a pool of one connection: its tables and locks are the sync's. */
export async function openIncoming(session: Sql, keyId: string): Promise<void> {
	await session`SET work_mem = '128MB'`;
	// What is committed before the whole is applied may be lost with the machine: the sync is then begun anew.
	await session`SET synchronous_commit = off`;
	// A chunk is looked up in a table that grows a hundredfold meanwhile: a plan made while it was small would read it whole.
	await session`SET enable_seqscan = off`;
	// And the rows of a chunk are not known beforehand: thought to be few, they would be held against each other one by one.
	await session`SET enable_nestloop = off`;
	await session`SELECT set_config('denyut.incoming_key', ${keyId}, false)`;
	await session`
		CREATE TEMP TABLE incoming (person_id uuid NOT NULL, family_id uuid, line int, is_usable bool, kecamatan text,
			status text, status_since date, ektp bool, is_head bool, registered_since date, segment text,
			families smallint NOT NULL DEFAULT 1)`;
}

/** Takes the lines in, and makes persons of those whom nobody has spoken of before. */
export async function addIncoming(session: Sql, lines: readonly IncomingLine[]): Promise<void> {
	await takeLines(session, lines);
}

export type IncomingCounts = { accepted: number; duplicate: number };

/**
 * One row a person: the last line that can be used, else the last; `families` says under how many family cards the lines list
 * it. Few are listed twice, so those are put right and the others stay as they came.
 */
export async function gatherIncoming(session: Sql): Promise<IncomingCounts> {
	await session`RESET enable_seqscan`;
	await session`RESET enable_nestloop`;
	await session`ANALYZE incoming`;
	const [lines] = await session<{ usable: number }[]>`
		SELECT count(*)::int AS usable FROM incoming WHERE is_usable`;
	await session`
		CREATE TEMP TABLE repeated AS
		SELECT person_id, greatest(1, count(DISTINCT family_id) FILTER (WHERE is_usable))::smallint AS families,
			coalesce(max(line) FILTER (WHERE is_usable), max(line)) AS last
		FROM incoming WHERE person_id IN (SELECT person_id FROM incoming GROUP BY person_id HAVING count(*) > 1)
		GROUP BY person_id`;
	await session`DELETE FROM incoming i USING repeated r WHERE i.person_id = r.person_id AND i.line <> r.last`;
	await session`UPDATE incoming i SET families = r.families FROM repeated r
		WHERE i.person_id = r.person_id AND r.families > 1`;
	await session`DROP TABLE repeated`;
	const [persons] = await session<{ usable: number }[]>`
		SELECT count(*)::int AS usable FROM incoming WHERE is_usable`;
	const accepted = persons?.usable ?? 0;
	return { accepted, duplicate: (lines?.usable ?? 0) - accepted };
}
