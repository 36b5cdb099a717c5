/**
 * What the database knows of the pseudonym key, and the rewriting of what stands under it. States: *settled* (the record
 * names one chain of keys) → *rotating* (it names none, so nothing starts and no person is made; what is left stands in
 * `key_rotation_left`, persons' digests tell by their own key id) → settled with the longer chain. Each batch is one
 * transaction that takes its rows off what is left, so a kill at any moment loses at most that batch's work.
 */
import { arrayLiteral, type Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { inTransaction } from './transaction.ts';

export type KeyIdentity = { fingerprint: string; keyId: string };
export type Rotation = { from: KeyIdentity; to: KeyIdentity };
export type KeyRecord = { fingerprint: string | null; rotation: Rotation | null };

const settings = {
	fingerprint: 'pseudonym_key_fingerprint',
	keyId: 'pseudonym_key_id',
	rotation: 'pseudonym_key_rotation'
} as const;
/** Equals no fingerprint and no key id. */
const underWay = 'rotating';

/** In a new database; one that has a key keeps it. */
export async function recordFirstKey(sql: Sql, { fingerprint, keyId }: KeyIdentity): Promise<void> {
	await sql`INSERT INTO setting (key, value) VALUES (${settings.fingerprint}, ${sql.json(fingerprint)})
		ON CONFLICT (key) DO NOTHING`;
	await sql`INSERT INTO setting (key, value)
		SELECT ${settings.keyId}, ${sql.json(keyId)} FROM setting
		WHERE key = ${settings.fingerprint} AND value #>> '{}' = ${fingerprint} ON CONFLICT (key) DO NOTHING`;
}

export async function findKeyRecord(sql: Sql): Promise<KeyRecord> {
	const rows = await sql<{ key: string; value: unknown }[]>`
		SELECT key, value FROM setting WHERE key = ANY(${Object.values(settings)})`;
	const values = new Map(rows.map(({ key, value }) => [key, value]));
	return {
		fingerprint: (values.get(settings.fingerprint) as string | undefined) ?? null,
		rotation: (values.get(settings.rotation) as Rotation | undefined) ?? null
	};
}

/** From here on no process starts with the old key. */
export function beginRotation(sql: Sql, rotation: Rotation): Promise<void> {
	return inTransaction(sql, async (tx) => {
		await putSetting(tx, settings.rotation, rotation);
		await putSetting(tx, settings.fingerprint, underWay);
		await putSetting(tx, settings.keyId, underWay);
		await tx`DELETE FROM key_rotation_left`;
		await tx`INSERT INTO key_rotation_left (what, id)
			SELECT 'quarantine', id FROM quarantine
			UNION ALL SELECT 'fhir_resource', key FROM fhir_resource WHERE facts IS NOT NULL
			UNION ALL SELECT 'sheet_row', key FROM sheet_row`;
	});
}

/** How many rows are left, persons' digests too. */
export async function countLeft(sql: Sql, { from }: Rotation): Promise<number> {
	const [row] = await sql<{ left: number }[]>`
		SELECT (SELECT count(*) FROM key_rotation_left)
			+ (SELECT count(*) FROM person_key WHERE key_id = ${from.keyId}) AS left`;
	return row?.left ?? 0;
}

/** What the new key does to each kind of value. */
export type Rewriting = {
	wrapMac: (mac: string) => string;
	coverDigest: (digest: string) => string;
	reseal: (sealed: Uint8Array) => Uint8Array;
};
type Batch = (sql: Sql, rotation: Rotation, rewriting: Rewriting, rows: number) => Promise<number>;

/** Rewrites one batch. @returns how many rows it held; nought when nothing is left. */
export async function rewriteBatch(...batch: Parameters<Batch>): Promise<number> {
	for (const rewrite of [rewritePersons, rewriteSheetRows, rewriteHeld, rewriteFacts]) {
		const count = await rewrite(...batch);
		if (count > 0) return count;
	}
	return 0;
}

const rewritePersons: Batch = (sql, { from, to }, { wrapMac }, rows) =>
	inTransaction(sql, async (tx) => {
		const found = await tx<{ mac: string }[]>`
			SELECT encode(mac, 'hex') AS mac FROM person_key WHERE key_id = ${from.keyId} LIMIT ${rows} FOR UPDATE`;
		await tx`
			UPDATE person_key SET key_id = ${to.keyId}, mac = decode(given.wrapped, 'hex')
			FROM unnest(${found.map(({ mac }) => mac)}::text[], ${found.map(({ mac }) => wrapMac(mac))}::text[])
				AS given(mac, wrapped)
			WHERE key_id = ${from.keyId} AND person_key.mac = decode(given.mac, 'hex')`;
		return found.length;
	});

const rewriteSheetRows: Batch = (sql, _, { coverDigest }, rows) =>
	inTransaction(sql, async (tx) => {
		const ids = await takeLeft(tx, 'sheet_row', rows);
		const found = await tx<{ key: string; content: string }[]>`
			SELECT key::text, content::text FROM sheet_row WHERE key = ANY(${ids}::uuid[])`;
		const cover = (uuid: string) => coverDigest(uuid.replaceAll('-', ''));
		await tx`
			UPDATE sheet_row SET key = given.new_key, content = given.content
			FROM unnest(${found.map(({ key }) => key)}::uuid[], ${found.map(({ key }) => cover(key))}::uuid[],
				${found.map(({ content }) => cover(content))}::uuid[]) AS given(key, new_key, content)
			WHERE sheet_row.key = given.key`;
		return ids.length;
	});

type Sealed = { id: string; sealed: Uint8Array | null };

const rewriteHeld: Batch = (sql, _, { coverDigest, reseal }, rows) =>
	inTransaction(sql, async (tx) => {
		const ids = await takeLeft(tx, 'quarantine', rows);
		const found = await tx<(Sealed & { digest: string })[]>`
			SELECT id::text, replace(digest::text, '-', '') AS digest, payload AS sealed FROM quarantine
			WHERE id = ANY(${ids}::uuid[])`;
		await tx`
			UPDATE quarantine SET digest = given.digest, payload = given.payload
			FROM unnest(${found.map(({ id }) => id)}::uuid[], ${found.map(({ digest }) => coverDigest(digest))}::uuid[],
				${resealed(found, reseal)}::bytea[]) AS given(id, digest, payload)
			WHERE quarantine.id = given.id`;
		return ids.length;
	});

const rewriteFacts: Batch = (sql, _, { reseal }, rows) =>
	inTransaction(sql, async (tx) => {
		const ids = await takeLeft(tx, 'fhir_resource', rows);
		const found = await tx<Sealed[]>`
			SELECT key::text AS id, facts AS sealed FROM fhir_resource
			WHERE key = ANY(${ids}::uuid[]) AND facts IS NOT NULL`;
		await tx`
			UPDATE fhir_resource SET facts = given.facts
			FROM unnest(${found.map(({ id }) => id)}::uuid[], ${resealed(found, reseal)}::bytea[]) AS given(key, facts)
			WHERE fhir_resource.key = given.key`;
		return ids.length;
	});

const resealed = (rows: readonly Sealed[], reseal: Rewriting['reseal']) =>
	arrayLiteral(rows, ({ sealed }) => sealed && reseal(sealed));

async function takeLeft(tx: Transaction, what: string, rows: number): Promise<string[]> {
	const taken = await tx<{ id: string }[]>`
		DELETE FROM key_rotation_left WHERE what = ${what}
			AND id IN (SELECT id FROM key_rotation_left WHERE what = ${what} ORDER BY id LIMIT ${rows})
		RETURNING id::text`;
	return taken.map(({ id }) => id);
}

/** The switch. @param onSwitch written down in the same transaction. */
export function endRotation(
	sql: Sql,
	{ to }: Rotation,
	onSwitch: (tx: Transaction) => Promise<unknown>
): Promise<void> {
	return inTransaction(sql, async (tx) => {
		await putSetting(tx, settings.fingerprint, to.fingerprint);
		await putSetting(tx, settings.keyId, to.keyId);
		await tx`DELETE FROM setting WHERE key = ${settings.rotation}`;
		await onSwitch(tx);
	});
}

/** What was rewritten stands on in pages that nothing reads any more, until they are swept. */
export async function sweepRewritten(sql: Sql): Promise<void> {
	for (const table of ['person_key', 'sheet_row', 'quarantine', 'fhir_resource'])
		await sql.unsafe(`VACUUM "${table}"`);
}

async function putSetting(tx: Transaction, key: string, value: string | Rotation): Promise<void> {
	await tx`INSERT INTO setting (key, value) VALUES (${key}, ${tx.json(value)})
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
}
