/**
 * `npm run bench -- pages [--small 1000000] [--large 10000000] [--rounds 15]`: the time of each page's data, now and as it
 * stood thirty days ago, at two sizes of the same database. Before each request an event is committed, so that no reading
 * is answered from the cache of views.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seedDemoCity } from '../support/demo-city.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { bedEvent, makeHospitals, postEvents, type Hospital } from './support/bed-sender.ts';
import { fillVisits } from './support/fill-visits.ts';
import { median, round } from './support/table.ts';
import { cookieHeader, openSession } from '../support/session.ts';

const { values } = parseArgs({
	options: {
		small: { type: 'string', default: '1e6' },
		large: { type: 'string', default: '1e7' },
		rounds: { type: 'string', default: '15' }
	}
});
const small = Number(values.small);
const large = Number(values.large);
const rounds = Number(values.rounds);
const pages = ['', 'beds', 'diseases', 'drugs', 'budget', 'quality', 'public'];
const asOf = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
const addresses = pages.flatMap((page) => [`/${page}`, `/${page}?asOf=${asOf}`]);

const began = performance.now();
const say = (step: string) => console.error(`${round((performance.now() - began) / 1_000)} s  ${step}`);

/** SvelteKit serves a page's data alone under this address. */
function dataAddress(address: string): string {
	const [path = '', query] = address.split('?');
	return `${path === '/' ? '' : path}/__data.json${query === undefined ? '' : `?${query}`}`;
}

/** Who reads the pages. */
let reader = '';

async function timePage(server: TestServer, hospital: Hospital, address: string): Promise<number> {
	const times: number[] = [];
	for (let turn = 0; turn < rounds + 2; turn++) {
		await postEvents(server.origin, hospital.key, [
			bedEvent({ room: 'Denyut', capacity: 20, free: turn % 20, queue: 0 })
		]);
		const start = performance.now();
		const response = await fetch(`${server.origin}${dataAddress(address)}`, { headers: { cookie: reader } });
		await response.text();
		if (!response.ok) return Number.NaN;
		times.push(performance.now() - start);
	}
	// The first two warm the plans and the buffers.
	return median(times.slice(2));
}

async function timeAll(server: TestServer, hospital: Hospital): Promise<Map<string, number>> {
	const times = new Map<string, number>();
	for (const address of addresses) times.set(address, await timePage(server, hospital, address));
	return times;
}

// The demo city brings what is no visit: claims, stocks, members, tallies.
const dataDir = await seedDemoCity({ scale: 0.01 });
const server = await startServer({ dataDir, env: { DENYUT_DEMO: '1', NODE_ENV: 'production' } });
try {
	reader = cookieHeader(await openSession(server.sql, 'planner'));
	const [hospital] = (await makeHospitals(server, 1)) as [Hospital];
	await fillVisits(server.databaseUrl, 0, small, say);
	say('pages');
	const atSmall = await timeAll(server, hospital);
	await fillVisits(server.databaseUrl, small, large, say);
	say('pages');
	const atLarge = await timeAll(server, hospital);
	console.table(
		Object.fromEntries(
			addresses.map((address) => {
				const [a = NaN, b = NaN] = [atSmall.get(address), atLarge.get(address)];
				return [
					address,
					{
						[`ms at ${small} visits`]: round(a, 1),
						[`ms at ${large} visits`]: round(b, 1),
						ratio: round(b / a, 2)
					}
				];
			})
		)
	);
	if (pages.some((page) => Number.isNaN(atLarge.get(`/${page}`))))
		console.log('NaN: the page did not answer.');
} finally {
	await server.stop();
	rmSync(dataDir, { recursive: true, force: true });
}
