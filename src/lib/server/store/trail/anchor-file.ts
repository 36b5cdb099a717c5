/**
 * Anchors of the trail: the last line's number and seal as they stood on a day, in a file outside the database. One JSON
 * object a line, each sealed with the trail's key and chained to the one before. Each data directory keeps a file of its own,
 * `trail/anchors-<id>.ndjson`; copies may lie in a second place, such as a folder that is written once.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrailKey } from './line.ts';

export type Anchor = {
	file: string;
	/** Its place in the file, from 1. */
	ordinal: number;
	/** Asia/Jakarta. */
	day: string;
	at: string;
	/** Of the trail's last line; 0 before the first. */
	number: number;
	/** That line's seal, in hexadecimal. */
	mac: string;
	key: string;
	/** The seal of the anchor before; empty for the first. */
	previous: string;
	seal: string;
};
export type AnchorFile = { file: string; folder: string; text: string; lines: (Anchor | null)[] };

const namePattern = /^anchors-([0-9a-f-]{36})\.ndjson$/;
const fields = ['file', 'ordinal', 'day', 'at', 'number', 'mac', 'key', 'previous', 'seal'] as const;

export function anchorSeal({ secret }: TrailKey, anchor: Omit<Anchor, 'seal'>): string {
	const { file, ordinal, day, at, number, mac, key, previous } = anchor;
	const text = JSON.stringify([file, ordinal, day, at, number, mac, key, previous]);
	return createHmac('sha256', secret).update('denyut trail anchor 1\n').update(text).digest('hex');
}

/** Every anchor file of a folder; none where the folder is missing or cannot be read. */
export async function readAnchorFiles(folder: string): Promise<AnchorFile[]> {
	const names = await readdir(folder).catch(() => [] as string[]);
	const found = names.flatMap((name) => {
		const [, file] = namePattern.exec(name) ?? [];
		return file === undefined ? [] : [{ file, path: join(folder, name) }];
	});
	const files = found
		.sort((a, b) => (a.file < b.file ? -1 : 1))
		.map(async ({ file, path }) => {
			const text = await readFile(path, 'utf8');
			return { file, folder, text, lines: linesOf(text) };
		});
	return Promise.all(files);
}

/** Null for a line that nobody here wrote. What follows the last line's end counts as a line too. */
function linesOf(text: string): (Anchor | null)[] {
	const lines = text.split('\n');
	if (lines.at(-1) === '') lines.pop();
	else lines.push('');
	return lines.map(readAnchor);
}

/** Exactly as it was written: a line with anything more in it was touched. */
function readAnchor(line: string): Anchor | null {
	try {
		const given = JSON.parse(line) as Anchor;
		return anchorText(given) === line ? given : null;
	} catch {
		return null;
	}
}

const anchorText = (anchor: Anchor) =>
	JSON.stringify(Object.fromEntries(fields.map((field) => [field, anchor[field]])));

/** Adds an anchor to the folder's own file, made if there is none, and returns when it is on the disk. */
export async function addAnchor(
	folder: string,
	key: TrailKey,
	facts: Pick<Anchor, 'day' | 'at' | 'number' | 'mac'>
): Promise<Anchor> {
	const own = (await readAnchorFiles(folder))[0];
	const file = own?.file ?? randomUUID();
	const last = own?.lines.at(-1) ?? null;
	const draft = {
		file,
		ordinal: (own?.lines.length ?? 0) + 1,
		...facts,
		key: key.id,
		previous: last?.seal ?? ''
	};
	const anchor = { ...draft, seal: anchorSeal(key, draft) };
	// A line that a crash cut short stays: it is ended, so that this one begins anew.
	const start = own === undefined || own.text === '' || own.text.endsWith('\n') ? '' : '\n';
	await append(folder, file, `${start}${anchorText(anchor)}\n`);
	return anchor;
}

/** Brings the copy in another folder up to date. One that says anything else than this file is left as it is: `verify` tells. */
export async function copyAnchors(own: AnchorFile, folder: string): Promise<void> {
	const there = (await readAnchorFiles(folder)).find(({ file }) => file === own.file)?.text ?? '';
	if (!own.text.startsWith(there) || there.length === own.text.length) return;
	await append(folder, own.file, own.text.slice(there.length));
}

/** Only ever opened for appending, as a folder that is written once asks for. */
async function append(folder: string, file: string, text: string): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const handle = await open(join(folder, `anchors-${file}.ndjson`), 'a', 0o600);
	try {
		await handle.write(text);
		await handle.sync();
	} finally {
		await handle.close();
	}
}
