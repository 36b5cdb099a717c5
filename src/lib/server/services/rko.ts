/**
 * The drug plan (RKO) as a file, by the consumption method, of the very figures that the page Drugs shows. A draft: nobody
 * has signed it, and it says so.
 */
import { classifyAbcVen, type Abc } from '../../analytics/drugs/abc-ven.ts';
import { needByConsumption, type DrugNeed } from '../../analytics/drugs/drug-need.ts';
import { findKecamatan } from '../../domain/area.ts';
import { findMedicine } from '../../domain/medicines.ts';
import { addMonths, jakartaDay } from '../../domain/period.ts';
import { byteOrderMark, csvLine, type Delimiter, type SheetCell, type SheetSum } from '../../protocol/csv.ts';
import type { Locale } from '../../protocol/refusals.ts';
import {
	fillWords,
	rkoColumns,
	rkoFacts,
	rkoSentences,
	rkoUnits,
	type RkoColumn,
	type RkoFormat
} from '../../protocol/rko.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { DrugRow, DrugsView } from '../../protocol/views/drugs.ts';
import type { ServiceContext } from './context.ts';
import type { DrugQuery } from './drug-filter.ts';
import type { DrugsService } from './drugs.ts';

/** Makes the file of a spreadsheet program; its texts are never formulas. */
export type WorkbookPort = (sheets: readonly WorkbookSheet[]) => Promise<Uint8Array>;
export type WorkbookSheet = {
	name: string;
	titles: readonly (readonly SheetCell[])[];
	headings: readonly string[];
	rows: readonly (readonly (SheetCell | SheetSum)[])[];
	widths: readonly number[];
};

export type RkoFile = { name: string; contentType: string; body: Uint8Array | string };
type RkoLine = Readonly<Record<RkoColumn, SheetCell>>;
type Said = (words: Readonly<Record<Locale, string>>, values?: Record<string, string | number>) => string;

/** RKO takes 10–20 % and 3–6 months; whoever plans with others changes the file. */
const bufferShare = 0.2;
const leadMonths = 3;
const useMonths = 3;

export class RkoService {
	constructor(
		readonly context: ServiceContext,
		readonly drugs: Pick<DrugsService, 'load'>
	) {}

	/** @throws InvalidFilter as the page does. */
	async file(viewer: Viewer, query: DrugQuery, format: RkoFormat, locale: Locale): Promise<RkoFile> {
		const view = await this.drugs.load(query);
		const say: Said = (words, values) => fillWords(words, locale, values);
		const lines = linesOf(view, locale, say);
		await this.#record(viewer, view, format, lines.length);
		const titles = this.#titles(view, lines, say);
		const headings = columns.map((id) => rkoColumns[id][locale]);
		const rows = lines.map((line) => columns.map((id) => line[id]));
		const name = `${fileName(view)}.${format}`;
		if (format === 'csv') return csvFile(name, [...titles, [], headings, ...rows], locale);
		const widths = columns.map((id) => columnWidths[id] ?? 14);
		const body = await this.context.workbook([{ name: 'RKO', titles, headings, rows, widths }]);
		return { name, contentType: workbookType, body };
	}

	/** Before the file is handed out. */
	async #record(viewer: Viewer, view: DrugsView, format: RkoFormat, rowCount: number): Promise<void> {
		const { facility, kecamatan, ven } = view.filter;
		const filter = { facility, kecamatan, ven, asOf: view.snapshot.asOf };
		const { recordLook, system } = this.context;
		await recordLook(system, viewer, { action: 'export', what: `/drugs/rko.${format}`, filter, rowCount });
	}

	#titles(view: DrugsView, lines: readonly RkoLine[], say: Said): SheetCell[][] {
		const { snapshot, openMonth } = view;
		const [from, to] = [addMonths(openMonth, -useMonths), addMonths(openMonth, -1)];
		const total = lines.reduce((sum, { cost }) => sum + (typeof cost === 'number' ? cost : 0), 0);
		const basis = { from: from.slice(0, 7), to: to.slice(0, 7), buffer: 100 * bufferShare, lead: leadMonths };
		return [
			[say(rkoFacts.title, { year: plannedYear(view) })],
			[say(rkoFacts.asOf), wibText(snapshot.now)],
			[say(rkoFacts.scope), this.#scope(view, say)],
			[say(rkoFacts.basis), say(rkoSentences.basis, basis)],
			[say(rkoFacts.price), say(rkoSentences.price)],
			[say(rkoFacts.total), total],
			[say(rkoFacts.state), say(rkoSentences.draft)],
			[say(rkoFacts.data), say(snapshot.demo ? rkoSentences.demo : rkoSentences.real)]
		];
	}

	#scope({ filter: { facility, kecamatan, ven } }: DrugsView, say: Said): string {
		const place =
			(facility === null ? null : `${this.context.facilities.find(facility)?.name ?? ''} (${facility})`) ??
			(kecamatan === null ? say(rkoSentences.city) : (findKecamatan(kecamatan)?.name ?? kecamatan));
		return ven === null ? place : `${place}, ${say(rkoSentences.class, { ven })}`;
	}
}

const columns = Object.keys(rkoColumns) as RkoColumn[];
const columnWidths: Partial<Record<RkoColumn, number>> = { number: 24, name: 36, item: 22, remark: 60 };
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Next year is planned for, seen from the day that is shown. */
const plannedYear = ({ openMonth }: DrugsView) => Number(openMonth.slice(0, 4)) + 1;

function fileName(view: DrugsView): string {
	const { snapshot, filter } = view;
	const scope = [filter.facility ?? filter.kecamatan, filter.ven && `ven-${filter.ven}`];
	const day = jakartaDay(new Date(snapshot.now));
	return ['rko', plannedYear(view), 'konsumsi', 'per', day, ...scope, snapshot.demo ? 'demo' : null]
		.filter((part) => part !== null)
		.join('-')
		.replace(/[^\w.-]+/g, '_');
}

function wibText(instant: string): string {
	const shifted = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
	return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)} WIB`;
}

function csvFile(name: string, lines: readonly (readonly SheetCell[])[], locale: Locale): RkoFile {
	const delimiter: Delimiter = locale === 'id' ? ';' : ',';
	const text = lines
		.map((cells) =>
			csvLine(
				cells.map((cell) => decimal(cell, locale)),
				delimiter
			)
		)
		.join('');
	return { name, contentType: 'text/csv; charset=utf-8', body: byteOrderMark + text };
}

/** Where cells are parted by semicolons, decimals have a comma. */
const decimal = (cell: SheetCell, locale: Locale): SheetCell =>
	locale === 'id' && typeof cell === 'number' && !Number.isInteger(cell) && cell >= 0
		? String(cell).replace('.', ',')
		: cell;

function linesOf({ rows }: DrugsView, locale: Locale, say: Said): RkoLine[] {
	const planned = rows.map((row) => ({ row, need: needOf(row), cost: costOf(row) }));
	const classes = classesOf(planned);
	const nameOf = ({ item }: DrugRow) => findMedicine(item)?.names[locale] ?? item;
	return planned
		.sort((a, b) => nameOf(a.row).localeCompare(nameOf(b.row), locale))
		.map(({ row, need, cost }, index) => ({
			number: index + 1,
			name: nameOf(row),
			item: row.item,
			unit: unitOf(row, locale),
			ven: row.ven,
			abc: classes.get(row.item) ?? null,
			stock: row.stock?.closing ?? null,
			stockMonth: row.stock?.newest.slice(0, 7) ?? null,
			reported: row.stock ? `${row.stock.reported}/${row.stock.expected}` : null,
			meanUse: rounded(row.meanUse),
			monthsLeft: rounded(row.monthsLeft),
			use: rounded(need?.use ?? null),
			buffer: rounded(need?.buffer ?? null),
			leadTime: rounded(need?.leadTime ?? null),
			need: need && unitsOf(need),
			price: findMedicine(row.item)?.unitPriceRupiah ?? null,
			cost,
			remark: remarksOf(row, need, say)
		}));
}

/** Null where nobody knows the use: nought would say that nothing is needed. */
function needOf({ meanUse, stock }: DrugRow): DrugNeed | null {
	if (meanUse === null || meanUse < 0) return null;
	return needByConsumption(meanUse, { bufferShare, leadMonths, stock: Math.max(0, stock?.closing ?? 0) });
}

/** Whole units. Sums of thirds end a few digits above the whole number that they are. */
const unitsOf = ({ need }: DrugNeed) => Math.ceil(Math.round(need * 1_000_000) / 1_000_000);

function costOf(row: DrugRow): number | null {
	const need = needOf(row);
	const price = findMedicine(row.item)?.unitPriceRupiah;
	return need === null || price === undefined ? null : Math.round(unitsOf(need) * price);
}

function classesOf(planned: readonly { row: DrugRow; cost: number | null }[]): Map<string, Abc> {
	const items = planned.flatMap(({ row: { item, ven }, cost }) =>
		ven === null || cost === null ? [] : [{ id: item, valueRupiah: cost, ven }]
	);
	return new Map(classifyAbcVen(items).rows.map(({ id, abc }) => [id, abc]));
}

function unitOf({ item }: DrugRow, locale: Locale): string | null {
	const unit = findMedicine(item)?.unit;
	return unit ? rkoUnits[unit][locale] : null;
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);

function remarksOf({ item, stock }: DrugRow, need: DrugNeed | null, say: Said): string {
	const { noUse, noStock, partStock, surplus, unlisted } = rkoSentences;
	return [
		need === null && say(noUse),
		need !== null && need.use > 0 && stock === null && say(noStock),
		stock && stock.reported < stock.expected && say(partStock, stock),
		need && need.surplus > 0 && say(surplus, { surplus: Math.floor(need.surplus) }),
		findMedicine(item) === undefined && say(unlisted)
	]
		.filter((part) => typeof part === 'string')
		.join('; ');
}
