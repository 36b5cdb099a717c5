/**
 * HTTP ingest to durable commit, as a ratio to bare inserts in the same run: the visit table with its primary key only,
 * `unnest`, 1,000 rows a commit, one connection. The load comes from a process of its own, each client a hospital with its key.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { hospitals } from '../../src/lib/domain/hospitals.ts';
import { insertBareVisits } from './support/bare.ts';
import { startServer, readUsage } from '../support/server.ts';
import { median, round } from './support/table.ts';

const { values } = parseArgs({
	options: { rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '5' } }
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const shapes = [
	{ clients: 1, size: 1_000 },
	{ clients: 8, size: 1_000 },
	{ clients: 50, size: 20 }
];

type LoadResult = { events: number; ms: number };

async function load(
	origin: string,
	keys: string[],
	shape: { clients: number; size: number }
): Promise<LoadResult> {
	const child = fork(fileURLToPath(new URL('./support/load-events.ts', import.meta.url)), {
		execArgv: ['--import', 'tsx']
	});
	child.send({ origin, keys, seconds, ...shape });
	const [result] = (await once(child, 'message')) as [LoadResult];
	await once(child, 'exit');
	return result;
}

const server = await startServer();
try {
	const keys: string[] = [];
	for (const { code } of hospitals)
		keys.push(await server.keys.create({ party: 'hospital', role: null, facility: code }));
	await load(server.origin, keys, { clients: 2, size: 1_000 });
	const measured = shapes.map((shape) => ({
		...shape,
		ratios: [] as number[],
		rates: [] as number[],
		cpu: [] as number[]
	}));
	const bare: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const rate = await insertBareVisits(server.sql, seconds);
		bare.push(rate);
		for (const shape of measured) {
			const before = readUsage(server.process.pid ?? 0).cpuSeconds;
			const { events, ms } = await load(server.origin, keys, shape);
			const after = readUsage(server.process.pid ?? 0).cpuSeconds;
			shape.rates.push((events / ms) * 1_000);
			shape.ratios.push(((events / ms) * 1_000) / rate);
			shape.cpu.push(((after - before) / ms) * 100_000);
		}
	}
	console.log(`bare inserts: ${round(median(bare))} rows/s (median of ${rounds})`);
	console.table(
		measured.map(({ clients, size, rates, ratios, cpu }) => ({
			shape: `${clients} × ${size}`,
			'events/s': round(median(rates)),
			ratio: round(median(ratios), 3),
			'ratios of the rounds': ratios.map((ratio) => round(ratio, 2)).join(' '),
			'server CPU %': round(median(cpu))
		}))
	);
} finally {
	await server.stop();
}
