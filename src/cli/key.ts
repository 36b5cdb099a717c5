/** `npm run --silent key -- create|revoke|list`: one key on stdout, everything else on stderr. */
import { parseArgs } from 'node:util';
import { isParty, isRole, parties, roles } from '../lib/domain/role.ts';
import { ApiKeys } from '../lib/server/auth/api-keys.ts';
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { loadKeys } from '../lib/server/keys.ts';
import { apiKeyTable } from '../lib/server/store/api-keys.ts';
import type { Sql } from '../lib/server/store/connect.ts';
import { assertFacility } from './facility.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage:
  npm run --silent key -- create --facility CODE            a hospital's own key
  npm run --silent key -- create --party ${parties.filter((party) => party !== 'hospital').join('|')}
  npm run --silent key -- create --role ${roles.filter((role) => role !== 'public').join('|')} [--facility CODE]   a key that only reads
  npm run --silent key -- revoke ID
  npm run --silent key -- list`;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			facility: { type: 'string' },
			party: { type: 'string' },
			role: { type: 'string' },
			label: { type: 'string' }
		},
		allowPositionals: true
	});
	const config = readConfig();
	await withDatabase(config, async ({ sql }) => {
		const { server } = await loadKeys(config);
		const keys = new ApiKeys(apiKeyTable(sql), server);
		const [command, id] = positionals;
		if (command === 'create') return create(sql, keys, values);
		if (command === 'revoke' && id !== undefined) return revoke(keys, id);
		if (command === 'list') return list(sql);
		throw new UsageError(usage);
	});
}

type Wanted = { facility?: string; party?: string; role?: string; label?: string };

async function create(
	sql: Sql,
	keys: ApiKeys,
	{ facility = undefined, party, role, label }: Wanted
): Promise<void> {
	if (facility !== undefined) await assertFacility(sql, facility);
	if (role !== undefined) {
		if (!isRole(role) || role === 'public' || party !== undefined) throw new UsageError(usage);
		if ((role === 'hospital') !== (facility !== undefined)) throw new UsageError(usage);
		console.log(
			await keys.create({ party: null, role, facility: facility ?? null, ...(label && { label }) })
		);
		return;
	}
	const wanted = party ?? (facility === undefined ? undefined : 'hospital');
	if (wanted === undefined || !isParty(wanted)) throw new UsageError(usage);
	if ((wanted === 'hospital') !== (facility !== undefined)) throw new UsageError(usage);
	console.log(
		await keys.create({ party: wanted, role: null, facility: facility ?? null, ...(label && { label }) })
	);
}

async function revoke(keys: ApiKeys, id: string): Promise<void> {
	if (!(await keys.revoke(id))) throw new UsageError(`There is no live key with the id ${id}.`);
	console.error(`Key ${id} is revoked.`);
}

async function list(sql: Sql): Promise<void> {
	const rows = await sql<
		{
			id: string;
			party: string | null;
			role: string | null;
			facility: string | null;
			revokedAt: Date | null;
		}[]
	>`
		SELECT id, party, role, facility, revoked_at AS "revokedAt" FROM api_key ORDER BY created_at`;
	for (const { id, party, role, facility, revokedAt } of rows)
		console.log([id, party ?? role, facility ?? '-', revokedAt ? 'revoked' : 'live'].join('\t'));
}

runCommand(main);
