import { describe, expect, it } from 'vitest';
import { eventRefusals, type EventRefusal } from './refusals.ts';
import { problemSentence, type SheetCell } from './sheet-cells.ts';

const cell: SheetCell = { letter: 'F', heading: 'reportedAt', value: 'kemarin', form: 'moment', words: [] };
const badField = (reason: string): EventRefusal => ({
	code: 'bad-field',
	field: 'data.reportedAt',
	detail: { reason }
});
const say = (refusal: EventRefusal, change: Partial<SheetCell> = {}, locale: 'id' | 'en' = 'id') =>
	problemSentence({ column: 5, refusal, note: null }, { ...cell, ...change }, () => null, locale);

describe('the sentence about a cell', () => {
	it('names the column, its heading and the value, and says how to write it', () => {
		expect(say(badField('wrong-form'))).toBe(
			'Kolom F (reportedAt): «kemarin» bukan tanggal. Tulis seperti 2026-11-23 07:00.'
		);
		expect(say(badField('wrong-type'), { value: 'banyak', form: 'number', heading: '' }, 'en')).toBe(
			'Column F: «banyak» is no whole number. Write it like 12.'
		);
	});

	it('says of an empty one that it must be filled, and of a choice what there is', () => {
		expect(say(badField('missing'), { value: '' })).toBe(
			'Kolom F (reportedAt): kosong, padahal harus diisi.'
		);
		expect(say(badField('not-in-list'), { value: 'terbang', form: 'choice', words: ['a', 'b'] })).toContain(
			'«terbang» tidak dikenal. Pakai salah satu dari: a, b.'
		);
	});

	it.each(Object.keys(eventRefusals) as (keyof typeof eventRefusals)[])(
		'never speaks of our envelope or our field names for %s',
		(code) => {
			const refusal = { code, field: 'time', detail: { reason: 'wrong-form', value: 'x', what: 'x' } };
			for (const locale of ['id', 'en'] as const)
				expect(say(refusal, {}, locale)).not.toMatch(/«time»|specversion|RFC 3339/);
		}
	);

	it('names a field that no column gives as the templates do', () => {
		const problem = { column: null, refusal: badField('missing'), note: null };
		expect(problemSentence(problem, null, () => 'Waktu laporan', 'id')).toContain('«Waktu laporan»');
	});
});
