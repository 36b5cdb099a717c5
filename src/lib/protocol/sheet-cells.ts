/**
 * What is said of a cell that cannot be used, to somebody who knows the column, its heading and what stands in it, and none
 * of our fields: which cell, what it says, and how to write it.
 */
import { reasonText, refusalSentence, type EventRefusal, type Locale } from './refusals.ts';
import { sheetNoteSentences } from './sheet-sentences.ts';
import type { RowProblem } from './views/upload.ts';

/** How a column's cells are written; the reader of spreadsheets knows more forms, of which nothing is said here. */
export type WrittenForm = 'text' | 'number' | 'day' | 'moment' | 'month' | 'yes-no' | 'choice';

export type SheetCell = {
	/** `F`, as spreadsheet programs name the column. */
	letter: string;
	heading: string;
	/** As it may be shown: identity numbers masked. */
	value: string;
	form: WrittenForm;
	/** Of a choice: what may stand there. */
	words: readonly string[];
};

type Form = { is: string; write: string };

const forms: Readonly<Record<Locale, Partial<Record<WrittenForm, Form>>>> = {
	id: {
		number: { is: 'bukan angka bulat', write: 'Tulis seperti 12.' },
		day: { is: 'bukan tanggal', write: 'Tulis seperti 2026-11-23.' },
		moment: { is: 'bukan tanggal', write: 'Tulis seperti 2026-11-23 07:00.' },
		month: { is: 'bukan bulan', write: 'Tulis seperti 2026-11.' },
		'yes-no': { is: 'bukan ya atau tidak', write: 'Tulis ya atau tidak.' }
	},
	en: {
		number: { is: 'is no whole number', write: 'Write it like 12.' },
		day: { is: 'is no date', write: 'Write it like 2026-11-23.' },
		moment: { is: 'is no date', write: 'Write it like 2026-11-23 07:00.' },
		month: { is: 'is no month', write: 'Write it like 2026-11.' },
		'yes-no': { is: 'is neither yes nor no', write: 'Write yes or no.' }
	}
};

const sentences = {
	id: {
		place: (letter: string, heading: string) => `Kolom ${letter}${heading === '' ? '' : ` (${heading})`}`,
		empty: 'kosong, padahal harus diisi.',
		unknown: (words: string) => `tidak dikenal. Pakai salah satu dari: ${words}.`,
		unusable: (reason: string) => `tidak dapat dipakai (${reason}). Perbaiki lalu unggah lagi.`,
		future: 'belum terjadi. Tulis waktu yang sudah lewat.'
	},
	en: {
		place: (letter: string, heading: string) => `Column ${letter}${heading === '' ? '' : ` (${heading})`}`,
		empty: 'empty, and must be filled.',
		unknown: (words: string) => `is not known. Use one of: ${words}.`,
		unusable: (reason: string) => `cannot be used (${reason}). Correct it and upload again.`,
		future: 'has not happened yet. Write a time that has passed.'
	}
} as const;

/** Refusals of one cell by what stands in it; the others speak of several cells, or of what nobody typed. */
const ofOneCell = new Set([
	'missing',
	'wrong-type',
	'wrong-form',
	'not-in-list',
	'too-large',
	'too-small',
	'year'
]);

/**
 * @param cell that of the problem's column; null where the whole row is meant
 * @param fieldName what the templates call the field of this path, for one that no column gives
 */
export function problemSentence(
	{ refusal, note }: RowProblem,
	cell: SheetCell | null,
	fieldName: (path: string | null) => string | null,
	locale: Locale
): string {
	if (note !== null) {
		const place = cell ? `${sentences[locale].place(cell.letter, cell.heading)}: ` : '';
		return place + sheetNoteSentences[note][locale];
	}
	if (refusal === null) return '';
	if (cell) return cellSentence(refusal, cell, locale);
	return refusalSentence({ ...refusal, field: fieldName(refusal.field) }, locale);
}

function cellSentence(refusal: EventRefusal, cell: SheetCell, locale: Locale): string {
	const said = sentences[locale];
	const { letter, heading, value, form, words } = cell;
	const place = said.place(letter, heading);
	const { reason = '' } = refusal.detail;
	if (refusal.code === 'future-time') return `${place}: «${value}» ${said.future}`;
	const isField = refusal.code === 'bad-field' || refusal.code === 'bad-envelope';
	if (!isField || !ofOneCell.has(reason))
		return `${place}: ${refusalSentence({ ...refusal, field: heading || letter }, locale)}`;
	if (value === '') return `${place}: ${said.empty}`;
	if (form === 'choice' && words.length > 0) return `${place}: «${value}» ${said.unknown(words.join(', '))}`;
	const written = reason === 'wrong-type' || reason === 'wrong-form' ? forms[locale][form] : undefined;
	if (written) return `${place}: «${value}» ${written.is}. ${written.write}`;
	return `${place}: «${value}» ${said.unusable(reasonText(reason, locale))}`;
}
