/**
 * Children who came without a NIK, found by their visits under their mother's id. Up to 90 days they follow her; from then on
 * one of whom the family's register still shows nothing is a finding, which is written down: who may see the finding may not
 * see the visits and the register that it is made of.
 */
import { birthsApartDays, newbornDays } from '../../../domain/membership-validity.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';

type Fragment = ReturnType<Sql>;

/** Of a child born in the first days of a year the first visit may lie in that year, and the birth in the one before. */
const birthBeforeVisitDays = 28;

/** A visit of a child without a NIK, as it stood at a day's end. */
export const childVisit = (sql: Sql, visit: Fragment, day: string): Fragment => sql`
	${visit}.mother_id IS NOT NULL AND ${visit}.person_id IS NULL AND ${visit}.posted_on <= ${day}::date
	AND (${visit}.reversed_on IS NULL OR ${visit}.reversed_on > ${day}::date)`;

/**
 * Every birth: `mother_id`, `born_on` (the first visit), `next_born_on` (of the same mother, null for none), `kecamatan`. Of
 * one mother the first visit is a birth, and then each first one that lies far enough behind the birth before it. Twins are
 * one.
 */
export const births = (sql: Sql, day: string): Fragment => sql`
	WITH RECURSIVE birth AS (
		(SELECT DISTINCT ON (v.mother_id) v.mother_id, v.occurred_on AS born_on, v.kecamatan
		FROM visit v WHERE ${childVisit(sql, sql`v`, day)} ORDER BY v.mother_id, v.occurred_on, v.visit_no)
		UNION ALL
		SELECT b.mother_id, n.born_on, n.kecamatan FROM birth b CROSS JOIN LATERAL (
			SELECT v.occurred_on AS born_on, v.kecamatan FROM visit v
			WHERE v.mother_id = b.mother_id AND v.occurred_on >= b.born_on + ${birthsApartDays}::int
				AND ${childVisit(sql, sql`v`, day)}
			ORDER BY v.occurred_on, v.visit_no LIMIT 1
		) AS n
	)
	SELECT *, lead(born_on) OVER (PARTITION BY mother_id ORDER BY born_on) AS next_born_on FROM birth`;

/** The findings of a day: births longer ago than 90 days for which the family shows too few children of that year. */
const lateBirths = (sql: Sql, day: string): Fragment => sql`
	SELECT b.mother_id, b.born_on, b.kecamatan, coalesce(d.family_id, m.family_id) AS family_id
	FROM (
		SELECT *, row_number() OVER (PARTITION BY mother_id, date_trunc('year', born_on) ORDER BY born_on) AS of_year
		FROM (${births(sql, day)}) AS birth
	) AS b
	LEFT JOIN dukcapil_person d ON d.person_id = b.mother_id
	LEFT JOIN membership m ON m.person_id = b.mother_id AND m.ended_on IS NULL
	WHERE b.born_on + ${newbornDays}::int < ${day}::date AND b.of_year > (
		SELECT count(*) FROM dukcapil_person child JOIN person p USING (person_id)
		WHERE child.family_id = coalesce(d.family_id, m.family_id) AND child.person_id <> b.mother_id
			AND p.birth_year BETWEEN extract(year FROM b.born_on - ${birthBeforeVisitDays}::int)
				AND extract(year FROM b.born_on))`;

/** Writes down who stands as a finding at this day's end. Under `lockMembership`. */
export async function keepLateNewborns(tx: Transaction, day: string): Promise<void> {
	const sql = tx as unknown as Sql;
	await sql`CREATE TEMP TABLE late_birth ON COMMIT DROP AS ${lateBirths(sql, day)}`;
	const isSame = sql`l.mother_id = n.mother_id AND l.born_on = n.born_on
		AND (l.kecamatan, l.family_id) IS NOT DISTINCT FROM (n.kecamatan, n.family_id)`;
	const isGone = sql`n.ended_on IS NULL AND NOT EXISTS (SELECT FROM late_birth l WHERE ${isSame})`;
	// What began today has not stood at the end of any day.
	await sql`DELETE FROM late_newborn n WHERE n.known_on >= ${day}::date AND ${isGone}`;
	await sql`UPDATE late_newborn n SET ended_on = ${day}::date WHERE ${isGone}`;
	await sql`
		INSERT INTO late_newborn (mother_id, born_on, known_on, kecamatan, family_id)
		SELECT mother_id, born_on, ${day}::date, kecamatan, family_id FROM late_birth l
		WHERE NOT EXISTS (SELECT FROM late_newborn n WHERE n.ended_on IS NULL AND ${isSame}) ORDER BY mother_id, born_on`;
	await sql`DROP TABLE late_birth`;
}

/** Which of them stood at a day's end; null for those who stand now. */
export const standingNewborns = (sql: Sql, asOf: string | null): Fragment => sql`
	SELECT mother_id, born_on, kecamatan, family_id FROM late_newborn
	WHERE ${
		asOf === null
			? sql`ended_on IS NULL`
			: sql`known_on <= ${asOf}::date AND (ended_on IS NULL OR ended_on > ${asOf}::date)`
	}`;
