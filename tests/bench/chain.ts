/**
 * `npm run bench -- chain [--scale 0.05] [--levers 200] [--readers 1]`: the time from a changed lever to the page's data, with
 * the server, its database and the asking on this machine. Every question is another one, so none is answered from a cache
 * but the city's numbers, which no lever changes. Wants the build.
 */
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seedDemoCity } from '../support/demo-city.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cookieHeader, openSession } from '../support/session.ts';
import { quantile, round } from './support/table.ts';

const { values } = parseArgs({
	options: {
		scale: { type: 'string', default: '0.05' },
		levers: { type: 'string', default: '200' },
		readers: { type: 'string', default: '1' }
	}
});
const barMs = 500;
const longestWaitMs = 300_000;
const diseases = ['dengue', 'diare', 'hipertensi', 'ispa', 'tifoid'];

/** The numbers change with every question; the disease and the place only every so often, as a reader's do. */
function question(n: number): string {
	const query = new URLSearchParams({
		disease: diseases[Math.floor(n / 10) % diseases.length] ?? 'dengue',
		...(n % 20 >= 10 && { kecamatan: `32.75.${String(1 + (Math.floor(n / 20) % 12)).padStart(2, '0')}` }),
		size: String(1.5 + ((n * 7) % 18) / 2),
		weeks: String(1 + ((n * 11) % 26)),
		referral: String((n * 13) % 101),
		tariff: String(1 + ((n * 17) % 99)),
		members: String(1 + ((n * 19) % 99))
	});
	return `/chain/__data.json?${query}`;
}

async function ask({ origin }: TestServer, cookie: string, n: number): Promise<number> {
	const start = performance.now();
	const response = await fetch(`${origin}${question(n)}`, { headers: { cookie } });
	const text = await response.text();
	const took = performance.now() - start;
	if (!response.ok || !text.includes('scenario.year-difference'))
		throw new Error(`${question(n)} answered ${response.status} without an end of the chain`);
	return took;
}

/** The rates and the budget's projection are made by jobs after the start. */
async function waitForNumbers({ sql }: TestServer): Promise<void> {
	const until = Date.now() + longestWaitMs;
	while (Date.now() < until) {
		const [row] = await sql<{ isReady: boolean }[]>`
			SELECT EXISTS (SELECT FROM analysis WHERE kind = 'chain-base') AND EXISTS (SELECT FROM projection_input) AS "isReady"`;
		if (row?.isReady) return;
		await pause(500);
	}
	throw new Error('the city has no rates or no projection: seed it with more days');
}

const dataDir = await seedDemoCity({ scale: Number(values.scale), days: 420 });
const server = await startServer({ dataDir, env: { DENYUT_DEMO: '1', NODE_ENV: 'production' } });
try {
	await waitForNumbers(server);
	const cookie = cookieHeader(await openSession(server.sql, 'planner'));
	const first = await ask(server, cookie, 0);
	for (let n = 1; n < 10; n++) await ask(server, cookie, n);
	const levers = Number(values.levers);
	const readers = Number(values.readers);
	const times: number[] = [];
	await Promise.all(
		Array.from({ length: readers }, async (_, reader) => {
			for (let n = reader; n < levers; n += readers) times.push(await ask(server, cookie, 100 + n));
		})
	);
	const p95 = quantile(times, 0.95);
	console.table({
		...{ levers: times.length, readers },
		'first ms, worlds drawn and thread started': round(first),
		'p50 ms': round(quantile(times, 0.5), 1),
		'p95 ms': round(p95, 1),
		'slowest ms': round(Math.max(...times), 1)
	});
	console.log(`p95 ${p95 < barMs ? 'under' : 'OVER'} ${barMs} ms`);
} finally {
	await server.stop();
	rmSync(dataDir, { recursive: true, force: true });
}
