/**
 * `npm run alias -- list|set|remove`: the insurer's codes of facilities. A hospital's own first report teaches its code; a
 * slip of the keyboard there teaches another hospital's, and this puts it right.
 */
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import type { Sql } from '../lib/server/store/connect.ts';
import { listAliases, removeAlias, setAlias } from '../lib/server/store/facility-aliases.ts';
import { recordCommand } from './command-trail.ts';
import { assertFacility } from './facility.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage:
  npm run --silent alias -- list
  npm run --silent alias -- set KODEPPK FACILITY   the code belongs to this facility, whoever had it before
  npm run --silent alias -- remove KODEPPK         the next facility that reports under it has it`;

async function main(): Promise<void> {
	const [command, code, facility] = process.argv.slice(2);
	const config = readConfig();
	await withDatabase(config, async ({ sql }) => {
		const tell: Tell = (what, filter) =>
			recordCommand(config, sql, 'alias', { action: 'setting-changed', what, filter });
		if (command === 'list') return list(sql);
		if (command === 'set' && code !== undefined && facility !== undefined)
			return set(sql, code, facility, tell);
		if (command === 'remove' && code !== undefined) return remove(sql, code, tell);
		throw new UsageError(usage);
	});
}

type Tell = (what: string, filter: Record<string, string>) => Promise<void>;

async function list(sql: Sql): Promise<void> {
	const aliases = await listAliases(sql);
	if (aliases.length === 0) console.error('No facility has a code of the insurer yet.');
	for (const { system, code, facility, learnedAt } of aliases)
		console.log([system, code, facility, learnedAt.toISOString()].join('\t'));
}

async function set(sql: Sql, code: string, facility: string, tell: Tell): Promise<void> {
	await assertFacility(sql, facility);
	await setAlias(sql, 'bpjs', code.toUpperCase(), facility);
	await tell('alias set', { code: code.toUpperCase(), facility });
	console.error(`${code.toUpperCase()} is ${facility} now.`);
}

async function remove(sql: Sql, code: string, tell: Tell): Promise<void> {
	if (!(await removeAlias(sql, 'bpjs', code.toUpperCase())))
		throw new UsageError(`No facility has the code ${code}.`);
	await tell('alias removed', { code: code.toUpperCase() });
	console.error(`${code.toUpperCase()} is nobody's now.`);
}

runCommand(main);
