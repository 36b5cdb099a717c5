/**
 * Reports and requests (LPLPO): each facility's newest report as it came, beside what it would ask for by the plan. What our
 * own upload reads are plain figures; formulas stand only in columns that it passes over.
 */
import { leadMonths } from '../../../domain/drug-forecast.ts';
import { findMedicine } from '../../../domain/medicines.ts';
import type { BookCell } from '../../../protocol/book-cells.ts';
import { lplpoColumns, type LplpoColumn } from '../../../protocol/plan-sheets.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import { rkoUnits } from '../../../protocol/rko.ts';
import type { DrugPlanView } from '../../../protocol/views/drug-plan.ts';
import type { LplpoRow } from '../../store/lplpo.ts';
import type { PlanCells } from './rko-sheet.ts';

const columns = Object.keys(lplpoColumns) as LplpoColumn[];
const letterOf = (column: LplpoColumn) => String.fromCharCode(65 + columns.indexOf(column));
const plannedMonths = 12 + leadMonths;

/** @param firstRow of the table's lines in the sheet, as the program counts */
export function lplpoRows(
	reports: readonly LplpoRow[],
	view: DrugPlanView,
	{ locale, firstRow }: { locale: Locale; firstRow: number }
): PlanCells[] {
	const planned = new Map([...(view.lines ?? []), ...view.unpriced].map(({ item, use }) => [item, use]));
	const used = new Map<string, number>();
	for (const { item, used: units } of reports) used.set(item, (used.get(item) ?? 0) + units);
	return reports.map((report, index) => {
		const [use, all] = [planned.get(report.item), used.get(report.item) ?? 0];
		const isTold = use !== undefined && all > 0;
		const optimum = isTold ? Math.ceil((use / plannedMonths) * (report.used / all)) : null;
		const cells = cellsOf(report, { locale, optimum, row: firstRow + index });
		return columns.map((column) => cells[column]);
	});
}

export const lplpoHeadings = (locale: Locale) => columns.map((column) => lplpoColumns[column][locale]);
export const lplpoWidths = columns.map((column) => (column === 'item' ? 36 : 14));

function cellsOf(
	report: LplpoRow,
	{ locale, optimum, row }: { locale: Locale; optimum: number | null; row: number }
): Record<LplpoColumn, BookCell> {
	const at = (column: LplpoColumn) => `${letterOf(column)}${row}`;
	const { facility, month, item, opening, received, used, lost, closing, stockoutDays } = report;
	const medicine = findMedicine(item);
	const request = {
		formula: `MAX(0,${at('optimum')}-${at('closing')})`,
		value: Math.max(0, (optimum ?? 0) - closing)
	};
	return {
		...{ facility, month: month.slice(0, 7), item: medicine?.names[locale] ?? item },
		unit: medicine ? rkoUnits[medicine.unit][locale] : null,
		...{ opening, received, used, lost, closing, stockoutDays, optimum },
		supply: { formula: `${at('opening')}+${at('received')}`, value: opening + received },
		request: optimum === null ? null : request
	};
}
