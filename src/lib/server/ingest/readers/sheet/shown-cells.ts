/** A row's used cells as they may be shown and handed back: identity numbers masked, dates as they were understood. */
import { maskIdentityNumbers } from '../../../../domain/nik.ts';
import { readDate } from './dates.ts';
import type { UsedColumn } from './layout.ts';
import { textOf } from './read-cell.ts';
import type { Cell, SheetRow } from './sheet-row.ts';

const maxShownLength = 200;

export function shownCells({ cells }: SheetRow, columns: readonly UsedColumn[], is1904: boolean): string[] {
	return columns.map(({ index, used }) => {
		const cell = cells[index] ?? null;
		if (cell === null) return '';
		if (used.form === 'nik') return maskTail(textOf(cell));
		if ((used.form === 'day' || used.form === 'instant') && typeof cell === 'number')
			return dateText(cell, is1904);
		return maskIdentityNumbers(textOf(cell).slice(0, maxShownLength));
	});
}

/** Province and city stay, nothing that tells a person; also where the number is too short or too long. */
const maskTail = (text: string) => text.slice(0, 4) + text.slice(4, 40).replace(/[0-9a-z]/gi, '*');

function dateText(cell: Cell, is1904: boolean): string {
	const date = readDate(cell, is1904);
	if (!('day' in date)) return String(cell);
	const [year, month, day] = date.day.split('-');
	return `${day}/${month}/${year}${date.time === null ? '' : ` ${date.time.slice(0, 5)}`}`;
}
