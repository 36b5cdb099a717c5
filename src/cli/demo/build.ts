import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Children } from './children.ts';

const output = 'build/handler.js';
const inputs = ['src', 'static', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];

/** Builds when there is no build, or when something that goes into it is newer. */
export async function buildIfNeeded(children: Children): Promise<void> {
	if (existsSync(output) && inputs.every((path) => newestMs(path) <= statSync(output).mtimeMs)) return;
	console.log('Building the pages …');
	await children.run('build', ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
}

function newestMs(path: string): number {
	if (!existsSync(path)) return 0;
	const entry = statSync(path);
	if (!entry.isDirectory()) return entry.mtimeMs;
	// Compiled messages are written by the build itself.
	const names = readdirSync(path).filter((name) => name !== 'paraglide');
	return Math.max(0, ...names.map((name) => newestMs(join(path, name))));
}
