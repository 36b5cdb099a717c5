/** One person, asked for by number: whose it is, what is known of them under their random id, and who asks how often. */
import type { Executor, Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { inTransaction } from './transaction.ts';

export type LookupLimit = { span: 'hour' | 'day'; most: number };

const keptDays = 2;

/**
 * Counts one question in each span; none is counted where one span is full. The row is locked by the upsert, so that many
 * at once get no more than one after the other.
 * @returns the spans' end that must be waited for; null where the question may be asked
 */
export async function countLookup(
	sql: Sql,
	viewer: string,
	now: Date,
	limits: readonly LookupLimit[]
): Promise<Date | null> {
	try {
		await inTransaction(sql, async (tx) => {
			await tx`DELETE FROM person_lookup
				WHERE viewer = ${viewer} AND started_at < ${now}::timestamptz - make_interval(days => ${keptDays})`;
			for (const limit of limits) await countIn(tx, viewer, now, limit);
		});
		return null;
	} catch (error) {
		if (error instanceof Full) return error.until;
		throw error;
	}
}

/** Undoes what was counted in the other spans. */
class Full extends Error {
	constructor(readonly until: Date) {
		super('asked too often');
	}
}

async function countIn(
	tx: Transaction,
	viewer: string,
	now: Date,
	{ span, most }: LookupLimit
): Promise<void> {
	const [counted] = await tx`
		INSERT INTO person_lookup AS own (viewer, span, started_at, count)
		VALUES (${viewer}, ${span}, date_trunc(${span}, ${now}::timestamptz, 'Asia/Jakarta'), 1)
		ON CONFLICT (viewer, span, started_at) DO UPDATE SET count = own.count + 1 WHERE own.count < ${most}
		RETURNING count`;
	if (counted !== undefined) return;
	const [end] = await tx<{ until: Date }[]>`
		SELECT date_trunc(${span}, ${now}::timestamptz, 'Asia/Jakarta') + ${`1 ${span}`}::interval AS until`;
	throw new Full(end?.until ?? now);
}

export async function findPersonId(
	sql: Executor,
	{ keyId, mac }: { keyId: string; mac: string }
): Promise<string | null> {
	const [row] = await (sql as Sql)<{ personId: string }[]>`
		SELECT person_id AS "personId" FROM person_key WHERE key_id = ${keyId} AND mac = decode(${mac}, 'hex')`;
	return row?.personId ?? null;
}

/** Days are null where there was none. */
export type CountedDays = { count: number; first: string | null; last: string | null };
export type PersonFacts = {
	membership: { status: string; segment: string; jkn: string; since: string } | null;
	visits: CountedDays;
	claims: CountedDays;
};

/** Only what stands now. No name, no number, no diagnosis, no place. */
export async function readPersonFacts(sql: Executor, personId: string): Promise<PersonFacts> {
	const read = sql as Sql;
	const stands = read`posted_on IS NOT NULL AND reversed_on IS NULL`;
	const [[membership], [visits], [claims]] = await Promise.all([
		read<NonNullable<PersonFacts['membership']>[]>`
			SELECT register_status AS status, segment, replace(jkn, 'unknown', 'none') AS jkn, occurred_on AS since FROM member
			WHERE person_id = ${personId} AND ${stands}`,
		read<CountedDays[]>`
			SELECT count(*)::int AS count, min(occurred_on) AS first, max(occurred_on) AS last FROM visit
			WHERE person_id = ${personId} AND ${stands}`,
		read<CountedDays[]>`
			SELECT count(*)::int AS count, min(service_from) AS first, max(service_to) AS last FROM claim
			WHERE person_id = ${personId} AND ${stands}`
	]);
	const none: CountedDays = { count: 0, first: null, last: null };
	return { membership: membership ?? null, visits: visits ?? none, claims: claims ?? none };
}
