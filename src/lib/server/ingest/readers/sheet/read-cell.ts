/** A cell as the value of its field. What cannot be read comes back as it was written: the validated path says why not. */
import type { SheetNote } from '../../../../protocol/views/upload.ts';
import { instantOf, readDate, readMonth } from './dates.ts';
import { readNumber } from './numbers.ts';
import type { SheetField } from './sheet-fields.ts';
import type { Cell } from './sheet-row.ts';
import { squeeze } from './squeeze.ts';
import { choices, findAreaCode, findDiseaseId, findItemId, findWardId, readYesNo, slugOf } from './words.ts';

export type ReadCell = { value: unknown; note: SheetNote | null };
export type CellContext = { is1904: boolean; findFacility: (text: string) => string };

const said = (value: unknown, note: SheetNote | null = null): ReadCell => ({ value, note });

/** @param cell not empty. */
export function readCell(field: SheetField, cell: Exclude<Cell, null>, context: CellContext): ReadCell {
	const text = textOf(cell);
	switch (field.form) {
		case 'text':
			return said(text);
		case 'nik':
			return readNik(cell);
		case 'whole':
			return said(readWhole(cell));
		case 'day':
		case 'instant':
			return readMoment(cell, field.form, context);
		case 'month':
			return said(readMonth(cell, context.is1904) ?? (typeof cell === 'number' ? cell : text));
		case 'diagnoses':
			return said(text.split(/[\s,;|/#]+/).filter((code) => code !== ''));
		case 'drugs':
			return readDrugs(text);
		case 'yes-no':
			return said(typeof cell === 'boolean' ? cell : (readYesNo(text) ?? text));
		case 'choice':
			return said(choices[field.choice ?? '']?.get(squeeze(text)) ?? text);
		case 'slug':
			return said(/^[a-z0-9][a-z0-9.-]*$/.test(text) ? text : slugOf(text));
		case 'ward':
			return said(findWardId(text) ?? slugOf(text));
		case 'area':
			return said(findAreaCode(text) ?? text);
		case 'item':
			return readItem(text);
		case 'disease':
			return said(findDiseaseId(text) ?? text);
		case 'tally-code':
			return said(findDiseaseId(text) ?? findItemId(text) ?? choices['service']?.get(squeeze(text)) ?? text);
		case 'facility':
			return said(context.findFacility(text));
	}
}

export function textOf(cell: Exclude<Cell, null>): string {
	if (typeof cell === 'boolean') return cell ? 'ya' : 'tidak';
	return typeof cell === 'number' ? plainNumber(cell) : cell;
}

/** Never `1e+21`: a long number is somebody's number. */
const plainNumber = (value: number) =>
	Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);

/** A dash says nought on paper forms. */
function readWhole(cell: Exclude<Cell, null>): unknown {
	if (typeof cell === 'string' && /^[-–—]+$/.test(cell)) return 0;
	return readNumber(cell);
}

/**
 * Spreadsheets keep fifteen digits of a number. A NIK that came as one and ends in nought has most likely lost its last
 * digit, and another person's would be stored: it is spoilt, so that it is refused.
 */
function readNik(cell: Exclude<Cell, null>): ReadCell {
	const text = textOf(cell).replace(/^'/, '');
	const isRounded = typeof cell === 'number' && text.length === 16 && text.endsWith('0');
	if (isRounded) return said(`${text.slice(0, 15)}?`, 'nik-rounded');
	if (/^\d[.,]\d+e\+?\d+$/i.test(text)) return said(text, 'nik-rounded');
	return said(text.replace(/[\s.-]/g, ''));
}

function readMoment(cell: Exclude<Cell, null>, form: 'day' | 'instant', { is1904 }: CellContext): ReadCell {
	const date = readDate(cell, is1904);
	if (!('day' in date)) return said(textOf(cell), date.isMonthFirst ? 'date-order' : null);
	return said(form === 'day' ? date.day : instantOf(date));
}

function readItem(text: string): ReadCell {
	const known = findItemId(text);
	return known === undefined ? said(slugOf(text), 'item-unlisted') : said(known);
}

/** `Parasetamol 500 mg: 10; oralit 6 sachet` or `paracetamol-500 x 10`. */
function readDrugs(text: string): ReadCell {
	const parts = text.split(/[;\n|]+/).filter((part) => part.trim() !== '');
	const drugs = parts.map((part) => {
		const [, name = part, quantity = ''] =
			/^(.+?)\s*(?:[:=]|\s[x×*]\s|\s)\s*(\d+)\s*(?:\p{L}+\.?)?\s*$/u.exec(part.trim()) ?? [];
		const { value, note } = readItem(name.trim());
		return { item: value, quantity: quantity === '' ? null : Number(quantity), note };
	});
	const note = drugs.some((drug) => drug.note !== null) ? 'item-unlisted' : null;
	return said(
		drugs.map(({ item, quantity }) => ({ item, quantity })),
		note
	);
}
