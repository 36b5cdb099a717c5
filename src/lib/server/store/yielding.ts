/** Work that nobody waits for gives way to what somebody does. */
import { readFile, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { connect, type Sql } from './connect.ts';

/** The lowest: a share of about one in seventy beside a process of usual priority, on Linux. */
export const yieldingNiceness = constants.priority.PRIORITY_LOW;

export type Yielding = {
	/** One connection: what is read and written over it takes turns. */
	sql: Sql;
	/** To be called before each piece of work: the connection may be another one by then. */
	giveWay: () => Promise<void>;
};

/**
 * A connection for jobs. PostgreSQL knows no priorities; where its processes are ours to rank, on the same machine under the
 * same account or below it, the one that serves this connection is ranked below the others.
 *
 * @param isBuiltIn the database was started by this product: elsewhere a process of that number is another machine's
 */
export function connectYielding(url: string, name: string, isBuiltIn: boolean): Yielding {
	const sql = connect(url, { max: 1, name, asSystem: true });
	return { sql, giveWay: () => (isBuiltIn ? rankBelow(sql) : Promise.resolve()) };
}

async function rankBelow(sql: Sql): Promise<void> {
	const [row] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
	// Not allowed to, as in a container without that right: the work is done all the same, at the usual priority.
	if (row) await lowerPriority(row.pid).catch(() => undefined);
}

/**
 * Also in its scheduler's group: each backend is a session, and Linux shares the processor out by session before it looks at
 * single processes (sched(7), autogroup).
 *
 * @throws where the process is another account's
 */
export async function lowerPriority(pid: number): Promise<void> {
	setPriority(pid, yieldingNiceness);
	const group = `/proc/${pid}/autogroup`;
	const said = await readFile(group, 'utf8').catch(() => '');
	// Empty where groups are switched off, and on other systems. Setting it again soon is refused.
	if (said !== '' && !said.trimEnd().endsWith(` nice ${yieldingNiceness}`))
		await writeFile(group, String(yieldingNiceness));
}
