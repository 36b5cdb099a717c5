/** What a server and its database have computed so far, in CPU seconds (Linux). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readUsage, type TestServer } from '../../support/server.ts';

export async function readCpuSeconds(server: TestServer): Promise<{ server: number; database: number }> {
	const [row] = await server.sql<{ folder: string }[]>`SELECT current_setting('data_directory') AS folder`;
	const postmaster = Number(readFileSync(join(row?.folder ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
	return { server: readUsage(server.process.pid ?? 0).cpuSeconds, database: withChildren(postmaster) };
}

/** Sessions that stand, and those that have ended. */
function withChildren(pid: number): number {
	const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
	const standing = pids
		.map((name) => readStat(Number(name)))
		.filter((stat) => stat?.parent === pid)
		.reduce((sum, stat) => sum + (stat?.own ?? 0), 0);
	return standing + (readStat(pid)?.ended ?? 0);
}

/** Undefined for a process that has ended since. */
function readStat(pid: number): { parent: number; own: number; ended: number } | undefined {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		const ticks = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) / 100;
		return { parent: Number(fields[1]), own: ticks(11), ended: ticks(13) };
	} catch {
		return undefined;
	}
}
