/** `npm run webhook -- add|list|remove`: the secret on stdout, everything else on stderr. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { alertKinds, type AlertKind } from '../lib/protocol/alerts.ts';
import { webhookSecret } from '../lib/server/auth/webhook-secret.ts';
import { readConfig, type Config } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { faultOfAddress, type AddressFault } from '../lib/server/jobs/webhooks/public-address.ts';
import { loadKeys } from '../lib/server/keys.ts';
import type { Sql } from '../lib/server/store/connect.ts';
import { addWebhook, listWebhooks, removeWebhook } from '../lib/server/store/webhooks.ts';
import { assertFacility } from './facility.ts';
import { recordCommand } from './command-trail.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage:
  npm run --silent webhook -- add --url https://… [--kind ${alertKinds.join('|')}] [--facility CODE] [--label TEXT]   prints its secret
  npm run --silent webhook -- remove ID
  npm run --silent webhook -- list`;

const sentences: Record<AddressFault, string> = {
	'no-address': 'A webhook needs an address like https://example.org/alerts.',
	credentials: 'Leave the user name and password out of the address: messages are signed instead.',
	private:
		'This address lies on this machine or in a private network. If it is meant, name its host in DENYUT_WEBHOOK_HOSTS, here and for the server.',
	'not-encrypted':
		'On the open network messages go over https only. A host inside yours can be named in DENYUT_WEBHOOK_HOSTS.'
};

type Wanted = { url?: string; kind?: string[]; facility?: string; label?: string };

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			url: { type: 'string' },
			kind: { type: 'string', multiple: true },
			facility: { type: 'string' },
			label: { type: 'string' }
		},
		allowPositionals: true
	});
	const config = readConfig();
	const [command, id] = positionals;
	await withDatabase(config, async ({ sql }) => {
		if (command === 'add') return add(sql, config, values);
		if (command === 'remove' && id !== undefined) return remove(sql, config, id);
		if (command === 'list') return list(sql);
		throw new UsageError(usage);
	});
}

async function add(sql: Sql, config: Config, { url, kind = [], facility, label }: Wanted): Promise<void> {
	const unknown = kind.find((one) => !isAlertKind(one));
	if (unknown !== undefined) throw new UsageError(`There is no kind of alert «${unknown}».\n${usage}`);
	if (url === undefined || !kind.every(isAlertKind)) throw new UsageError(`Say the --url.\n${usage}`);
	const fault = faultOfAddress(url, config.webhookHosts);
	if (fault !== null) throw new UsageError(sentences[fault]);
	if (facility !== undefined) await assertFacility(sql, facility);
	const id = randomBytes(8).toString('hex');
	const { server } = await loadKeys(config);
	const whose = { facility: facility ?? null, label: label ?? null };
	await addWebhook(sql, { id, url, kinds: kind, ...whose, createdAt: new Date() });
	const filter = {
		webhook: id,
		host: new URL(url).host,
		kinds: kind.join(' '),
		...(facility && { facility })
	};
	await recordCommand(config, sql, 'webhook', { action: 'setting-changed', what: 'webhook added', filter });
	console.error(`Webhook ${id} is told of ${kind.length === 0 ? 'every alert' : kind.join(', ')} at ${url}.`);
	console.log(webhookSecret(server, id));
}

function isAlertKind(text: string): text is AlertKind {
	return (alertKinds as readonly string[]).includes(text);
}

async function remove(sql: Sql, config: Config, id: string): Promise<void> {
	if (!(await removeWebhook(sql, id, new Date())))
		throw new UsageError(`There is no webhook with the id ${id}.`);
	const filter = { webhook: id };
	await recordCommand(config, sql, 'webhook', { action: 'setting-changed', what: 'webhook removed', filter });
	console.error(`Webhook ${id} is removed.`);
}

async function list(sql: Sql): Promise<void> {
	const webhooks = await listWebhooks(sql);
	if (webhooks.length === 0)
		console.error('There is no webhook yet. Add one with: npm run --silent webhook -- add --url https://….');
	for (const { id, url, kinds, waiting, delivered, givenUp, lastFault, label } of webhooks)
		console.log(
			[
				id,
				url,
				kinds.join(',') || 'all',
				`${delivered} delivered`,
				`${waiting} waiting`,
				`${givenUp} given up`,
				label ?? '-',
				...(lastFault === null ? [] : [`last given up: ${lastFault}`])
			].join('\t')
		);
}

runCommand(main);
