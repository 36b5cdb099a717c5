import type { Config } from './config.ts';
import { findRuntime } from './runtime-file.ts';
import { assertDurable, connect, type Sql } from './store/connect.ts';
import { type DatabaseLog, openDatabase, type OpenDatabase } from './store/embedded.ts';
import { migrate } from './store/migrate.ts';

export interface Database {
	readonly sql: Sql;
	readonly url: string;
}

export interface DatabaseUse {
	readonly log?: DatabaseLog;
	readonly max?: number;
}

/** Commands answer on stdout, so what the database has to say goes to stderr, and only when it matters. */
const quietLog: DatabaseLog = {
	info: () => undefined,
	warn: (message) => console.error(message),
	error: (message) => console.error(message)
};

/**
 * A command's database: the one of the server that runs on this data directory, else DATABASE_URL's, else the
 * built-in one, started for the command and stopped at its end. Migrated and proven durable.
 */
export async function withDatabase<T>(
	config: Pick<Config, 'databaseUrl' | 'dataDir'>,
	work: (database: Database) => Promise<T>,
	{ log = quietLog, max = 4 }: DatabaseUse = {}
): Promise<T> {
	const opened = await openForCommand(config, log);
	const stopWhenInterrupted = onInterrupt(() => opened.stop());
	try {
		return await withPool(opened.url, max, work);
	} finally {
		stopWhenInterrupted.off();
		await opened.stop();
	}
}

async function openForCommand(
	config: Pick<Config, 'databaseUrl' | 'dataDir'>,
	log: DatabaseLog
): Promise<OpenDatabase> {
	const runtime = await findRuntime(config.dataDir);
	// The running server may have been given a DATABASE_URL that this command's environment lacks. When it uses
	// the built-in database, joining keeps that alive for the command even if the server stops meanwhile.
	const embedded = runtime === undefined || runtime.embedded;
	const databaseUrl = config.databaseUrl ?? (embedded ? undefined : runtime.databaseUrl);
	return openDatabase({ databaseUrl, dataDir: config.dataDir, log });
}

async function withPool<T>(url: string, max: number, work: (database: Database) => Promise<T>): Promise<T> {
	const sql = connect(url, { max, name: 'denyut-command' });
	try {
		await assertDurable(sql);
		await migrate(url);
		return await work({ sql, url });
	} finally {
		await sql.end({ timeout: 5 });
	}
}

function onInterrupt(stop: () => Promise<void>) {
	const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
	const listeners = Object.entries(signals).map(([signal, exitCode]) => {
		const listener = () => void stop().finally(() => process.exit(exitCode));
		process.once(signal, listener);
		return () => process.off(signal, listener);
	});
	return { off: () => listeners.forEach((off) => off()) };
}
