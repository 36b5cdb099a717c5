/** `npm run --silent key -- create|revoke|list`: one key on stdout, everything else on stderr. */
import { parseArgs } from 'node:util';
import { isParty, isRole, parties, roles } from '../lib/domain/role.ts';
import { ApiKeys } from '../lib/server/auth/api-keys.ts';
import { rowName } from '../lib/domain/trail.ts';
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { loadKeys } from '../lib/server/keys.ts';
import { apiKeyTable } from '../lib/server/store/api-keys.ts';
import type { Sql } from '../lib/server/store/connect.ts';
import type { Look } from '../lib/server/store/trail/look.ts';
import { recordCommand } from './command-trail.ts';
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
		const tell: Tell = (look) => recordCommand(config, sql, 'key', { what: 'npm run key', ...look });
		const [command, id] = positionals;
		if (command === 'create') return create(sql, keys, values, tell);
		if (command === 'revoke' && id !== undefined) return revoke(keys, id, tell);
		if (command === 'list') return list(sql);
		throw wrong(command === 'revoke' ? 'Say which key: its ID.' : noSuchCommand(command));
	});
}

/** What was wrong, before how to do it right. */
const wrong = (sentence: string) => new UsageError(`${sentence}\n${usage}`);

const noSuchCommand = (command: string | undefined) =>
	command === undefined ? 'Say what to do.' : `There is no command «${command}».`;

type Tell = (look: Pick<Look, 'action' | 'rows' | 'filter'>) => Promise<void>;
type Wanted = { facility?: string | undefined; party?: string; role?: string; label?: string };

async function create(sql: Sql, keys: ApiKeys, wanted: Wanted, tell: Tell): Promise<void> {
	const { facility } = wanted;
	if (facility !== undefined) await assertFacility(sql, facility);
	const key = keyOf(wanted);
	const token = await keys.create({ ...key, ...(wanted.label && { label: wanted.label }) });
	const id = token.split('_')[1] ?? '';
	await tell({ action: 'key-made', rows: [rowName('api_key', id)], filter: key });
	console.log(token);
}

/** A key either reads, with a role, or sends, for a party. */
function keyOf({ party, role, ...bound }: Wanted) {
	const facility = bound.facility ?? null;
	const sends = party ?? (role === undefined && facility !== null ? 'hospital' : undefined);
	if (role !== undefined && party !== undefined)
		throw wrong('A key either reads (--role) or sends (--party).');
	if (role !== undefined && (!isRole(role) || role === 'public')) throw wrong(`There is no role «${role}».`);
	if (sends !== undefined && !isParty(sends)) throw wrong(`There is no party «${sends}».`);
	const needsFacility = role === 'hospital' || sends === 'hospital';
	if (needsFacility && facility === null) throw wrong('A hospital’s key needs its --facility.');
	if (!needsFacility && facility !== null) throw wrong('Only a hospital’s key has a --facility.');
	if (role !== undefined) return { party: null, role, facility };
	if (sends === undefined) throw wrong('Say whose key it is.');
	return { party: sends, role: null, facility };
}

async function revoke(keys: ApiKeys, id: string, tell: Tell): Promise<void> {
	if (!(await keys.revoke(id))) throw new UsageError(`There is no live key with the id ${id}.`);
	await tell({ action: 'key-revoked', rows: [rowName('api_key', id)] });
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
	if (rows.length === 0) console.error('There is no key yet. Make one with: npm run --silent key -- create.');
	for (const { id, party, role, facility, revokedAt } of rows)
		console.log([id, party ?? role, facility ?? '-', revokedAt ? 'revoked' : 'live'].join('\t'));
}

runCommand(main);
