/**
 * `npm run audit -- verify`: is the trail whole? `npm run audit -- affected`: what did somebody see? Findings on stdout. Exit
 * codes: 0 whole, 1 not whole or not to be judged with this key, 2 called wrongly.
 */
import { parseArgs } from 'node:util';
import { readConfig, type Config } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { findTrailKey } from '../lib/server/keys.ts';
import type { Sql } from '../lib/server/store/connect.ts';
import { anchorPlaces } from '../lib/server/store/trail/anchor.ts';
import { trailKeyOf } from '../lib/server/store/trail/line.ts';
import { Trail } from '../lib/server/store/trail/trail.ts';
import { findAffected, isFormat, readPeriod, sayAffected, viewerOf } from './audit/affected.ts';
import { sayVerdict } from './audit/verdict.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage:
  npm run audit -- verify
  npm run --silent audit -- affected --user NAME --from 2026-11-20 --to 2026-11-22 [--format text|json|csv]
NAME is a user name, or as the trail has it (user:…, key:…, system:…). Days are Jakarta's, both included; a
moment such as 2026-11-20T08:00:00Z may stand in their place.`;

type Values = { user?: string; from?: string; to?: string; format?: string };

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			user: { type: 'string' },
			from: { type: 'string' },
			to: { type: 'string' },
			format: { type: 'string' }
		},
		allowPositionals: true
	});
	const [command, ...more] = positionals;
	if (more.length > 0) throw new UsageError(usage);
	if (command === 'verify') return withTrail(async (_, trail) => verify(trail));
	if (command === 'affected') return affected(values);
	throw new UsageError(usage);
}

async function withTrail(work: (sql: Sql, trail: Trail) => Promise<void>): Promise<void> {
	const config: Config = readConfig();
	const places = anchorPlaces(config.dataDir, config.trailAnchorDir);
	// Before the database is opened: in a wrong directory not even an empty one is to be made.
	const key = trailKeyOf(findTrailKey(config));
	await withDatabase(config, async ({ sql }) => {
		await work(sql, new Trail({ sql, key, places, clock: () => new Date() }));
	});
}

async function verify(trail: Trail): Promise<void> {
	const verdict = await trail.verify();
	for (const line of sayVerdict(verdict)) console.log(line);
	if (verdict.state !== 'whole') process.exitCode = 1;
}

async function affected({ user, from, to, format = 'text' }: Values): Promise<void> {
	const asked = user && from && to ? readPeriod(user, from, to) : undefined;
	if (asked === undefined || !isFormat(format)) throw new UsageError(usage);
	await withTrail(async (sql, trail) => {
		const period = { ...asked, viewer: await viewerOf(sql, asked.viewer) };
		const found = await findAffected(sql, trail, period);
		process.stdout.write(sayAffected(found, format));
		if (found.trail.state === 'whole') return;
		console.error(
			`The trail is ${found.trail.state === 'broken' ? 'not whole' : 'sealed with another key'}: this list may lack lines. Run npm run audit -- verify.`
		);
		process.exitCode = 1;
	});
}

runCommand(main);
