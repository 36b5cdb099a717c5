/** `npm run --silent user -- create|list|…`: who may sign in. A password is printed once, on stdout, and nothing else is. */
import { parseArgs } from 'node:util';
import { isRole, roles } from '../lib/domain/role.ts';
import { AccountRefused, type AccountDesk } from '../lib/server/auth/accounts/account-desk.ts';
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { loadKeys } from '../lib/server/keys.ts';
import { openAccountDesk } from '../lib/server/open/account-desk.ts';
import type { Sql } from '../lib/server/store/connect.ts';
import { openCommandTrail, operator } from './command-trail.ts';
import { assertFacility } from './facility.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage:
  npm run --silent user -- create --role ${roles.filter((role) => role !== 'public').join('|')} --name "Sari Dewi"
                                  [--user sari] [--email ADDRESS] [--facility CODE] [--no-password]
  npm run --silent user -- list
  npm run --silent user -- disable USER | --demo
  npm run --silent user -- enable USER
  npm run --silent user -- reset-password USER
  npm run --silent user -- reset-second-factor USER
  npm run --silent user -- sign-out USER
  npm run --silent user -- role USER --role ROLE [--facility CODE]
A hospital’s account needs its facility. --no-password: only the city’s own sign-in opens it.`;

const options = {
	role: { type: 'string' },
	name: { type: 'string' },
	user: { type: 'string' },
	email: { type: 'string' },
	facility: { type: 'string' },
	'no-password': { type: 'boolean' },
	demo: { type: 'boolean' }
} as const;

const byOperator = operator('user');

type Wanted = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
type Work = (desk: AccountDesk, wanted: Wanted, userName: string | undefined, sql: Sql) => Promise<void>;

const commands: Readonly<Record<string, Work>> = {
	create: async (desk, wanted, _, sql) => {
		const { name, email, facility, user } = wanted;
		if (name === undefined) throw new UsageError(`Say the --name.\n${usage}`);
		if (facility !== undefined) await assertFacility(sql, facility);
		const hasPassword = !wanted['no-password'];
		const role = roleOf(wanted);
		const made = await desk.create(byOperator, { name, role, email, facility, userName: user, hasPassword });
		console.error(`The account ${made.userName} (${role}) is made.`);
		if (made.password !== null) tellPassword(made.password);
		if (role === 'admin') console.error('Its owner sets up a second factor at the first sign-in.');
	},
	list: async (desk) => {
		const accounts = await desk.list();
		if (accounts.length === 0)
			console.error('There is no account yet. Make one with: npm run --silent user -- create.');
		for (const account of accounts) {
			const { userName, name, role, facility, email, disabledAt, demo, twoFactorEnabled } = account;
			const state = disabledAt ? 'disabled' : demo ? 'demo' : 'open';
			const factor = twoFactorEnabled ? 'second factor' : '-';
			console.log([userName, role, facility ?? '-', state, factor, email ?? '-', name].join('\t'));
		}
	},
	disable: async (desk, { demo }, userName) => {
		if (demo) return console.error(`${await desk.disableDemo(byOperator)} demo accounts are disabled.`);
		await desk.setDisabled(byOperator, required(userName), true);
		console.error(`${userName} is disabled and signed out everywhere.`);
	},
	enable: async (desk, _, userName) => {
		await desk.setDisabled(byOperator, required(userName), false);
		console.error(`${userName} may sign in again.`);
	},
	'reset-password': async (desk, _, userName) => {
		tellPassword(await desk.resetPassword(byOperator, required(userName)));
	},
	'reset-second-factor': async (desk, _, userName) => {
		await desk.resetSecondFactor(byOperator, required(userName));
		console.error(`${userName} has no second factor any more and is signed out everywhere.`);
	},
	'sign-out': async (desk, _, userName) => {
		await desk.endSessions(byOperator, required(userName));
		console.error(`${userName} is signed out everywhere.`);
	},
	role: async (desk, wanted, userName, sql) => {
		const { facility } = wanted;
		if (facility !== undefined) await assertFacility(sql, facility);
		await desk.setRole(byOperator, required(userName), roleOf(wanted), facility ?? null);
		console.error(`${userName} is ${wanted.role} from now on and signed out everywhere.`);
	}
};

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({ options, allowPositionals: true });
	const [name = '', userName, ...rest] = positionals;
	const work = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!work || rest.length > 0) throw new UsageError(usage);
	const config = readConfig();
	await withDatabase(config, async ({ sql }) => {
		const { server } = await loadKeys(config);
		const desk = openAccountDesk(sql, server, await openCommandTrail(config, sql));
		await work(desk, values, userName, sql).catch(explain);
	});
}

function explain(error: unknown): never {
	throw error instanceof AccountRefused ? new UsageError(error.message) : error;
}

function tellPassword(password: string): void {
	console.error('The password below is good for one sign-in within a week; it is shown only now:');
	console.log(password);
}

function roleOf({ role = '' }: Wanted) {
	if (!isRole(role))
		throw new UsageError(`${role === '' ? 'Say the --role.' : `There is no role «${role}».`}\n${usage}`);
	return role;
}

function required(userName: string | undefined): string {
	if (userName === undefined) throw new UsageError(usage);
	return userName;
}

runCommand(main);
