import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, guardText, toCsv, unguardText } from './csv.ts';

describe('a cell of an export', () => {
	it.each(['=1+1', '+62', '-1', '@SUM(A1)', '\tx', '\rx'])('%j is text in a CSV', (text) => {
		expect(csvLine([text], ',').replace(/^"/, '')).toMatch(/^'/);
	});

	it('is never one that a program would run, and parts lines by nothing but itself', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), (cells) => {
				const line = csvLine(cells, ';');
				for (const cell of line.slice(0, -2).match(/"(?:[^"]|"")*"|[^;]+/g) ?? [])
					expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/);
			})
		);
	});

	it('comes back as it was, where it does not begin like a guarded one', () => {
		const beginnings = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '', 'x');
		fc.assert(
			fc.property(beginnings, fc.string(), (first, rest) => {
				fc.pre(!/^'[=+\-@\t\r]/.test(first + rest));
				expect(unguardText(guardText(first + rest))).toBe(first + rest);
			})
		);
	});

	it('keeps figures as figures and what is missing empty', () => {
		expect(csvLine([-1, null, 'a;b', 'say "x"'], ';')).toBe('-1;;"a;b";"say ""x"""\r\n');
	});
});

it('writes rows under the names of their fields, also where there are none', () => {
	expect(toCsv(['a', '=b'], [{ a: 1, '=b': '-x' }, { a: true }])).toBe("a,'=b\r\n1,'-x\r\ntrue,\r\n");
	expect(toCsv(['a'], [])).toBe('a\r\n');
});
