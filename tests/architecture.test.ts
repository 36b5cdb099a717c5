/** Reads the imports of every file under src and holds them against the folder table. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findFolder, folders, mayImportApp } from './folder-table.js';

const top = resolve(dirname(fileURLToPath(import.meta.url)), '..');

interface Import {
	readonly file: string;
	readonly target: string;
}

function listFiles(folder: string): string[] {
	return readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(top, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.filter((file) => !file.includes('/i18n/paraglide/'));
}

/** Scripts as they are; of a component only its script blocks. */
function findImports(file: string, text: string): string[] {
	const script = file.endsWith('.svelte')
		? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n')
		: text;
	return ts.preProcessFile(script, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The path from the top of the checkout that an import leads to; undefined for a package. */
function locate(file: string, specifier: string): string | undefined {
	if (specifier.startsWith('$lib/')) return `src/lib/${specifier.slice('$lib/'.length)}`;
	if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
	return undefined;
}

const sources = listFiles('src').filter((file) => /\.(ts|js|svelte)$/.test(file));
const imports: Import[] = sources.flatMap((file) =>
	findImports(file, readFileSync(join(top, file), 'utf8')).map((target) => ({ file, target }))
);

function findForbidden({ file, target }: Import): string | undefined {
	const path = locate(file, target);
	if (path === undefined || !path.startsWith('src/') || path.endsWith('.css')) return undefined;
	const from = findFolder(file);
	const to = findFolder(path.includes('.') ? path : `${path}/`);
	if (!from || !to || from === to || from.mayImport.includes(to.name)) return undefined;
	return `${file} (${from.name}) imports ${target} (${to.name})`;
}

describe('the house', () => {
	it('keeps each folder to the imports that the table allows', () => {
		expect(sources.length).toBeGreaterThan(0);
		expect(imports.map(findForbidden).filter((line) => line !== undefined)).toEqual([]);
	});

	it('would notice a forbidden import, also a type, a re-export and a dynamic one', () => {
		const text = [
			"import type { A } from '../server/store/connect.ts';",
			"export * from '$lib/server/store/connect';",
			"const lazy = import('../server/store/connect.ts');"
		].join('\n');
		const found = findImports('src/lib/domain/x.ts', text).map((target) =>
			findForbidden({ file: 'src/lib/domain/x.ts', target })
		);
		expect(found).toHaveLength(3);
		expect(found).not.toContain(undefined);
	});

	it('imports $app only where SvelteKit runs the code', () => {
		const isHook = (file: string) => /^src\/hooks(\.\w+)?\.ts$/.test(file);
		const strays = imports
			.filter(({ file, target }) => target.startsWith('$app/') && !isHook(file))
			.filter(({ file }) => !mayImportApp.includes(findFolder(file)?.name ?? ''));
		expect(strays).toEqual([]);
	});

	it('imports by relative path with extension wherever plain Node runs the code', () => {
		const plain = ['domain', 'analytics', 'protocol', 'cli', 'server', 'store', 'ingest', 'services'];
		const strays = imports
			.filter(({ file }) => plain.includes(findFolder(file)?.name ?? '') || file === 'src/server.ts')
			.filter(({ target }) => target.startsWith('$') || /^\.(?!.*\.(ts|js|json)$)/.test(target));
		expect(strays).toEqual([]);
	});

	it('reads no clock and no chance in analytics', () => {
		const strays = sources
			.filter((file) => findFolder(file)?.name === 'analytics' && !file.endsWith('.test.ts'))
			.filter((file) =>
				/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.test(readFileSync(join(top, file), 'utf8'))
			);
		expect(strays).toEqual([]);
	});

	it('has no folder that is a drawer for anything', () => {
		const drawers = [...listFiles('src'), ...listFiles('tests')]
			.flatMap((file) => dirname(file).split('/'))
			.filter((name) => /^(utils?|helpers?|common|misc)$/.test(name));
		expect(drawers).toEqual([]);
	});

	it('names files in kebab-case and components in PascalCase', () => {
		const strays = sources
			.filter((file) => !basename(file).startsWith('+'))
			.filter((file) =>
				file.endsWith('.svelte')
					? !/^[A-Z][A-Za-z0-9]*\.svelte$/.test(basename(file))
					: !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.(ts|js)$/.test(basename(file))
			);
		expect(strays).toEqual([]);
	});

	it('has at its top level only what was agreed', () => {
		const agreed = new Set([
			...['src', 'drizzle', 'static', 'tests', 'package.json', 'package-lock.json', 'README.md', 'LICENSE'],
			...['svelte.config.js', 'vite.config.ts', 'tsconfig.json', 'drizzle.config.ts'],
			...['playwright.config.ts', 'eslint.config.js', 'knip.json'],
			// Made by tools and ignored by git.
			...['node_modules', 'build', 'test-results', 'playwright-report']
		]);
		const strays = readdirSync(top).filter(
			(name) => !name.startsWith('.') && !name.endsWith('.log') && !agreed.has(name)
		);
		expect(strays).toEqual([]);
	});

	it('has a table whose every name exists', () => {
		const names = new Set(folders.map(({ name }) => name));
		expect(folders.flatMap(({ mayImport }) => mayImport).filter((name) => !names.has(name))).toEqual([]);
	});
});
