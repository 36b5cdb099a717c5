/** Every route of SvelteKit as the file tree has it: a new one is in the matrix before anybody thinks of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const folder = resolve(import.meta.dirname, '../../../src/routes');

export type PageRoute = { id: string; actions: string[]; source: string };
export type ServerRoute = { id: string; methods: string[]; source: string };

export function pageRoutes(): PageRoute[] {
	return filesNamed('+page.svelte', '+page@.svelte').map((file) => {
		const server = join(dirname(file), '+page.server.ts');
		const source = existsSync(server) ? readFileSync(server, 'utf8') : '';
		return { id: idOf(file), actions: keysOf(source, 'actions'), source };
	});
}

export function serverRoutes(): ServerRoute[] {
	return filesNamed('+server.ts').map((file) => {
		const source = readFileSync(file, 'utf8');
		return { id: idOf(file), methods: exportsOf(source), source };
	});
}

/** What a route's id stands for in an address. `[name]` takes the sample of that name, or an id that nothing has. */
export function addressOf(id: string, samples: Readonly<Record<string, string>> = {}): string {
	return id.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => samples[name] ?? unknownId);
}

export const unknownId = '00000000-0000-4000-8000-000000000000';
export const hasParameter = (id: string) => id.includes('[');

const filesNamed = (...names: string[]) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => names.includes(basename(file)))
		.sort()
		.map((file) => join(folder, file));

/** The path of its folder, without groups. */
function idOf(file: string): string {
	const parts = dirname(file).slice(folder.length).split('/');
	return `/${parts.filter((part) => part !== '' && !part.startsWith('(')).join('/')}`;
}

function declarationsIn(source: string): ts.VariableDeclaration[] {
	const file = ts.createSourceFile('route.ts', source, ts.ScriptTarget.Latest);
	return file.statements.flatMap((statement) =>
		ts.isVariableStatement(statement) &&
		statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
			? [...statement.declarationList.declarations]
			: []
	);
}

const nameOf = (node: { name?: ts.Node | undefined }) =>
	node.name && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)) ? node.name.text : '';

const exportsOf = (source: string) => declarationsIn(source).map(nameOf);

function keysOf(source: string, variable: string): string[] {
	const found = declarationsIn(source).find((declaration) => nameOf(declaration) === variable);
	if (found === undefined) return [];
	if (!found.initializer || !ts.isObjectLiteralExpression(found.initializer))
		throw new Error(`${variable} of a route is no plain object: its names cannot be read`);
	return found.initializer.properties.map(nameOf);
}
