/**
 * better-auth's way to its tables. It has a client of its own, because Drizzle overwrites the parsers of the client it is
 * given, and it begins no transactions: the driver's `begin` can end the process with the database (see transaction.ts).
 */
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { DBAdapter, DBAdapterInstance, Where } from 'better-auth';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { signInChallenge, userAccount, userLogin, userSecondFactor, userSession } from './schema/accounts.ts';
import { tokenDigest } from './sessions.ts';
import { roleSetting } from './viewer-context.ts';

const schema = {
	user: userAccount,
	session: userSession,
	account: userLogin,
	verification: signInChallenge,
	twoFactor: userSecondFactor
};

export type SignInDatabase = { database: DBAdapterInstance; close: () => Promise<void> };

export function openSignInDatabase(url: string): SignInDatabase {
	const client = postgres(url, {
		max: 3,
		onnotice: () => undefined,
		connection: { application_name: 'denyut-sign-in', TimeZone: 'UTC', [roleSetting]: 'system' },
		connect_timeout: 10,
		backoff: (attempts: number) => Math.min(0.05 * 2 ** attempts, 1)
	});
	const open = drizzleAdapter(drizzle(client), { provider: 'pg', schema, transaction: false });
	return {
		database: (options) => hideTokens(open(options)),
		close: () => client.end({ timeout: 5 })
	};
}

type Row = Record<string, unknown>;

/**
 * Of a session's token the table holds a digest only, so that nobody who reads the table can be anybody. better-auth looks
 * a session up by the token, or has just made it: what it gets back bears the token that it named.
 */
function hideTokens(adapter: DBAdapter): DBAdapter {
	const give = <T>(row: T, token: unknown): T =>
		row !== null && token !== undefined ? { ...row, token } : row;
	return {
		...adapter,
		create: async (asked) => {
			const { token } = asked.data as Row;
			if (asked.model !== 'session' || typeof token !== 'string') return adapter.create(asked);
			return give(
				await adapter.create({ ...asked, data: { ...asked.data, token: tokenDigest(token) } }),
				token
			);
		},
		findOne: async (asked) => give(await adapter.findOne(hidden(asked)), tokenOf(asked)),
		findMany: (asked) => adapter.findMany(asked.where ? hidden({ ...asked, where: asked.where }) : asked),
		update: async (asked) => give(await adapter.update(hidden(asked)), tokenOf(asked)),
		updateMany: (asked) => adapter.updateMany(hidden(asked)),
		delete: (asked) => adapter.delete(hidden(asked)),
		deleteMany: (asked) => adapter.deleteMany(hidden(asked))
	};
}

type Asked = { model: string; where: Where[] };

function tokenOf({ model, where }: Asked): unknown {
	return model === 'session' ? where.find(({ field }) => field === 'token')?.value : undefined;
}

function hidden<T extends Asked>(asked: T): T {
	if (asked.model !== 'session') return asked;
	return {
		...asked,
		where: asked.where.map((one) =>
			one.field === 'token' && typeof one.value === 'string' ? { ...one, value: tokenDigest(one.value) } : one
		)
	};
}
