/**
 * A spreadsheet of 100,000 visits through the browser's form: seconds to arrive, to be checked and to be committed, and how
 * much the server's resident memory grows meanwhile. Then the same file again (nothing may count twice), and one cancelled
 * in the middle. `--rows` for another size.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeXlsx } from '../support/make-xlsx.ts';
import { readUsage, startServer, type TestServer } from '../support/server.ts';
import { round } from './support/table.ts';
import { nikOf } from './support/visits.ts';
import { cookieHeader, openSession } from '../support/session.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } });
const rows = Number(values.rows);
/** One row in a hundred has a service that is none. */
const badEvery = 100;
const headings = [
	'No. Kunjungan',
	'NIK',
	'Kecamatan',
	'Jenis Layanan',
	'Diagnosa',
	'Tgl Masuk',
	'Tgl Pulang',
	'Nama Pasien'
];

function cellsOf(n: number, prefix: string): string[] {
	const day = `${String(1 + (n % 28)).padStart(2, '0')}/0${1 + (n % 9)}/2026`;
	const service = n % badEvery === 0 ? 'terbang' : 'Rawat jalan';
	return [
		`${prefix}-${n}`,
		nikOf(n),
		'Bekasi Timur',
		service,
		'A91',
		`${day} 08:15`,
		`${day} 10:30`,
		`Pasien ke-${n}`
	];
}

function csvOf(prefix: string, count = rows): Buffer {
	const lines = Array.from({ length: count }, (_, n) => cellsOf(n, prefix).join(';'));
	return Buffer.from(`\ufeff${[headings.join(';'), ...lines].join('\r\n')}\r\n`);
}

/** As Excel writes it: every text once, in a list of its own. */
function xlsxOf(prefix: string, count = rows): Buffer {
	const strings: string[] = [];
	const known = new Map<string, number>();
	const indexOf = (text: string) => {
		const found = known.get(text);
		if (found !== undefined) return found;
		known.set(text, strings.push(text) - 1);
		return strings.length - 1;
	};
	const lines = [headings, ...Array.from({ length: count }, (_, n) => cellsOf(n, prefix))].map(
		(cells, row) =>
			`<row r="${row + 1}" spans="1:8">${cells
				.map(
					(text, column) => `<c r="${'ABCDEFGH'[column]}${row + 1}" s="1" t="s"><v>${indexOf(text)}</v></c>`
				)
				.join('')}</row>`
	);
	return makeXlsx([{ name: 'Kunjungan', rows: lines.join('') }], { strings });
}

type Run = { upload: string; 'growth MiB': number; outcome: string } & Record<string, string | number>;

/** Runs one upload while the server's memory is watched, from where it stood when the upload began. */
async function measure(
	server: TestServer,
	upload: string,
	work: (lap: (name: string) => void) => Promise<string>
): Promise<Run> {
	const pid = server.process.pid ?? 0;
	const before = readUsage(pid).memoryMiB;
	let peak = before;
	const watch = setInterval(() => (peak = Math.max(peak, readUsage(pid).memoryMiB)), 50);
	const laps: Record<string, number> = {};
	let start = performance.now();
	const outcome = await work((name) => {
		laps[`${name} s`] = round((performance.now() - start) / 1_000, 1);
		start = performance.now();
	});
	clearInterval(watch);
	return { upload, ...laps, 'growth MiB': round(peak - before), outcome };
}

let cookie: string | null = null;
/** The hospital in whose name the files are sent. */
const senderCookie = async ({ sql }: TestServer) =>
	(cookie ??= cookieHeader(await openSession(sql, 'hospital', '3275013')));

async function send(server: TestServer, file: Buffer, name: string): Promise<string> {
	const form = new FormData();
	form.append('sender', 'hospital:3275013');
	form.append('kind', 'visit');
	form.append('file', new Blob([file as BlobPart]), name);
	const response = await fetch(`${server.origin}/upload/files`, {
		method: 'POST',
		body: form,
		redirect: 'manual',
		headers: { origin: server.origin, cookie: await senderCookie(server) }
	});
	const place = response.headers.get('location');
	if (place === null) throw new Error(`refused: ${await response.text()}`);
	return place;
}

async function press(server: TestServer, place: string, action: 'send' | 'cancel'): Promise<void> {
	const headers = {
		origin: server.origin,
		cookie: await senderCookie(server),
		accept: 'application/json',
		'content-type': 'application/x-www-form-urlencoded'
	};
	const response = await fetch(`${server.origin}${place}?/${action}`, { method: 'POST', headers, body: '' });
	if (!response.ok) throw new Error(`${action}: ${response.status}`);
}

type State = { phase: string; share: number; result: Record<string, number> | null };

/** What the page would show: SvelteKit's data is a flat list whose entries name each other by number. */
async function look(server: TestServer, place: string): Promise<State> {
	const response = await fetch(`${server.origin}${place}/__data.json`, {
		headers: { cookie: await senderCookie(server) }
	});
	const { nodes } = (await response.json()) as { nodes: { data?: unknown[] }[] };
	const data = nodes.at(-1)?.data ?? [];
	const at = (index: number) => data[index];
	const upload = at((at(0) as { upload: number }).upload) as { phase: number; share: number; result: number };
	const result = at(upload.result) as Record<string, number> | null;
	return {
		phase: String(at(upload.phase)),
		share: Number(at(upload.share)),
		result:
			result && Object.fromEntries(Object.entries(result).map(([key, index]) => [key, Number(at(index))]))
	};
}

async function rest(
	server: TestServer,
	place: string,
	until: (state: State) => boolean = () => false
): Promise<{ state: State; shares: number }> {
	const shares = new Set<number>();
	for (;;) {
		const state = await look(server, place);
		if (state.phase !== 'checking' && state.phase !== 'sending') return { state, shares: shares.size };
		if (until(state)) return { state, shares: shares.size };
		shares.add(Math.floor(state.share * 100));
		await pause(100);
	}
}

const wordsOf = ({ phase, result }: State, shares: number) =>
	`${phase}; ${shares} steps of progress seen${result ? `; ${result['accepted']} taken, ${result['duplicate']} known, ${result['quarantined']} held` : ''}`;

function whole(server: TestServer, name: string, file: Buffer): Promise<Run> {
	return measure(server, `${name} (${round(file.length / 1024 ** 2, 1)} MiB)`, async (lap) => {
		const place = await send(server, file, name);
		lap('arrive');
		await rest(server, place);
		lap('check');
		await press(server, place, 'send');
		const { state, shares } = await rest(server, place);
		lap('commit');
		return wordsOf(state, shares);
	});
}

function cancelled(server: TestServer, file: Buffer): Promise<Run> {
	return measure(server, 'cancelled in the middle', async (lap) => {
		const place = await send(server, file, 'cancelled.csv');
		lap('arrive');
		await rest(server, place);
		lap('check');
		await press(server, place, 'send');
		const { shares } = await rest(server, place, ({ share }) => share > 0.4);
		await press(server, place, 'cancel');
		const { state } = await rest(server, place);
		lap('commit');
		return wordsOf(state, shares);
	});
}

const server = await startServer();
try {
	// What any load makes the process take once (code, the young heap) is no file's.
	for (const prefix of ['V', 'W']) await whole(server, 'warm.csv', csvOf(prefix, 20_000));
	const csv = csvOf('A');
	const runs = [await whole(server, 'visits.csv', csv), await whole(server, 'the same again', csv)];
	runs.push(await whole(server, 'visits.xlsx', xlsxOf('B')));
	runs.push(await cancelled(server, csvOf('C')));
	console.table(runs);
	const worst = Math.max(...runs.map((run) => run['growth MiB']));
	console.log(`resident memory grew by at most ${worst} MiB during an upload of ${rows} rows (bar 150)`);
	const [counted] = await server.sql<{ visits: number }[]>`
		SELECT count(*)::int AS visits FROM visit WHERE posted_on IS NOT NULL AND reversed_on IS NULL`;
	console.log(`${counted?.visits} visits stand`);
} finally {
	await server.stop();
}
