/** What a cell of a workbook may hold beside plain values. */
import type { SheetCell } from './csv.ts';

/** Made by the product alone: what a person typed never goes into one. */
export type FormulaCell = { readonly formula: string; readonly format?: string };
/** A number that is shown in a format, such as `#,##0`. */
export type FigureCell = { readonly figure: number; readonly format: string };
export type BookCell = SheetCell | FormulaCell | FigureCell;
