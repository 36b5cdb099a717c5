/**
 * Other software's results on real series live beside the checkout (`../shared/reference`), not in it: their licences
 * differ from ours. Where they stand the whole set is run; in a stranger's clone the run says that it is missing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../shared/reference');

export const hasReference = existsSync(join(folder, 'index.json'));

/** Said once a file, so that nobody takes a skipped set for a passed one. */
export function sayWhenMissing(what: string): void {
	if (!hasReference)
		console.warn(`${what}: ${folder} is not there, so only the fixtures in this checkout were run.`);
}

export function readReference<T>(path: string): T {
	return JSON.parse(readFileSync(join(folder, path), 'utf8')) as T;
}

/** File names without `.json`, sorted; those that begin with `_` are special and left out. */
export function listReference(kind: 'claims' | 'surveillance' | 'forecast'): string[] {
	return readdirSync(join(folder, kind))
		.filter((file) => file.endsWith('.json') && !file.startsWith('_'))
		.map((file) => file.slice(0, -'.json'.length))
		.sort();
}
