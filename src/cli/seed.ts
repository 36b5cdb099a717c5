/**
 * `npm run seed -- [--scale 0.05] [--days 365] [--seed 17]`: fills an empty database with the demo city;
 * `npm run seed -- --preset 2018` with the year 2018, rebuilt around its published totals.
 */
import { parseArgs } from 'node:util';
import { createApp } from '../lib/server/app.ts';
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { cityFlags, planFromFlags } from './demo/flags.ts';
import { seedingProgress } from './demo/progress-bar.ts';
import { clockOf } from './demo/reconstruct.ts';
import { seedCity } from './demo/seeding.ts';
import { runCommand } from './run-command.ts';

async function main(): Promise<void> {
	const { values } = parseArgs({ options: cityFlags });
	const config = readConfig();
	const plan = planFromFlags(values, new Date());
	await withDatabase(config, async ({ url }) => {
		const clock = clockOf(plan);
		const app = await createApp(config, url, clock ? { clock: clock.now } : {});
		try {
			const { events, quarantined } = await seedCity(app, plan, seedingProgress(), clock);
			console.error(
				events === 0
					? 'The demo city stands already.'
					: `${events} simulated events sent, ${quarantined} of them faulty on purpose.`
			);
		} finally {
			await app.stop();
		}
	});
}

runCommand(main);
