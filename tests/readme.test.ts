import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { authority, claimStates, eventKinds, parties } from '../src/lib/domain/role.ts';

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

describe('README', () => {
	it('tells the table of authority as the code has it', () => {
		const table = [
			'| party | may assert | facility |',
			'| --- | --- | --- |',
			...parties.map(authorityRow)
		].join('\n');
		const [, shown] =
			/<!-- authority:begin .*?-->\n\n?([\s\S]*?)\n?\n<!-- authority:end -->/.exec(readme) ?? [];
		expect(shown?.trim()).toBe(table);
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
