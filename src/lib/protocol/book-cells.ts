/** What a cell of a workbook may hold beside plain values. */
import type { SheetCell } from './csv.ts';

/** Made by the product out of cells' addresses alone: what a person typed never goes into one. */
export type FormulaCell = {
	readonly formula: string;
	readonly format?: string;
	/** What it comes to, for programs that compute nothing. */
	readonly value?: number;
};
/** A number that is shown in a format, such as `#,##0`. */
export type FigureCell = { readonly figure: number; readonly format: string };
export type BookCell = SheetCell | FormulaCell | FigureCell;

export const isFormula = (cell: BookCell): cell is FormulaCell =>
	typeof cell === 'object' && cell !== null && 'formula' in cell;

/** What a table without formulas holds in its place; nothing where a formula does not say what it comes to. */
export function plainValue(cell: BookCell): SheetCell {
	if (typeof cell !== 'object' || cell === null) return cell;
	return isFormula(cell) ? (cell.value ?? null) : cell.figure;
}
