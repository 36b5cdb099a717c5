/**
 * Writing the trail's head outside the database. The database in turn keeps how many anchors each file holds: so neither a
 * shorter trail (a cut tail, an old dump, another database) nor a shorter file goes unseen. The file is written first; a crash
 * between the two leaves a file that holds one more than was counted, which is no fault.
 */
import { join } from 'node:path';
import { jakartaDay } from '../../../domain/period.ts';
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { inTransaction } from '../transaction.ts';
import { addAnchor, copyAnchors, readAnchorFiles, type Anchor, type AnchorFile } from './anchor-file.ts';
import { startSeal, type TrailKey } from './line.ts';
import { readCarried, readHead } from './read-lines.ts';

export type AnchorPlaces = {
	/** The folder of this data directory's own file. */
	own: string;
	/** Where copies are laid, as `DENYUT_TRAIL_ANCHOR_DIR` says. */
	second: string | null;
};

export const anchorPlaces = (dataDir: string, second: string | undefined): AnchorPlaces => ({
	own: join(dataDir, 'trail'),
	second: second ?? null
});

/** "ANCH": processes on one data directory write one after the other. */
const lockNumber = 0x414e4348;
const settingPrefix = 'trail_anchor:';

export type AnchorWish = 'once a day' | 'when moved';

/**
 * Anchors the head: where nothing was anchored today, or, if so wished, where lines came since.
 * @returns the anchor, or null where none was due
 */
export function anchorHead(
	sql: Sql,
	key: TrailKey,
	places: AnchorPlaces,
	now: Date,
	wish: AnchorWish
): Promise<Anchor | null> {
	return inTransaction(sql, async (tx) => {
		await tx`SELECT pg_advisory_xact_lock(${lockNumber})`;
		const head = await readHead(tx);
		const last = (await readAnchorFiles(places.own))[0]?.lines.at(-1);
		const isDue = last?.day !== jakartaDay(now) || (wish === 'when moved' && last.number !== head.number);
		if (!isDue) return null;
		const mac = Buffer.from(head.mac ?? startSeal(key, await readCarried(tx))).toString('hex');
		const facts = { day: jakartaDay(now), at: now.toISOString(), number: head.number, mac };
		const anchor = await addAnchor(places.own, key, facts);
		await keepCount(tx, anchor);
		return anchor;
	});
}

/** @throws when the second place cannot be written to */
export async function copyToSecondPlace({ own, second }: AnchorPlaces): Promise<void> {
	if (second === null) return;
	for (const file of await readAnchorFiles(own)) await copyAnchors(file, second);
}

async function keepCount(tx: Transaction, { file, ordinal, seal }: Anchor): Promise<void> {
	await tx`
		INSERT INTO setting (key, value) VALUES (${settingPrefix + file}, ${tx.json({ ordinal, seal })})
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
}

/** Which anchor files there are and how far each goes, as the database knows it. */
export type KnownAnchors = ReadonlyMap<string, { ordinal: number; seal: string }>;

export async function readKnownAnchors(tx: Transaction): Promise<KnownAnchors> {
	const rows = await tx<{ key: string; value: { ordinal: number; seal: string } }[]>`
		SELECT key, value FROM setting WHERE starts_with(key, ${settingPrefix})`;
	return new Map(rows.map(({ key, value }) => [key.slice(settingPrefix.length), value]));
}

/** Every anchor file of both places. */
export async function readAnchorPlaces({ own, second }: AnchorPlaces): Promise<AnchorFile[]> {
	const files = await Promise.all([own, ...(second === null ? [] : [second])].map(readAnchorFiles));
	return files.flat();
}
