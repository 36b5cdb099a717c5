/**
 * Next year's proposal as a workbook in which every sum and every lever is a formula: who changes a lever's cell sees the
 * proposal follow. At the levers of the download its figures are the page's; away from them the sheet keeps the worlds next to
 * each certainty, where the page draws anew, so that it follows closely and not to the rupiah.
 */
import type { Locale } from '../../../../protocol/refusals.ts';
import type { NextYearView } from '../../../../protocol/views/budget-next-year.ts';
import type { WorkbookSheet } from '../../sheet-file.ts';
import { sayer } from '../next-year-said.ts';
import type { Frame } from './frame.ts';
import { leverSheet } from './lever-sheet.ts';
import { proposalSheet } from './proposal-sheet.ts';
import { scenarioSheet } from './scenario-sheet.ts';

/** @throws Error where nothing is proposed: the caller asks before. */
export function bookOfNextYear(view: NextYearView, locale: Locale): WorkbookSheet[] {
	if (view.proposal === null) throw new Error('There is no proposal to write into a workbook.');
	const frame: Frame = { view, proposal: view.proposal, locale, say: sayer(locale, view.year) };
	return [proposalSheet(frame), leverSheet(frame), scenarioSheet(frame)];
}
