/**
 * `npm run demo`: a dashboard with an invented city, in one command. Builds if needed while the database is filled, then
 * starts the server and the feed as children, and stops exactly those.
 */
import { parseArgs } from 'node:util';
import { createApp } from '../lib/server/app.ts';
import { type Config, readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { createDemoAccounts } from '../lib/server/auth/accounts/demo-accounts.ts';
import { findRuntime } from '../lib/server/runtime-file.ts';
import { buildIfNeeded } from './demo/build.ts';
import { Children } from './demo/children.ts';
import { cityFlags, numberFlag, planFromFlags } from './demo/flags.ts';
import { ensureFeedKeys, type FeedKeys } from './demo/keys.ts';
import { layDownLetters } from './demo/letters.ts';
import { buildCity, type CityPlan } from './demo/model.ts';
import { seedingProgress } from './demo/progress-bar.ts';
import { clockOf } from './demo/reconstruct.ts';
import { seedCity } from './demo/seeding.ts';
import type { FeedInput } from './simulate.ts';
import { runCommand, UsageError } from './run-command.ts';

const startTimeoutMs = 60_000;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			...cityFlags,
			port: { type: 'string' },
			speed: { type: 'string' },
			'no-feed': { type: 'boolean' }
		}
	});
	const port = numberFlag('port', values.port ?? process.env['PORT'], 3000, [1, 65_535]);
	const speed = numberFlag('speed', values.speed, 1, [0, 1_000]);
	const config: Config = { ...readConfig({ ...process.env, PORT: String(port) }), demo: true };
	const wanted = planFromFlags(values, new Date());
	const running = await findRuntime(config.dataDir);
	if (running)
		throw new UsageError(`Denyut runs already on ${config.dataDir}: http://127.0.0.1:${running.port}`);

	const children = new Children();
	try {
		process.exitCode = await run(children, { config, wanted, speed, feed: !values['no-feed'] });
	} finally {
		await children.stopAll();
	}
}

type Wanted = { config: Config; wanted: CityPlan; speed: number; feed: boolean };

async function run(children: Children, { config, wanted, speed, feed }: Wanted): Promise<number> {
	// Both at once: the build is a process of its own, and the database takes the other core.
	const [{ plan, keys }] = await Promise.all([fill(config, wanted), buildIfNeeded(children)]);
	const url = `http://${config.host}:${config.port}`;
	const env = { PORT: String(config.port), DENYUT_DEMO: '1', NODE_ENV: 'production' };
	children.start('server', ['--import', 'tsx', 'src/server.ts'], env);
	await answers(url, children);
	if (feed && !plan.preset)
		startFeed(children, { url, speed, keys, plan, cursorFile: `${config.dataDir}/demo-feed.json` });
	console.log(
		`\n  Denyut: ${url}\n  ${whatItIs(plan)} The sign-in page shows an account for each role.
  Stop with Ctrl+C.\n`
	);
	return children.untilStopped();
}

const whatItIs = ({ preset }: CityPlan) =>
	preset
		? `The year ${preset}, rebuilt: it adds up to its published totals, and its months, hospitals and people are simulated.`
		: 'Everything in it is simulated: invented facilities, people and money.';

async function fill(config: Config, wanted: CityPlan): Promise<{ plan: CityPlan; keys: FeedKeys }> {
	return withDatabase(config, async ({ url }) => {
		const clock = clockOf(wanted);
		const app = await createApp(config, url, clock ? { clock: clock.now } : {});
		try {
			const { plan } = await seedCity(app, wanted, seedingProgress(), clock);
			const city = buildCity(plan);
			if (!plan.preset) await layDownLetters(app, city);
			await createDemoAccounts(app.accounts, city.hospitals[0]?.code ?? '');
			// A year that is over sends nothing more.
			return { plan, keys: plan.preset ? {} : await ensureFeedKeys(app, city, config.dataDir) };
		} finally {
			await app.stop();
		}
	});
}

function startFeed(children: Children, input: FeedInput): void {
	children.start('feed', ['--import', 'tsx', 'src/cli/simulate.ts'], {}, JSON.stringify(input));
}

async function answers(url: string, children: Children): Promise<void> {
	const untilMs = Date.now() + startTimeoutMs;
	while (Date.now() < untilMs) {
		if (children.over) throw new Error('The server did not start.');
		const response = await fetch(`${url}/api/v1/health`).catch(() => undefined);
		if (response?.ok) return;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error(`The server did not answer at ${url} within a minute.`);
}

runCommand(main);
