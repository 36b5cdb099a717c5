/** Letters that Dinkes decides: newborns, and the poor without a card. */
import type { Executor, Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import type { LetterAsked } from './letters.ts';

export type NewRequest = LetterAsked & {
	id: string;
	/** Null where it is the day of asking. */
	serviceDay: string | null;
	bornOn: string | null;
	sktm: string | null;
	/** What the rules said: codes. */
	judged: { outcome: string; reasons: string[] };
	ruleVersion: string | null;
	requestedAt: Date;
	requestedBy: string;
};
export type RequestRow = NewRequest & {
	decidedAt: Date | null;
	decision: 'issued' | 'refused' | null;
	note: string | null;
	number: string | null;
};

const requestColumns = (sql: Sql) => sql`
	id, facility, request_key AS "requestKey", request_digest AS "requestDigest", kind, person_id AS "personId",
	mother_id AS "motherId", service, referral, emergency, service_day AS "serviceDay", born_on AS "bornOn", sktm, judged,
	rule_version AS "ruleVersion", requested_at AS "requestedAt", requested_by AS "requestedBy",
	decided_at AS "decidedAt", decision, note, number`;

/** @returns false where the facility has used this key before. */
export async function insertRequest(tx: Transaction, one: NewRequest): Promise<boolean> {
	const added = await tx`
		INSERT INTO letter_request (id, facility, request_key, request_digest, kind, person_id, mother_id, service,
			referral, emergency, service_day, born_on, sktm, judged, rule_version, requested_at, requested_by)
		VALUES (${one.id}, ${one.facility}, ${one.requestKey}, ${one.requestDigest}, ${one.kind}, ${one.personId},
			${one.motherId}, ${one.service}, ${one.referral}, ${one.emergency}, ${one.serviceDay},
			${one.bornOn}, ${one.sktm}, ${tx.json(one.judged)}, ${one.ruleVersion}, ${one.requestedAt}, ${one.requestedBy})
		ON CONFLICT (facility, request_key) DO NOTHING`;
	return added.count === 1;
}

export async function findRequestByKey(
	on: Executor,
	facility: string,
	requestKey: string
): Promise<RequestRow | undefined> {
	const sql = on as Sql;
	const [row] = await sql<RequestRow[]>`
		SELECT ${requestColumns(sql)} FROM letter_request WHERE facility = ${facility} AND request_key = ${requestKey}`;
	return row;
}

export async function findRequest(on: Executor, id: string): Promise<RequestRow | undefined> {
	const sql = on as Sql;
	const [row] = await sql<RequestRow[]>`SELECT ${requestColumns(sql)} FROM letter_request WHERE id = ${id}`;
	return row;
}

/** Locked, so that two who decide at once decide one after the other. */
export async function lockRequest(tx: Transaction, id: string): Promise<RequestRow | undefined> {
	const sql = tx as unknown as Sql;
	const [row] = await sql<RequestRow[]>`
		SELECT ${requestColumns(sql)} FROM letter_request WHERE id = ${id} FOR UPDATE`;
	return row;
}

/** What the rules say of it by now. */
export async function updateJudged(
	tx: Transaction,
	id: string,
	{ judged, ruleVersion }: Pick<NewRequest, 'judged' | 'ruleVersion'>
): Promise<void> {
	await tx`
		UPDATE letter_request SET judged = ${tx.json(judged)}, rule_version = ${ruleVersion}
		WHERE id = ${id} AND decided_at IS NULL`;
}

type Decision = {
	at: Date;
	who: string;
	decision: 'issued' | 'refused';
	note: string | null;
	number: string | null;
};

export async function decideRequest(tx: Transaction, id: string, one: Decision): Promise<void> {
	await tx`
		UPDATE letter_request SET decided_at = ${one.at}, decided_by = ${one.who}, decision = ${one.decision},
			note = ${one.note}, number = ${one.number} WHERE id = ${id} AND decided_at IS NULL`;
}

/** The open ones, the oldest first; then those decided lately. */
export function readRequests(on: Executor, limit: number): Promise<RequestRow[]> {
	const sql = on as Sql;
	return sql<RequestRow[]>`
		SELECT ${requestColumns(sql)} FROM letter_request
		ORDER BY decided_at DESC NULLS FIRST, requested_at LIMIT ${limit}`;
}
