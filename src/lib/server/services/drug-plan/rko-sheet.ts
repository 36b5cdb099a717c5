/** The order plan as a drug plan (RKO): what is reckoned stays a formula, so that whoever changes a figure sees what follows. */
import { findMedicine } from '../../../domain/medicines.ts';
import type { BookCell, FormulaCell } from '../../../protocol/book-cells.ts';
import { planColumns, planFacts, planSentences, type PlanColumn } from '../../../protocol/plan-sheets.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import { fillWords, rkoUnits } from '../../../protocol/rko.ts';
import type { DrugPlanView, PlanLineView } from '../../../protocol/views/drug-plan.ts';

export type PlanCells = BookCell[];
const columns = Object.keys(planColumns) as PlanColumn[];
const letterOf = (column: PlanColumn) => String.fromCharCode(65 + columns.indexOf(column));

/** @param firstRow of the table's lines in the sheet, as the program counts */
export function rkoRows(view: DrugPlanView, locale: Locale, firstRow: number): PlanCells[] {
	const lines = [...(view.lines ?? []), ...view.unpriced];
	const rows = lines.map((line, index) => {
		const cells = cellsOf(line, locale, { number: index + 1, row: firstRow + index });
		return columns.map((column) => cells[column]);
	});
	return lines.length === 0 ? rows : [...rows, totalRow(view, locale, firstRow, lines.length)];
}

export const rkoHeadings = (locale: Locale) => columns.map((column) => planColumns[column][locale]);
const widths: Partial<Record<PlanColumn, number>> = { name: 36, item: 22, remark: 60 };
export const rkoWidths = columns.map((column) => widths[column] ?? 14);

const rounded = (value: number) => Math.round(100 * value) / 100;

function cellsOf(
	line: PlanLineView,
	locale: Locale,
	{ number, row }: { number: number; row: number }
): Record<PlanColumn, BookCell> {
	const at = (column: PlanColumn) => `${letterOf(column)}${row}`;
	const { item, ven, abc, chance, medianUse, use, priceRupiah, bought, boughtRupiah, costRupiah } = line;
	const medicine = findMedicine(item);
	const product = (quantity: PlanColumn, value: number | null): BookCell =>
		priceRupiah === null ? null : { formula: `${at(quantity)}*${at('price')}`, value: value ?? 0 };
	return {
		...{ number, item, name: medicine?.names[locale] ?? item, class: `${ven ?? ''}${abc ?? ''}` },
		unit: medicine ? rkoUnits[medicine.unit][locale] : null,
		...{ chance: `P${Math.round(100 * chance)}`, use: medianUse, buffer: rounded(use - medianUse) },
		stock: Math.max(0, line.stock ?? 0),
		need: {
			formula: `MAX(0,ROUNDUP(ROUND(${at('use')}+${at('buffer')}-${at('stock')},2),0))`,
			value: line.computed
		},
		override: line.override,
		quantity: {
			formula: `IF(ISBLANK(${at('override')}),${at('need')},${at('override')})`,
			value: line.quantity
		},
		price: priceRupiah,
		...{ cost: product('quantity', costRupiah), bought, boughtCost: product('bought', boughtRupiah) },
		remark: remarksOf(line, locale)
	};
}

function remarksOf(line: PlanLineView, locale: Locale): string {
	const { overridden, stock, priceRupiah, bought, quantity } = line;
	const isShort = bought !== null && bought < quantity;
	return [
		overridden && fillWords(planSentences.decided, locale, overridden),
		stock === null && planSentences.noStock[locale],
		priceRupiah === null && planSentences.noPrice[locale],
		isShort && planSentences[bought === 0 ? 'out' : 'part'][locale]
	]
		.filter((part) => typeof part === 'string')
		.join('; ');
}

function totalRow(view: DrugPlanView, locale: Locale, firstRow: number, count: number): PlanCells {
	const sum = (column: PlanColumn, value: number): FormulaCell => ({
		formula: `SUM(${letterOf(column)}${firstRow}:${letterOf(column)}${firstRow + count - 1})`,
		value
	});
	return columns.map((column) => {
		if (column === 'name') return planFacts.total[locale];
		if (column === 'cost') return sum('cost', view.costRupiah);
		return column === 'boughtCost' ? sum('boughtCost', view.boughtRupiah) : null;
	});
}
