/** One application on a database of its own, with keys and senders, and events to send: what the tests of ingest share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Party } from '../../src/lib/domain/role.ts';
import type { BatchAnswer } from '../../src/lib/protocol/events.ts';
import { createApp, type App, type AppOptions } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { createEndpoints } from '../../src/lib/server/endpoints.ts';
import type { Sender } from '../../src/lib/server/ingest/sender.ts';
import { reconcile, type Difference } from '../../src/lib/server/store/reconcile.ts';
import { fixDraw } from '../support/fixed-draw.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export const now = new Date('2026-11-22T05:00:00.000Z');
export const hospitalA = '3275013';
export const hospitalB = '3275017';

/** Serial 0000: no person has such a NIK. */
export const niks = ['3275015203890000', '3275020101900000', '3275034512750000', '3273056304850000'] as const;

export const senders = {
	hospitalA: { party: 'hospital', facility: hospitalA },
	hospitalB: { party: 'hospital', facility: hospitalB },
	verifier: { party: 'verifier', facility: null },
	finance: { party: 'finance', facility: null },
	dinkes: { party: 'dinkes', facility: null },
	register: { party: 'register', facility: null },
	importer: { party: 'importer', facility: null }
} as const satisfies Record<string, Sender>;
export type SenderName = keyof typeof senders;

export type IngestCity = {
	app: App;
	/** A second application on the same database, as another process would be. */
	openAnother: () => Promise<App>;
	database: TestDatabase;
	dataDir: string;
	/** Everything that was logged. */
	logged: () => string;
	close: () => Promise<void>;
};

export async function openCity(options: Omit<AppOptions, 'log'> = {}): Promise<IngestCity> {
	const database = await openTestDatabase();
	const dataDir = mkdtempSync(join(tmpdir(), 'denyut-ingest-'));
	const lines: string[] = [];
	const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) });
	const config = readConfig({ DENYUT_DATA_DIR: dataDir });
	const open = () => createApp(config, database.url, { clock: () => now, log, ...options });
	const apps = [await open()];
	const [app] = apps;
	if (!app) throw new Error('no application');
	await fixDraw(database.sql);
	return {
		app,
		openAnother: async () => {
			const another = await open();
			apps.push(another);
			return another;
		},
		database,
		dataDir,
		logged: () => lines.join(''),
		close: async () => {
			await Promise.all(apps.map((one) => one.stop()));
			await database.drop();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}

export type Endpoint = { server: Server; port: number; url: string; close: () => Promise<void> };

/** Every endpoint on an HTTP server of its own; `url` is that of events. */
export async function serve(app: App): Promise<Endpoint> {
	const endpoints = createEndpoints(app);
	const server = createServer((request, response) => {
		const path = (request.url ?? '').split('?', 1)[0] ?? '';
		const endpoint = endpoints.find(({ owns }) => owns(path));
		if (endpoint) void endpoint.handle(request, response);
		else response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		server,
		port,
		url: `http://127.0.0.1:${port}/api/v1/events`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}

export const keyFor = (app: App, party: Party, facility: string | null = null) =>
	app.keys.create({ party, role: null, facility });

type Fields = Record<string, unknown>;

const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

/** An event of a type; `fields` of `data` and the envelope's own may be replaced. */
export function event(type: string, id: string, data: Fields, envelope: Fields = {}): Fields {
	return {
		specversion: '1.0',
		id,
		source: '/simrs/test',
		type: `id.denyut.${type}.v1`,
		time: minutesAgo(60),
		data,
		...envelope
	};
}

export const visit = (id: string, data: Fields = {}, envelope: Fields = {}) =>
	event(
		'visit',
		id,
		{
			visit: `V-${id}`,
			nik: niks[0],
			kecamatan: '32.75.01',
			service: 'outpatient',
			diagnoses: ['A91'],
			arrivedAt: minutesAgo(90),
			...data
		},
		envelope
	);
export const bed = (id: string, data: Fields = {}, envelope: Fields = {}) =>
	event('bed', id, { ward: 'inpatient-3', room: 'Anggrek', capacity: 20, occupied: 16, ...data }, envelope);
export const claim = (id: string, data: Fields = {}, envelope: Fields = {}) =>
	event(
		'claim',
		id,
		{
			claim: `C-${id}`,
			nik: niks[0],
			state: 'submitted',
			diagnoses: ['A91'],
			service: 'inpatient-3',
			serviceFrom: '2026-10-01',
			serviceTo: '2026-10-03',
			billedRupiah: 3_500_000,
			...data
		},
		envelope
	);
export const member = (id: string, data: Fields = {}, envelope: Fields = {}) =>
	event(
		'member',
		id,
		{
			nik: niks[0],
			kecamatan: '32.75.02',
			segment: 'general',
			registerStatus: 'active',
			jkn: 'none',
			...data
		},
		envelope
	);
export const stock = (id: string, data: Fields = {}, envelope: Fields = {}) =>
	event(
		'stock',
		id,
		{ item: 'paracetamol-500', month: '2026-10', opening: 10, received: 5, used: 7, closing: 8, ...data },
		envelope
	);
export const tally = (id: string, data: Fields = {}, envelope: Fields = {}) =>
	event(
		'tally',
		id,
		{
			measure: 'cases',
			code: 'dengue',
			area: '32.75.01',
			period: '2026-10-01',
			grain: 'month',
			value: 12,
			...data
		},
		envelope
	);

export const handled = ({ accepted, duplicate, quarantined }: BatchAnswer) =>
	accepted + duplicate + quarantined;

export async function findDifferences({ database }: IngestCity): Promise<Difference[]> {
	const found: Difference[] = [];
	await reconcile(database.sql, { onDifference: (difference) => void found.push(difference) });
	return found;
}

export type Totals = {
	ledger: number;
	accepted: number;
	duplicate: number;
	quarantined: number;
	held: number;
};

/** What the tables say was taken so far. */
export async function readTotals({ database }: IngestCity): Promise<Totals> {
	const [row] = await database.sql<Totals[]>`
		SELECT (SELECT count(*) FROM event_ledger) AS ledger, coalesce(sum(accepted), 0)::bigint AS accepted,
			coalesce(sum(duplicate), 0)::bigint AS duplicate, coalesce(sum(quarantined), 0)::bigint AS quarantined,
			(SELECT coalesce(sum(times), 0)::bigint FROM quarantine) AS held
		FROM source_day`;
	if (!row) throw new Error('no totals');
	return row;
}

/** What all tables hold, as text; bytes both as they are and as hexadecimal digits. */
export async function dumpTables(
	{ database: { sql } }: IngestCity,
	except: readonly string[] = []
): Promise<string> {
	const tables = await sql<{ name: string }[]>`
		SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1`;
	const parts: string[] = [];
	for (const { name } of tables) {
		if (except.includes(name)) continue;
		const rows = await sql.unsafe<Record<string, unknown>[]>(`SELECT * FROM "${name}" AS t ORDER BY t::text`);
		parts.push(`-- ${name}\n${rows.map(rowText).join('\n')}`);
	}
	return parts.join('\n');
}

function rowText(row: Record<string, unknown>): string {
	return Object.entries(row)
		.map(
			([name, value]) => `${name}=${value instanceof Uint8Array ? bytesText(value) : JSON.stringify(value)}`
		)
		.join(' ');
}

/** Digits of a digest in hexadecimal may stand in a row by chance: broken up, so that only real text is judged. */
function bytesText(bytes: Uint8Array): string {
	const buffer = Buffer.from(bytes);
	return `${buffer.toString('latin1')} ${buffer.toString('utf8')} ${buffer.toString('hex').replace(/..../g, '$& ')}`;
}
