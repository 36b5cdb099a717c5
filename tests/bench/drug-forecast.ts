/**
 * `npm run bench -- drug-forecast [--items 60] [--facilities 90] [--months 48]`: how long the forecasts of a whole city's medicines
 * take in the one worker thread that they have, reading and storing left out. The bar is a part of the minute that a full
 * recomputation of the city may take on two cores.
 */
import { parseArgs } from 'node:util';
import { forecastChances } from '../../src/lib/domain/drug-forecast.ts';
import { createGenerator } from '../../src/lib/analytics/stats/generator.ts';
import { AnalystPool } from '../../src/lib/server/jobs/analyst/pool.ts';
import { round } from './support/table.ts';

const { values } = parseArgs({
	options: {
		items: { type: 'string', default: '60' },
		facilities: { type: 'string', default: '90' },
		months: { type: 'string', default: '48' }
	}
});
const [items, facilities, months] = [values.items, values.facilities, values.months].map(Number);
const barSeconds = 60;
const { uniform } = createGenerator(1);

/** From a few units a month to thousands, as facilities are: some of it rare. */
function seriesOf(size: number): number[] {
	return Array.from({ length: months ?? 0 }, (_, t) =>
		Math.floor(size * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) * 2 * uniform())
	);
}

async function run(): Promise<void> {
	const pool = new AnalystPool();
	const start = performance.now();
	const before = process.cpuUsage();
	for (let item = 0; item < (items ?? 0); item++) {
		const parts = Array.from({ length: facilities ?? 0 }, (_, n) => ({
			...{ facility: `f${n}`, values: seriesOf(10 ** (4 * uniform()) / 4) }
		}));
		const city = Array.from({ length: months ?? 0 }, (_, t) =>
			parts.reduce((sum, part) => sum + (part.values[t] ?? 0), 0)
		);
		await pool.run('forecast-item', {
			...{ city, facilities: parts, horizon: 17, totalFrom: 3, chances: forecastChances }
		});
	}
	const seconds = (performance.now() - start) / 1000;
	const { user, system } = process.cpuUsage(before);
	await pool.close();
	console.table([
		{
			...{ items, facilities, months, seconds: round(seconds, 1), bar: barSeconds },
			'CPU seconds': round((user + system) / 1e6, 1)
		}
	]);
}

await run();
