import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actions, mayDo, mayOpen, pagePaths, scopeOf, subjects } from '../src/lib/domain/access.ts';
import { authority, claimStates, eventKinds, parties, roles } from '../src/lib/domain/role.ts';

const top = resolve(import.meta.dirname, '..');
const readme = readFileSync(resolve(top, 'README.md'), 'utf8');
const scripts = (
	JSON.parse(readFileSync(resolve(top, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

function authorityRow(party: (typeof parties)[number]): string {
	const { kinds, claimStates: states, ownFacilityOnly } = authority[party];
	const may = eventKinds
		.filter((kind) => kinds.includes(kind))
		.map((kind) =>
			kind === 'claim'
				? `claim (${states.length === claimStates.length ? 'all states' : states.join(', ')})`
				: kind
		);
	return `| ${party} | ${may.join(', ')} | ${ownFacilityOnly ? 'its own' : 'named in `subject`'} |`;
}

const shownBetween = (name: string) =>
	new RegExp(`<!-- ${name}:begin .*?-->\\n\\n?([\\s\\S]*?)\\n?\\n<!-- ${name}:end -->`)
		.exec(readme)?.[1]
		?.trim();

/** What a role sees of each subject, which pages open to it and what it may do. */
function accessTable(): string {
	const head = ['', ...roles];
	const subjectRows = subjects.map((subject) => [
		subject,
		...roles.map((role) => scopeOf(role, subject) ?? '–')
	]);
	const pageRows = pagePaths.map((page) => [
		`\`${page}\``,
		...roles.map((role) => (mayOpen(role, page) ? 'opens' : '–'))
	]);
	const actionRows = actions.map((action) => [
		action,
		...roles.map((role) => (mayDo(role, action) ? 'may' : '–'))
	]);
	const rows = [head, head.map(() => '---'), ...subjectRows, ...pageRows, ...actionRows];
	return rows.map((cells) => `| ${cells.join(' | ')} |`.replace('|  |', '| |')).join('\n');
}

describe('README', () => {
	it('tells the table of access as the code has it', () => {
		expect(shownBetween('access')).toBe(accessTable());
	});

	it('tells the table of authority as the code has it', () => {
		const table = [
			'| party | may assert | facility |',
			'| --- | --- | --- |',
			...parties.map(authorityRow)
		].join('\n');
		expect(shownBetween('authority')).toBe(table);
	});

	it('names only commands that exist', () => {
		const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, name]) => name ?? '');
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('shows only pictures that exist', () => {
		const pictures = [...readme.matchAll(/\]\((static\/[^)]+)\)/g)].map(([, path]) => path ?? '');
		expect(pictures.length).toBeGreaterThan(0);
		for (const path of pictures) expect(() => readFileSync(resolve(top, path))).not.toThrow();
	});
});
