/** Guarantee letters in the database: found, added, cancelled; and what waits for a decision. */
import type { LetterKind } from '../../../domain/guarantee-letter.ts';
import type { ServiceId } from '../../../domain/service.ts';
import type { Executor, Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { referralKeyOf } from './referral.ts';

export type LetterAsked = {
	facility: string;
	requestKey: string;
	requestDigest: string;
	kind: LetterKind;
	personId: string | null;
	motherId: string | null;
	service: ServiceId;
	referral: string | null;
	emergency: boolean | null;
};
export type NewLetter = LetterAsked & {
	number: string;
	ruleVersion: string;
	validFrom: string;
	validTo: string;
	issuedAt: Date;
	issuedBy: string;
};
export type LetterRow = Pick<
	NewLetter,
	| 'number'
	| 'facility'
	| 'requestDigest'
	| 'kind'
	| 'service'
	| 'ruleVersion'
	| 'validFrom'
	| 'validTo'
	| 'issuedAt'
> & { cancelledAt: Date | null; cancelReason: string | null };

const letterColumns = (sql: Sql) => sql`
	l.number, l.facility, l.request_digest AS "requestDigest", l.kind, l.service, l.rule_version AS "ruleVersion",
	l.valid_from AS "validFrom", l.valid_to AS "validTo", l.issued_at AS "issuedAt", c.at AS "cancelledAt",
	c.reason AS "cancelReason"`;
const lettersWithEnd = (sql: Sql) =>
	sql`guarantee_letter l LEFT JOIN letter_cancellation c ON c.number = l.number`;

export async function findLetter(on: Executor, number: string): Promise<LetterRow | undefined> {
	const sql = on as Sql;
	const [row] = await sql<LetterRow[]>`
		SELECT ${letterColumns(sql)} FROM ${lettersWithEnd(sql)} WHERE l.number = ${number}`;
	return row;
}

export async function findLetterByKey(
	on: Executor,
	facility: string,
	requestKey: string
): Promise<LetterRow | undefined> {
	const sql = on as Sql;
	const [row] = await sql<LetterRow[]>`
		SELECT ${letterColumns(sql)} FROM ${lettersWithEnd(sql)}
		WHERE l.facility = ${facility} AND l.request_key = ${requestKey}`;
	return row;
}

/** The newest first, of all facilities that the transaction's viewer may see. */
export function readLetters(on: Executor, limit: number): Promise<LetterRow[]> {
	const sql = on as Sql;
	return sql<LetterRow[]>`
		SELECT ${letterColumns(sql)} FROM ${lettersWithEnd(sql)} ORDER BY l.issued_at DESC, l.number LIMIT ${limit}`;
}

export type LetterCounts = { issued: number; cancelled: number; facilities: number };

export async function countLetters(on: Executor, since: string): Promise<LetterCounts> {
	const sql = on as Sql;
	const [row] = await sql<LetterCounts[]>`
		SELECT count(*)::int AS issued, count(c.number)::int AS cancelled,
			count(DISTINCT l.facility)::int AS facilities
		FROM ${lettersWithEnd(sql)} WHERE l.valid_from >= ${since}`;
	return row ?? { issued: 0, cancelled: 0, facilities: 0 };
}

/** One wish for this person at a time: two that name the same referral must not both find it unused. */
export async function lockPerson(tx: Transaction, personId: string): Promise<void> {
	await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`letter ${personId}`}, 0))`;
}

/** Does a letter that stands name this referral already, for the same kind of visit? @param asked the referral by its key */
export async function isReferralUsed(
	on: Executor,
	asked: { personId: string; service: string; referral: string }
): Promise<boolean> {
	const sql = on as Sql;
	const [row] = await sql`
		SELECT FROM ${lettersWithEnd(sql)} WHERE l.person_id = ${asked.personId} AND l.service = ${asked.service}
			AND ${referralKeyOf(sql, sql`l.referral`)} = ${asked.referral} AND c.number IS NULL LIMIT 1`;
	return row !== undefined;
}

/** @returns false where the facility has used this key before. */
export async function insertLetter(tx: Transaction, letter: NewLetter): Promise<boolean> {
	const added = await tx`
		INSERT INTO guarantee_letter (number, facility, request_key, request_digest, kind, person_id, mother_id, service,
			referral, emergency, rule_version, valid_from, valid_to, issued_at, issued_by)
		VALUES (${letter.number}, ${letter.facility}, ${letter.requestKey}, ${letter.requestDigest}, ${letter.kind},
			${letter.personId}, ${letter.motherId}, ${letter.service}, ${letter.referral}, ${letter.emergency},
			${letter.ruleVersion}, ${letter.validFrom}, ${letter.validTo}, ${letter.issuedAt}, ${letter.issuedBy})
		ON CONFLICT (facility, request_key) DO NOTHING`;
	return added.count === 1;
}

export type Cancellation = {
	number: string;
	facility: string;
	at: Date;
	cancelledOn: string;
	who: string;
	role: string;
	reason: string;
};

/** @returns false where it was cancelled before. */
export async function insertCancellation(on: Executor, one: Cancellation): Promise<boolean> {
	const sql = on as Sql;
	const added = await sql`
		INSERT INTO letter_cancellation (number, facility, at, cancelled_on, who, role, reason)
		VALUES (${one.number}, ${one.facility}, ${one.at}, ${one.cancelledOn}, ${one.who}, ${one.role}, ${one.reason})
		ON CONFLICT (number) DO NOTHING`;
	return added.count === 1;
}
