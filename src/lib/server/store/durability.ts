import type { Sql } from './connect.ts';

const OLDEST_MAJOR = 15;
const NEWEST_MAJOR = 18;

interface ServerSettings {
	fsync: string;
	synchronous_commit: string;
	server_version: string;
	server_version_num: string;
	server_encoding: string;
}

/**
 * Refuses a database on which an acknowledgement would promise too much: "committed" must mean "on disk".
 * Throws one sentence that names the setting and what to do.
 */
export async function assertDurable(sql: Sql): Promise<void> {
	const [settings] = await sql<ServerSettings[]>`
		select current_setting('fsync') as fsync,
			current_setting('synchronous_commit') as synchronous_commit,
			current_setting('server_version') as server_version,
			current_setting('server_version_num') as server_version_num,
			current_setting('server_encoding') as server_encoding`;
	const refusal = settings ? findRefusal(settings) : 'The database answers nothing about its settings.';
	if (refusal !== undefined) throw new Error(refusal);
}

export function findRefusal(settings: ServerSettings): string | undefined {
	const major = Math.floor(Number(settings.server_version_num) / 10_000);
	if (major < OLDEST_MAJOR || major > NEWEST_MAJOR) {
		return `The database is PostgreSQL ${settings.server_version}; Denyut needs ${OLDEST_MAJOR} to ${NEWEST_MAJOR}.`;
	}
	if (settings.fsync !== 'on') {
		return 'The database runs with fsync off, so a power cut would lose acknowledged events: set fsync = on and restart it.';
	}
	if (settings.synchronous_commit === 'off') {
		return 'The database runs with synchronous_commit off, so a crash would lose acknowledged events: set it to on (also for this role and database).';
	}
	if (settings.server_encoding !== 'UTF8') {
		return `The database is encoded in ${settings.server_encoding}: create it anew with ENCODING 'UTF8'.`;
	}
	return undefined;
}
