/**
 * FHIR resources that wait for their partners, and those that may still change. States of one: it lacks something
 * (`missing`), or nothing; thirty days without its partner and its facts are gone, so that only the count remains.
 */
import { insertInto, statement, type Executor, type Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { lockWriters } from './locks.ts';
import { inTransaction } from './transaction.ts';

export type FhirRow = {
	/** 32 hexadecimal digits, as all keys here. */
	key: string;
	party: string;
	type: string;
	sameAs: string | null;
	facts: Uint8Array | null;
	statedAt: Date | null;
	receivedAt: Date;
	firstReceivedAt: Date;
	version: number;
	revision: number;
	posted: string | null;
	postedAt: Date | null;
	missing: string | null;
};
export type FhirLink = { to: string; role: string; from: string };

/** One at a time for each sender: what two of its requests bring at once must find each other. */
export function inTurn<T>(sql: Sql, party: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
	return inTransaction(sql, async (tx) => {
		await lockWriters(tx, [`fhir ${party}`]);
		return work(tx);
	});
}

const bare = (name: string) => `replace(${name}::text, '-', '')`;

const findByKey = statement<string>(
	[{ name: 'key', type: 'uuid', value: (key) => key }],
	(
		given
	) => `SELECT ${bare('r.key')} AS key, party, type, ${bare('same_as')} AS "sameAs", facts, stated_at AS "statedAt",
		received_at AS "receivedAt", first_received_at AS "firstReceivedAt", version, revision, ${bare('posted')} AS posted,
		posted_at AS "postedAt", missing
		FROM ${given} JOIN fhir_resource r ON r.key = given.key`
);

export function findResources(tx: Transaction, keys: readonly string[]): Promise<FhirRow[]> {
	return findByKey<FhirRow>(tx, keys);
}

const findLinks = statement<Pick<FhirLink, 'to' | 'role'>>(
	[
		{ name: 'to_key', type: 'uuid', value: (row) => row.to },
		{ name: 'role', type: 'text', value: (row) => row.role }
	],
	(given) => `SELECT ${bare('l.to_key')} AS "to", l.role, ${bare('l.from_key')} AS "from"
		FROM ${given} JOIN fhir_link l ON l.to_key = given.to_key AND l.role = given.role`
);

/** Who refers to these, each in the role asked for. */
export function findReferring(
	tx: Transaction,
	targets: readonly Pick<FhirLink, 'to' | 'role'>[]
): Promise<FhirLink[]> {
	return findLinks<FhirLink>(tx, targets);
}

const upsertResources = insertInto<FhirRow>(
	'fhir_resource',
	[
		{ name: 'key', type: 'uuid', value: (row) => row.key },
		{ name: 'party', type: 'text', value: (row) => row.party },
		{ name: 'type', type: 'text', value: (row) => row.type },
		{ name: 'same_as', type: 'uuid', value: (row) => row.sameAs },
		{ name: 'facts', type: 'bytea', value: (row) => row.facts },
		{ name: 'stated_at', type: 'timestamptz', value: (row) => row.statedAt },
		{ name: 'received_at', type: 'timestamptz', value: (row) => row.receivedAt },
		{ name: 'first_received_at', type: 'timestamptz', value: (row) => row.firstReceivedAt },
		{ name: 'version', type: 'int4', value: (row) => row.version },
		{ name: 'revision', type: 'int4', value: (row) => row.revision },
		{ name: 'posted', type: 'uuid', value: (row) => row.posted },
		{ name: 'posted_at', type: 'timestamptz', value: (row) => row.postedAt },
		{ name: 'missing', type: 'text', value: (row) => row.missing }
	],
	`ON CONFLICT (key) DO UPDATE SET type = excluded.type, same_as = excluded.same_as, facts = excluded.facts,
		stated_at = excluded.stated_at, received_at = excluded.received_at, version = excluded.version,
		revision = excluded.revision, posted = excluded.posted, posted_at = excluded.posted_at, missing = excluded.missing`
);
const insertLinks = insertInto<FhirLink>(
	'fhir_link',
	[
		{ name: 'to_key', type: 'uuid', value: (row) => row.to },
		{ name: 'role', type: 'text', value: (row) => row.role },
		{ name: 'from_key', type: 'uuid', value: (row) => row.from }
	],
	'ON CONFLICT DO NOTHING'
);

/** Rows and links must come with distinct keys. */
export async function keepResources(
	tx: Transaction,
	rows: readonly FhirRow[],
	links: readonly FhirLink[]
): Promise<void> {
	await Promise.all([upsertResources(tx, rows), insertLinks(tx, links)]);
}

export type UnjoinedCount = {
	party: string;
	type: string;
	missing: string;
	count: number;
	/** Of those, how many waited so long that they were given up. */
	expired: number;
	/** And how many count already, without what they lack: a visit without one of its drugs. */
	counted: number;
	oldest: Date;
};

/**
 * What of each source still waits for its partner, or did until it expired.
 * @param sender one alone, as `hospital:3275013`; all where it is left out.
 */
export function countUnjoined(
	executor: Executor,
	before: Date,
	sender: string | null = null
): Promise<UnjoinedCount[]> {
	const sql = executor as Sql;
	return sql<UnjoinedCount[]>`
		SELECT party, type, missing, count(*) AS count, count(*) FILTER (WHERE facts IS NULL) AS expired,
			count(*) FILTER (WHERE revision > 0) AS counted, min(first_received_at) AS oldest
		FROM fhir_resource WHERE missing IS NOT NULL AND first_received_at < ${before}
			AND (${sender}::text IS NULL OR party = ${sender})
		GROUP BY party, type, missing ORDER BY count(*) DESC, party, type, missing`;
}

const dayMs = 86_400_000;

/**
 * @param waitingBefore what has waited since before this loses its facts and stays as a count.
 * @param forgetBefore what was last heard of before this is forgotten, but for patients, medicines and places, which later
 * resources refer to. A day's worth at a time: what led to and from it is looked for in the whole table.
 */
export async function expireFhirResources(sql: Sql, waitingBefore: Date, forgetBefore: Date): Promise<void> {
	await sql`
		UPDATE fhir_resource SET facts = NULL
		WHERE missing IS NOT NULL AND facts IS NOT NULL AND revision = 0 AND received_at < ${waitingBefore}`;
	const dayBefore = new Date(forgetBefore.getTime() - dayMs);
	const [due] = await sql`
		SELECT FROM fhir_resource
		WHERE type NOT IN ('Patient', 'Medication', 'Location') AND received_at < ${dayBefore} LIMIT 1`;
	if (due === undefined) return;
	await sql`
		DELETE FROM fhir_resource
		WHERE type NOT IN ('Patient', 'Medication', 'Location') AND received_at < ${forgetBefore}`;
	await sql`DELETE FROM fhir_link l WHERE NOT EXISTS (SELECT FROM fhir_resource r WHERE r.key = l.from_key)`;
}
