import type { Cell } from './sheet-row.ts';

/**
 * A whole figure as offices write it: `1.234`, `1,234`, `Rp 3.500.000,00`, `12,0`. All our figures are whole, so three
 * digits after a mark are thousands. What is no figure comes back as it was, for the validated path to refuse.
 */
export function readNumber(cell: Cell): number | string | null {
	if (cell === null || typeof cell === 'number') return cell;
	const text = String(cell)
		.replace(/^rp\.?\s*/i, '')
		.replace(/[\s\u00a0]/g, '')
		.replace(/,-+$/, '');
	const [, sign = '', whole, decimals = ''] = parted(text) ?? [];
	if (whole === undefined) return String(cell);
	const value = Number(`${sign}${whole.replace(/[.,]/g, '')}${decimals === '' ? '' : `.${decimals}`}`);
	return Number.isFinite(value) ? value : String(cell);
}

const plain = /^([-+]?)(\d+)(?:[.,](\d+))?$/;
const byPoint = /^([-+]?)(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/;
const byComma = /^([-+]?)(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;

function parted(text: string): RegExpExecArray | null {
	return byPoint.exec(text) ?? byComma.exec(text) ?? plain.exec(text);
}
