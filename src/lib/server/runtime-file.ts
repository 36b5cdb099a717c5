import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, markThisProcess } from './store/process-identity.ts';
import { writePrivateFile } from './store/private-file.ts';

/** What a running server leaves for commands beside it, in `<dataDir>/runtime.json` (0600: it holds a password). */
const runtimeSchema = z.object({
	databaseUrl: z.string(),
	/** True for the built-in database, which a command joins instead of only connecting to it. */
	embedded: z.boolean(),
	pid: z.number(),
	identity: z.string(),
	port: z.number(),
	startedAt: z.string()
});

export type Runtime = z.infer<typeof runtimeSchema>;

export async function writeRuntime(
	dataDir: string,
	facts: Pick<Runtime, 'databaseUrl' | 'embedded' | 'port'>
): Promise<void> {
	const runtime: Runtime = { ...facts, ...markThisProcess(), startedAt: new Date().toISOString() };
	await writePrivateFile(join(dataDir, 'runtime.json'), JSON.stringify(runtime, null, '\t'));
}

/** Removes the file of this process only: a successor may have written its own already. */
export async function clearRuntime(dataDir: string): Promise<void> {
	const runtime = await readRuntime(dataDir);
	if (runtime?.pid === process.pid) await rm(join(dataDir, 'runtime.json'), { force: true });
}

/** Undefined when no server runs on this data directory, also after it was killed and left its file. */
export async function findRuntime(dataDir: string): Promise<Runtime | undefined> {
	const runtime = await readRuntime(dataDir);
	return runtime && isAlive(runtime) ? runtime : undefined;
}

async function readRuntime(dataDir: string): Promise<Runtime | undefined> {
	const text = await readFile(join(dataDir, 'runtime.json'), 'utf8').catch(() => undefined);
	if (text === undefined) return undefined;
	const result = runtimeSchema.safeParse(JSON.parse(text));
	return result.success ? result.data : undefined;
}
