import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Messages = Record<string, unknown>;

const folder = new URL('./messages/', import.meta.url);
const areas = readdirSync(new URL('id/', folder)).sort();

function readArea(locale: string, area: string): Messages {
	return JSON.parse(readFileSync(new URL(`${locale}/${area}`, folder), 'utf8')) as Messages;
}

const variables = (message: unknown) =>
	[...new Set(JSON.stringify(message).match(/(?<=\{)\w+(?=\})/g) ?? [])].sort();

describe('messages', () => {
	it('has the same areas in both languages', () => {
		expect(readdirSync(new URL('en/', folder)).sort()).toEqual(areas);
	});

	it.each(areas)('says in %s the same things in both languages, with the same variables', (area) => {
		const indonesian = readArea('id', area);
		const english = readArea('en', area);
		expect(Object.keys(english).sort()).toEqual(Object.keys(indonesian).sort());
		for (const [id, message] of Object.entries(indonesian)) {
			expect(variables(english[id]), id).toEqual(variables(message));
		}
	});

	it.each(areas.filter((area) => area !== 'common.json'))('begins every key of %s with its area', (area) => {
		const prefix = `${area.replace('.json', '')}_`;
		expect(Object.keys(readArea('id', area)).filter((id) => !id.startsWith(prefix))).toEqual([]);
	});
});
