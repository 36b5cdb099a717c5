/** Frozen evaluations, and the count of a year's visits that they rest on. */
import type { Transaction } from './bulk.ts';
import { readWholeTables } from './whole-tables.ts';

/** Age in whole calendar years at the year's end, by the first of each group; a birth year is all that is known. */
export const ageGroups = [0, 5, 15, 45, 60] as const;

export type VisitPart = { by: string; part: string; visits: number };

/**
 * Visits of a calendar year as known at the end of a day, by service, facility, kecamatan, sex, age and segment; `all` once.
 * One pass over the visits, and each person looked at once: for a job, not for a page.
 */
export async function countVisitParts(tx: Transaction, year: number, until: string): Promise<VisitPart[]> {
	return readWholeTables(
		tx,
		() => tx<VisitPart[]>`
		WITH counted AS MATERIALIZED (
			SELECT grouping(service, facility, kecamatan, person_id) AS by, service, facility, kecamatan::text AS kecamatan,
				person_id, count(*) AS visits
			FROM visit
			WHERE occurred_on BETWEEN ${`${year}-01-01`}::date AND ${`${year}-12-31`}::date
				AND posted_on <= ${until}::date AND (reversed_on IS NULL OR reversed_on > ${until}::date)
			GROUP BY GROUPING SETS ((service), (facility), (kecamatan), (person_id), ())
		), persons AS MATERIALIZED (
			SELECT coalesce(p.sex, '') AS sex,
				-- Of NULL and nought the greatest is nought: who has no known birth year would be an infant.
				CASE WHEN p.birth_year IS NULL THEN '' ELSE (SELECT max(first)::text FROM unnest(${[...ageGroups]}::int[]) AS first
					WHERE first <= greatest(0, ${year}::int - p.birth_year)) END AS age,
				coalesce(m.segment, '') AS segment, sum(c.visits) AS visits
			FROM counted c LEFT JOIN person p USING (person_id)
			LEFT JOIN membership m ON m.person_id = c.person_id AND m.known_on <= ${until}::date
				AND (m.ended_on IS NULL OR m.ended_on > ${until}::date)
			WHERE c.by = 14 GROUP BY 1, 2, 3
		), parts AS (
			SELECT CASE by WHEN 7 THEN 'service' WHEN 11 THEN 'facility' WHEN 13 THEN 'kecamatan' ELSE 'all' END AS by,
				coalesce(service, facility, kecamatan, '') AS part, visits FROM counted WHERE by <> 14
			UNION ALL SELECT 'sex', sex, visits FROM persons
			UNION ALL SELECT 'age', age, visits FROM persons
			UNION ALL SELECT 'segment', segment, visits FROM persons
		)
		SELECT by, part, sum(visits)::int AS visits FROM parts GROUP BY by, part ORDER BY by, part`
	);
}

export type StoredEvaluation = {
	number: number;
	year: number;
	asOf: Date;
	frozenAt: Date;
	who: string;
	note: string;
	software: string;
	sha256: string;
	contents: string;
	trailLine: number;
};
export type EvaluationHead = Omit<StoredEvaluation, 'contents'>;

/** "EVAL": two who freeze at once follow each other. */
const numberLock = 0x4556414c;

/** The next one's number; until the transaction ends nobody else takes it. */
export async function takeEvaluationNumber(tx: Transaction): Promise<number> {
	await tx`SELECT pg_advisory_xact_lock(${numberLock})`;
	const [row] = await tx<{ next: number }[]>`SELECT coalesce(max(number), 0) + 1 AS next FROM evaluation`;
	return row?.next ?? 1;
}

export async function writeEvaluation(tx: Transaction, row: StoredEvaluation): Promise<void> {
	const { number, year, asOf, frozenAt, who, note, software, sha256, contents, trailLine } = row;
	await tx`
		INSERT INTO evaluation (number, year, as_of, frozen_at, who, note, software, sha256, contents, trail_line)
		VALUES (${number}, ${year}, ${asOf}, ${frozenAt}, ${who}, ${note}, ${software}, ${sha256}, ${contents}, ${trailLine})`;
}

/** Of all years, the newest first. */
export async function listEvaluations(tx: Transaction): Promise<EvaluationHead[]> {
	return tx<EvaluationHead[]>`
		SELECT number, year, as_of AS "asOf", frozen_at AS "frozenAt", who, note, software, sha256, trail_line AS "trailLine"
		FROM evaluation ORDER BY number DESC LIMIT 100`;
}

/** With the digest that the trail has of it; null where its line is no longer kept. */
export async function findEvaluation(
	tx: Transaction,
	number: number
): Promise<(StoredEvaluation & { witnessed: string | null }) | undefined> {
	const [row] = await tx<(StoredEvaluation & { witnessed: string | null })[]>`
		SELECT e.number, e.year, e.as_of AS "asOf", e.frozen_at AS "frozenAt", e.who, e.note, e.software, e.sha256, e.contents,
			e.trail_line AS "trailLine", t.filter->>'sha256' AS witnessed
		FROM evaluation e LEFT JOIN trail t ON t.number = e.trail_line WHERE e.number = ${number}`;
	return row;
}

/** Years in which visits are counted. */
export async function findVisitYears(tx: Transaction): Promise<number[]> {
	const rows = await tx<{ year: number }[]>`
		SELECT DISTINCT extract(year FROM period)::int AS year FROM visit_period WHERE grain = 'month' ORDER BY 1`;
	return rows.map(({ year }) => year);
}
