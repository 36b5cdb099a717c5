/**
 * Changes the pseudonym key. The new chain is written beside the old one before the first row is touched, the database
 * switches in one transaction, then the files change places; called again, it goes on wherever it was stopped.
 *
 * What it protects: whoever has the keys of before, and a copy of the database of after, finds nobody by trying numbers out
 * in the table of persons, opens nothing that is held, and cannot tell whose a row of a spreadsheet was. What it cannot:
 * copies from before it stay readable with the keys of before, and so do ids that were given to events that came without
 * one (spreadsheets, FHIR, e-Klaim): they are digests of all that was said, under the first key, and must stay the same
 * for a repeated event to be known as one. The whole chain stays needed: a NIK is looked up through every key in turn.
 */
import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { seal, unseal } from './ingest/hold.ts';
import { chainId, keyBytes, keysOfChain } from './ingest/key-chain.ts';
import { createPseudonymiser, lastStep } from './ingest/pseudonym.ts';
import { fingerprint, loadKeys, readKeyChain } from './keys.ts';
import type { Sql } from './store/connect.ts';
import { holdKeyAlone } from './store/key-hold.ts';
import {
	beginRotation,
	countLeft,
	endRotation,
	findKeyRecord,
	rewriteBatch,
	sweepRewritten,
	type KeyIdentity,
	type Rewriting,
	type Rotation
} from './store/key-rotation.ts';
import { writePrivateFile } from './store/private-file.ts';
import { lookRecorder } from './store/trail/append.ts';
import { trailKeyOf } from './store/trail/line.ts';
import { systemViewer } from '../domain/viewer.ts';

export type RotationProgress = { begin: (rows: number) => void; update: (done: number) => void };
/** `file` holds the new keys; where the key comes from the environment, they must be put there. */
export type Rotated = { rows: number; keys: number; file: string; isInEnvironment: boolean };

export type RotationOptions = {
	config: Pick<Config, 'dataDir' | 'pseudonymKey' | 'serverKey' | 'trailKey'>;
	/** As the owner of the tables. */
	database: { sql: Sql; url: string };
	progress: RotationProgress;
	batchRows?: number;
	clock?: () => Date;
};

const usualBatchRows = 5_000;

/** @throws KeyInUse while anything works with the key. */
export async function rotateKey(options: RotationOptions): Promise<Rotated> {
	const hold = await holdKeyAlone(options.database.url);
	try {
		return await rotateAlone(options);
	} finally {
		await hold.release();
	}
}

async function rotateAlone(options: RotationOptions): Promise<Rotated> {
	const { config, database, progress, batchRows = usualBatchRows, clock = () => new Date() } = options;
	const { sql } = database;
	const { pseudonym: before, trail } = await loadKeys(config);
	const folder = join(config.dataDir, 'keys');
	const draft = join(folder, 'pseudonym.key.new');
	const record = await findKeyRecord(sql);
	const after = await findOrDraftChain(draft, before, record);
	const rotation = { from: identityOf(before), to: identityOf(after) };
	let rows = 0;
	// Stopped between the switch and the change of the files, only the files are left to do.
	if (record.fingerprint !== rotation.to.fingerprint) {
		if (record.rotation === null) await beginRotation(sql, rotation);
		rows = await rewriteAll(sql, rotation, rewritingOf(before, after), { progress, batchRows });
		const recordLook = lookRecorder(trailKeyOf(trail), clock);
		await endRotation(sql, rotation, (tx) =>
			recordLook(tx, systemViewer('rotate-key'), {
				action: 'key-rotated',
				what: 'pseudonym key',
				rowCount: rows
			})
		);
	}
	const isInEnvironment = config.pseudonymKey !== undefined;
	const file = isInEnvironment ? draft : join(folder, 'pseudonym.key');
	if (!isInEnvironment) await rename(draft, file);
	await sweepRewritten(sql);
	return { rows, keys: keysOfChain(after).length, file, isInEnvironment };
}

async function rewriteAll(
	sql: Sql,
	rotation: Rotation,
	rewriting: Rewriting,
	{ progress, batchRows }: { progress: RotationProgress; batchRows: number }
): Promise<number> {
	progress.begin(await countLeft(sql, rotation));
	let done = 0;
	for (;;) {
		const count = await rewriteBatch(sql, rotation, rewriting, batchRows);
		if (count === 0) return done;
		done += count;
		progress.update(done);
	}
}

/** The chain that a rotation which was stopped was on its way to, else a new one. */
async function findOrDraftChain(
	draft: string,
	before: Buffer,
	{ fingerprint: stored, rotation }: { fingerprint: string | null; rotation: Rotation | null }
): Promise<Buffer> {
	const drafted = readKeyChain(draft);
	const isContinued =
		drafted?.length === before.length + keyBytes && drafted.subarray(0, before.length).equals(before);
	if (rotation !== null) {
		if (drafted && isContinued && fingerprint(drafted) === rotation.to.fingerprint) return drafted;
		throw new Error(
			`A change of the pseudonym key was begun, and the keys it was on its way to (fingerprint ${rotation.to.fingerprint.slice(0, 8)}) are not in ${draft}: restore that file and the keys of before.`
		);
	}
	if (drafted && isContinued && fingerprint(drafted) === stored) return drafted;
	if (stored !== null && stored !== fingerprint(before))
		throw new Error('The pseudonym key is not the one this database was filled with: nothing was changed.');
	if (drafted && isContinued) return drafted;
	const after = Buffer.concat([before, randomBytes(keyBytes)]);
	const lines = keysOfChain(after).map((key) => `${key.toString('base64')}\n`);
	await writePrivateFile(draft, lines.join(''));
	return after;
}

const identityOf = (chain: Buffer): KeyIdentity => ({
	fingerprint: fingerprint(chain),
	keyId: chainId(chain)
});

function rewritingOf(before: Buffer, after: Buffer): Rewriting {
	const { holdKey: oldKey } = createPseudonymiser(before);
	const { wrapMac, coverDigest, holdKey: newKey } = lastStep(after);
	return { wrapMac, coverDigest, reseal: (sealed) => seal(newKey, unseal(oldKey, sealed)) };
}
