/**
 * Does the letter that a claim names exist, for this facility and this person, and did it hold? The same rules as
 * `findLetterFault` in domain/guarantee-letter, over many claims at once; a test holds the two together.
 */
import type { LetterFault } from '../../../domain/guarantee-letter.ts';
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

function judgedClaims(sql: Sql, since: string) {
	return sql`
		SELECT k.facility, k.claim_no, k.billed_rupiah, CASE
			WHEN l.number IS NULL AND k.service_from < (SELECT min(valid_from) FROM guarantee_letter) THEN NULL
			WHEN k.letter IS NULL THEN 'none-named'
			WHEN l.number IS NULL THEN 'unknown'
			WHEN l.facility <> k.facility THEN 'other-facility'
			WHEN l.person_id <> k.person_id THEN 'other-person'
			WHEN c.cancelled_on <= k.service_from THEN 'cancelled'
			WHEN k.service_from < l.valid_from - 3 OR k.service_from > l.valid_to THEN 'outside' END AS fault
		FROM claim k
		LEFT JOIN guarantee_letter l ON l.number = upper(trim(k.letter))
		LEFT JOIN letter_cancellation c ON c.number = l.number
		WHERE k.posted_on IS NOT NULL AND k.reversed_on IS NULL
			AND k.state IN ('submitted', 'verified', 'approved') AND k.service_from >= ${since}::date
			AND EXISTS (SELECT FROM guarantee_letter)`;
}
