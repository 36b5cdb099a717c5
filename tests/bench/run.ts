/** `npm run bench -- NAME [options]`: measures in one run and prints a table. Never a timed test: machines are noisy. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const support = new Set(['run.ts']);
const names = readdirSync(here)
	.filter((file) => file.endsWith('.ts') && !support.has(file))
	.map((file) => file.slice(0, -3));

const [name, ...rest] = process.argv.slice(2);
const file = join(here, `${name}.ts`);
if (name === undefined || !names.includes(name) || !existsSync(file)) {
	console.error(`Usage: npm run bench -- ${names.join('|')} [options]`);
	process.exit(2);
}
const result = spawnSync(process.execPath, ['--import', 'tsx', file, ...rest], { stdio: 'inherit' });
process.exit(result.status ?? 1);
