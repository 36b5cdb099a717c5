/**
 * Does the letter that a claim names exist, for this facility, this person and this service, did it hold, and does no other claim
 * stand on it? The same rules as `findLetterFault` in domain/guarantee-letter, over many claims at once; a test holds the
 * two together. Whose child a newborn is stands in its visit: read it as somebody who sees rows of visits.
 */
import { lateDays, type LetterFault } from '../../../domain/guarantee-letter.ts';
import type { ClaimState } from '../../../domain/role.ts';
import type { Executor } from '../bulk.ts';
import type { Sql } from '../connect.ts';

export type ClaimLetterFault = {
	facility: string;
	claimNo: string;
	fault: LetterFault;
	billedRupiah: number;
};

/**
 * Of the claims that are not settled yet, those whose service began on this day or later. Before the first letter was issued
 * here, a claim may name none, or one that we cannot know.
 */
export function findLetterFaults(on: Executor, since: string): Promise<ClaimLetterFault[]> {
	const sql = on as Sql;
	return sql<ClaimLetterFault[]>`
		SELECT facility, claim_no AS "claimNo", fault, billed_rupiah AS "billedRupiah"
		FROM (${judgedClaims(sql, since)}) AS judged WHERE fault IS NOT NULL ORDER BY facility, claim_no`;
}

export type FaultCount = { facility: string; fault: LetterFault; claims: number; billedRupiah: number };

export function readLetterFaults(on: Executor, since: string): Promise<FaultCount[]> {
	const sql = on as Sql;
	return sql<FaultCount[]>`
		SELECT facility, fault, count(*)::int AS claims, sum(billed_rupiah)::bigint AS "billedRupiah"
		FROM (${judgedClaims(sql, since)}) AS judged WHERE fault IS NOT NULL
		GROUP BY facility, fault ORDER BY 4 DESC, 1, 2 LIMIT 200`;
}

export type NamingClaim = { facility: string; claimNo: string; state: ClaimState; serviceFrom: string };

/** The claims that name a letter, oldest service first, as far as the transaction's viewer may see them. */
export function readNamingClaims(on: Executor, number: string): Promise<NamingClaim[]> {
	return (on as Sql)<NamingClaim[]>`
		SELECT facility, claim_no AS "claimNo", state, service_from AS "serviceFrom" FROM claim
		WHERE letter_number = ${number} AND posted_on IS NOT NULL AND reversed_on IS NULL
		ORDER BY service_from, facility, claim_no LIMIT 20`;
}

/**
 * Open claims with the fault of their letter. A letter that several claims fit is the one's that was known first, whatever
 * became of that one but a rejection: the others find it used.
 */
function judgedClaims(sql: Sql, since: string) {
	const columns = sql`facility, claim_no, billed_rupiah, letter, letter_number, service, service_from, person_id, visit_no`;
	return sql`
		WITH asked AS MATERIALIZED (
			SELECT ${columns} FROM claim WHERE posted_on IS NOT NULL AND reversed_on IS NULL
				AND state IN ('submitted', 'verified', 'approved') AND service_from >= ${since}::date
				AND EXISTS (SELECT FROM guarantee_letter)
		), concerned AS (
			SELECT true AS is_asked, ${columns} FROM asked
			UNION ALL
			SELECT false, ${columns} FROM claim WHERE posted_on IS NOT NULL AND reversed_on IS NULL
				AND (state IN ('returned', 'paid') OR state IN ('submitted', 'verified', 'approved')
					AND service_from < ${since}::date)
				AND letter_number IN (SELECT letter_number FROM asked)
		), judged AS (
			SELECT k.is_asked, k.facility, k.claim_no, k.billed_rupiah, l.number, ${ownFault(sql)} AS fault
			FROM concerned k
			LEFT JOIN guarantee_letter l ON l.number = k.letter_number
			LEFT JOIN letter_cancellation c ON c.number = l.number
			LEFT JOIN visit v ON v.facility = k.facility AND v.visit_no = k.visit_no AND v.posted_on IS NOT NULL
				AND v.reversed_on IS NULL
		), counted AS (
			SELECT *, count(*) FILTER (WHERE fault IS NULL) OVER (PARTITION BY number) AS fitting FROM judged
		), ranked AS (
			SELECT *, CASE WHEN fault IS NULL AND number IS NOT NULL AND fitting > 1 THEN row_number() OVER (
				PARTITION BY number, fault IS NULL ORDER BY (${firstKnown(sql)}), claim_no) END AS place
			FROM counted
		)
		SELECT facility, claim_no, billed_rupiah, CASE WHEN place > 1 THEN 'used' ELSE fault END AS fault
		FROM ranked WHERE is_asked`;
}

/** What is wrong of the claim by itself; a line of `findLetterFault` each. */
function ownFault(sql: Sql) {
	return sql`CASE
		WHEN l.number IS NULL AND k.service_from < (SELECT min(valid_from) FROM guarantee_letter) THEN NULL
		WHEN k.letter IS NULL THEN 'none-named'
		WHEN l.number IS NULL THEN 'unknown'
		WHEN l.facility <> k.facility THEN 'other-facility'
		WHEN l.person_id <> coalesce(k.person_id, v.person_id) THEN 'other-person'
		WHEN l.person_id IS NOT NULL AND coalesce(k.person_id, v.person_id) IS NULL
			THEN CASE WHEN v.mother_id IS NULL THEN 'unproven' ELSE 'other-person' END
		WHEN l.person_id IS NULL AND v.mother_id <> l.mother_id THEN 'other-person'
		WHEN l.person_id IS NULL AND v.mother_id IS NULL
			THEN CASE WHEN coalesce(k.person_id, v.person_id) = l.mother_id THEN 'other-person' ELSE 'unproven' END
		WHEN l.service <> k.service THEN 'other-service'
		WHEN c.cancelled_on <= k.service_from THEN 'cancelled'
		WHEN k.service_from > l.valid_to OR k.service_from < l.valid_from
			- CASE WHEN l.emergency OR l.service = 'emergency' THEN ${lateDays}::int ELSE 0 END THEN 'outside' END`;
}

/** When the first version of a claim was learned: looked up only where several claims share a letter. */
const firstKnown = (sql: Sql) => sql`
	SELECT min(f.learned_at) FROM claim f
	WHERE counted.number IS NOT NULL AND counted.fitting > 1 AND f.facility = counted.facility AND f.claim_no = counted.claim_no`;
