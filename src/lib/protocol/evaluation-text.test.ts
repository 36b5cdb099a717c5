import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, readContents } from './evaluation-text.ts';

const shuffle = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(shuffle);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([name, one]) => [name, shuffle(one)])
	);
};

describe('the canonical text', () => {
	it('is the same for the same contents, in whatever order their keys were written, and reads back', () => {
		fc.assert(
			fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
				const text = canonicalText(value);
				expect(canonicalText(shuffle(value))).toBe(text);
				expect(canonicalText(JSON.parse(text))).toBe(text);
			})
		);
	});

	it('is another one as soon as anything is another', () => {
		const one = { year: 2026, figures: [{ value: 1, unknown: null }] };
		for (const other of [
			{ ...one, year: 2025 },
			{ ...one, figures: [{ value: 2, unknown: null }] },
			{ ...one, figures: [{ value: '1', unknown: null }] },
			{ ...one, figures: [] }
		])
			expect(canonicalText(other)).not.toBe(canonicalText(one));
	});

	it('leaves out what is undefined, as JSON does', () => {
		expect(canonicalText({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}');
	});
});

describe('what was stored', () => {
	it.each([
		'',
		'{',
		'null',
		'[]',
		'{"document":{"form":2,"tables":[],"figures":[]}}',
		'{"document":{"form":1}}'
	])('is no evaluation where it is %j', (text) => expect(readContents(text)).toBeNull());

	it('is read where it is one', () => {
		const contents = { number: 1, document: { form: 1, tables: [], figures: [] } };
		expect(readContents(JSON.stringify(contents))).toEqual(contents);
	});
});
