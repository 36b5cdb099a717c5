/** A spreadsheet's way in as the tests walk it: a form over HTTP, then the desk that holds the file. */
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { SheetKind, UploadView } from '../../src/lib/protocol/views/upload.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { App } from '../../src/lib/server/app.ts';
import { cookieHeader, openSession } from '../support/session.ts';
import type { IngestCity } from './ingest-city.ts';

export type Form = { kind?: string; sender?: string; file?: Uint8Array | string; name?: string };

/** What the browser of somebody who is signed in sends along; of the RSUD's account where nobody else is meant. */
export async function signedIn(
	{ database }: Pick<IngestCity, 'database'>,
	role: Role = 'hospital',
	facility: string | null = '3275013'
): Promise<{ cookie: string }> {
	return { cookie: cookieHeader(await openSession(database.sql, role, facility)) };
}

/** Sends the browser's form; answers where it leads, or the refusal. */
export async function post(
	origin: string,
	{ kind = 'visit', sender = 'hospital:3275013', file, name = 'data.csv' }: Form,
	headers: Record<string, string> = {}
): Promise<{ status: number; location: string | null; body: string }> {
	const form = new FormData();
	form.append('sender', sender);
	form.append('kind', kind);
	if (file !== undefined) form.append('file', new Blob([file as BlobPart]), name);
	const response = await fetch(`${origin}/upload/files`, {
		method: 'POST',
		body: form,
		redirect: 'manual',
		headers: { origin, ...headers }
	});
	return { status: response.status, location: response.headers.get('location'), body: await response.text() };
}

export const idOf = (location: string | null) => location?.split('/').at(-1) ?? '';

/** Waits while something moves. */
export async function settle(app: App, id: string): Promise<UploadView> {
	for (let tries = 0; tries < 2_000; tries++) {
		const view = app.sheets.view(id);
		if (!view) throw new Error('no such upload');
		if (view.phase !== 'checking' && view.phase !== 'sending') return view;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	throw new Error('the upload did not come to rest');
}

/** As a form would, without HTTP: checked, and waiting to be sent. */
export async function bring(
	app: App,
	kind: SheetKind,
	file: Uint8Array | string,
	sender: Parameters<App['sheets']['receive']>[1]['sender'] = { party: 'hospital', facility: '3275013' }
): Promise<UploadView> {
	const bytes = Buffer.from(file);
	const chunks = (async function* () {
		for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
	})();
	return settle(app, await app.sheets.receive(chunks, { fileName: 'data', kind, sender }));
}

export async function bringAndSend(...args: Parameters<typeof bring>): Promise<UploadView> {
	const { id } = await bring(...args);
	args[0].sheets.send(id, 'en');
	return settle(args[0], id);
}

/** The file of refused rows, as its lines. */
export function refusedLines(app: App, id: string): string[] {
	const refused = app.sheets.refused(id);
	return refused
		? [...refused.rows].map(({ row, cells, heading, reason }) => [row, ...cells, heading, reason].join(' | '))
		: [];
}

const heading = 'No. Kunjungan;NIK;Kecamatan;Jenis Layanan;Diagnosa;Tgl Masuk;Nama Pasien';

/** A table of visits as a hospital's program saves it. */
export const visitSheet = (...rows: string[]) => `\ufeff${[heading, ...rows].join('\r\n')}\r\n`;

/** What stands on the disk of uploads. */
export function heldFiles(dataDir: string): Dirent[] {
	const folder = join(dataDir, 'uploads');
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
}
