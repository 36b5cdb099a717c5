/** `npm run --silent report-role`: the address with which Metabase, Superset or Grafana reads, on stdout and nowhere else. */
import { randomBytes } from 'node:crypto';
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { makeReportRole, reportRole, RoleForbidden } from '../lib/server/store/report-role.ts';
import { recordCommand } from './command-trail.ts';
import { runCommand } from './run-command.ts';

async function main(): Promise<void> {
	const config = readConfig();
	await withDatabase(config, async ({ sql, url }) => {
		const password = randomBytes(24).toString('base64url');
		await makeReportRole(sql, password).catch(explain);
		const filter = { role: reportRole };
		const look = { action: 'setting-changed', what: 'password of the reporting role made', filter } as const;
		await recordCommand(config, sql, 'report-role', look);
		const address = new URL(url);
		address.username = reportRole;
		address.password = password;
		console.error(`The role ${reportRole} reads the schema «report». Run this again for a new password.`);
		console.log(address.href);
	});
}

function explain(error: unknown): never {
	if (!(error instanceof RoleForbidden)) throw error;
	throw new Error(
		`This database account may make no roles. Let one that may (CREATEROLE) run this command once, with its own DATABASE_URL.`
	);
}

runCommand(main);
