import { type Ven } from '../../domain/medicines.ts';
import { AnalyticsError } from '../analytics-error.ts';

export type Abc = 'A' | 'B' | 'C';
export type AbcVen = `${Ven}${Abc}`;

export interface ItemValue {
	readonly id: string;
	/** Use or order of the period × price. */
	readonly valueRupiah: number;
	readonly ven: Ven;
}

export interface AbcVenRow extends ItemValue {
	/** Of the whole value, 0…1. */
	readonly share: number;
	/** Share of this and all dearer items. */
	readonly cumulativeShare: number;
	readonly abc: Abc;
	readonly cell: AbcVen;
}

export interface AbcVenCell {
	readonly cell: AbcVen;
	readonly items: number;
	readonly valueRupiah: number;
}

const cellOrder: readonly AbcVen[] = ['VA', 'EA', 'NA', 'VB', 'EB', 'NB', 'VC', 'EC', 'NC'];
const limitA = 0.7;
const limitB = 0.9;
/** Sums of shares end a few digits beside 0.7. */
const tolerance = 1e-12;

/**
 * Where the money goes and whether lives hang on it: items by value (ABC) crossed with need (VEN). VA and EA
 * want watching, NA wants a question.
 *
 * Definition: items sorted by value, cumulative share up to 70 % A, to 90 % B, the rest C (health ministry
 * 2008, and VEN as in KMK 1121/2008, both as quoted in the planning guides). The dearest item is A even where
 * it alone exceeds 70 %: it is what the class is for. Where nothing has a value all items are C.
 *
 * @param items each once, any order; equal values are ordered by id, so the input's order changes nothing
 * @returns rows from dear to cheap, and the nine cells in the matrix's usual order
 * @throws AnalyticsError `not-a-number` or `negative` with the index. Cost: a sort.
 */
export function classifyAbcVen(items: readonly ItemValue[]): {
	readonly rows: readonly AbcVenRow[];
	readonly cells: readonly AbcVenCell[];
} {
	items.forEach(({ id, valueRupiah }, index) => {
		if (!Number.isFinite(valueRupiah))
			throw new AnalyticsError('not-a-number', `The value of ${id} is not a number.`, index);
		if (valueRupiah < 0) throw new AnalyticsError('negative', `The value of ${id} is negative.`, index);
	});
	const sorted = [...items].sort((a, b) => b.valueRupiah - a.valueRupiah || (a.id < b.id ? -1 : 1));
	const total = sorted.reduce((sum, { valueRupiah }) => sum + valueRupiah, 0);
	let running = 0;
	const rows = sorted.map((item, place): AbcVenRow => {
		running += item.valueRupiah;
		const cumulativeShare = total > 0 ? running / total : 0;
		const abc = total > 0 ? classOf(cumulativeShare, place) : 'C';
		const share = total > 0 ? item.valueRupiah / total : 0;
		return { ...item, share, cumulativeShare, abc, cell: `${item.ven}${abc}` };
	});
	return { rows, cells: cellOrder.map((cell) => sumCell(rows, cell)) };
}

function classOf(cumulativeShare: number, place: number): Abc {
	if (place === 0 || cumulativeShare <= limitA + tolerance) return 'A';
	return cumulativeShare <= limitB + tolerance ? 'B' : 'C';
}

function sumCell(rows: readonly AbcVenRow[], cell: AbcVen): AbcVenCell {
	const own = rows.filter((row) => row.cell === cell);
	return { cell, items: own.length, valueRupiah: own.reduce((sum, { valueRupiah }) => sum + valueRupiah, 0) };
}
