/** A small demo city in a data directory of its own, the same each time but for its end, which is now. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { makeDataDir } from './server.ts';

const top = resolve(import.meta.dirname, '../..');

/** Returns the data directory, on which a server may be started. */
export async function seedDemoCity({ scale = 0.02, days = 120 } = {}): Promise<string> {
	const dataDir = makeDataDir();
	await runCommand(dataDir, ['src/cli/seed.ts', '--scale', String(scale), '--days', String(days)]);
	return dataDir;
}

/** One of the product's commands on a data directory; what it says goes to stderr. */
export async function runCommand(dataDir: string, args: readonly string[]): Promise<void> {
	const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
		cwd: top,
		env: { ...process.env, DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'warn' },
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const [code] = (await once(child, 'exit')) as [number | null];
	if (code !== 0) throw new Error(`${args.join(' ')} failed with exit code ${code}`);
}
