import { meanMonthlyUse, monthsLeft } from '../../analytics/drugs/months-left.ts';
import type { Counted } from '../../domain/basis.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { findMedicine, medicines } from '../../domain/medicines.ts';
import { addMonths, eachMonth, monthOf } from '../../domain/period.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { DrugEvidence, DrugRow, DrugsView, DrugTrendPoint } from '../../protocol/views/drugs.ts';
import type { Transaction } from '../store/bulk.ts';
import {
	readItemStock,
	readItemUse,
	readReporters,
	readUseTallies,
	type DrugScope,
	type ItemStock,
	type ItemUse
} from '../store/drug-queries.ts';
import { momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { findFeedStartFor } from './frozen.ts';
import { shownUses } from './shown-use.ts';
import { chooseUses } from './drug-counts.ts';
import { facilitiesOf, readDrugFilter, type DrugFilter, type DrugQuery } from './drug-filter.ts';

/** Over how many complete months use is averaged, and how old a stock report may be and still be summed. */
const recentMonths = 3;
/** Who reported within this many months is expected to report again. */
const expectedMonths = 6;
const trendMonths = 24;

type Read = {
	tx: Transaction;
	viewer: Viewer;
	filter: DrugFilter;
	scope: DrugScope;
	feedStart: string | null;
	open: string;
};
type UseOf = (item: string, month: string) => Counted | null;

export class DrugsService {
	constructor(readonly context: ServiceContext) {}

	load(query: DrugQuery): Promise<DrugsView> {
		const { clock, facilities } = this.context;
		const moment = momentOf(query.asOf, clock);
		const filter = readDrugFilter(query, facilities);
		const scope = { facilities: facilitiesOf(filter, facilities), asOf: moment.asOf };
		return readView(this.context, moment, async (tx) => {
			const feedStart = await findFeedStartFor(this.context, tx, moment);
			return this.#read(
				{ tx, viewer: this.context.viewer, filter, scope, feedStart, open: monthOf(moment.today) },
				moment
			);
		});
	}

	async #read(read: Read, moment: Moment): Promise<Omit<DrugsView, 'snapshot'>> {
		const { tx, filter, scope, feedStart, open } = read;
		const all = await readRows(read);
		const rows = all.filter(({ ven }) => filter.ven === null || ven === filter.ven);
		const trendItem = filter.item ?? rows[0]?.item ?? null;
		const reporters = await readReporters(tx, scope.asOf);
		return {
			filter,
			openMonth: open,
			lastMonth: addMonths(open, -1),
			trendItem,
			trend: trendItem === null ? [] : await readTrend(read, trendItem),
			rows,
			facilities: reporters.flatMap((code) => {
				const facility = this.context.facilities.find(code);
				return facility ? [{ code, name: facility.name }] : [];
			}),
			feedStart,
			evidence: this.#evidence(filter, open, moment)
		};
	}

	#evidence(filter: DrugFilter, open: string, { now, asOf }: Moment): DrugEvidence {
		const query = new URLSearchParams(
			Object.entries({ ...filter, asOf }).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
		);
		const { kecamatan, facility } = filter;
		const where = {
			...(facility === null ? {} : { facility }),
			...(kecamatan === null ? {} : { kecamatan })
		};
		const evidenceOf = (name: string, table: string, month: string, unit: Evidence['unit']): Evidence => ({
			measure: `drugs_measure_${name}`,
			unit,
			asOf: now.toISOString(),
			dateBasis: 'occurred',
			completeness: null,
			formula: `drugs_formula_${name}`,
			rows: { table, where: { ...where, month } },
			url: query.size === 0 ? '/drugs' : `/drugs?${query}`,
			demo: this.context.demo
		});
		const recent = `${addMonths(open, -recentMonths)}…${addMonths(open, -1)}`;
		return {
			use: evidenceOf('use', 'item_effect', open, 'items'),
			meanUse: evidenceOf('mean_use', 'item_effect', recent, 'items'),
			stock: evidenceOf('stock', 'stock', `≥ ${addMonths(open, -recentMonths)}`, 'items'),
			monthsLeft: evidenceOf('months_left', 'stock', `≥ ${addMonths(open, -recentMonths)}`, 'months'),
			value: evidenceOf('value', 'stock', `≥ ${addMonths(open, -recentMonths)}`, 'rupiah')
		};
	}
}

async function readRows({ tx, viewer, filter, scope, feedStart, open }: Read): Promise<DrugRow[]> {
	const first = addMonths(open, -recentMonths);
	const span = { items: null, from: first, to: open };
	const uses = shownUses(viewer, await readItemUse(tx, scope, { ...span, stockSince: first }));
	const tallies = await readUseTallies(tx, span, scope.asOf);
	const reports = { since: first, longAgo: addMonths(open, -expectedMonths), until: open };
	const stocks = await readItemStock(tx, scope, reports);
	const useOf = chooseUses({ filter, feedStart, uses, tallies });
	const stockOf = new Map(stocks.map((stock) => [stock.item, stock]));
	const rowsOf = new Map<string, ItemUse[]>();
	for (const use of uses) rowsOf.set(use.item, [...(rowsOf.get(use.item) ?? []), use]);
	const items = new Set([
		...medicines.map(({ id }) => id),
		...stockOf.keys(),
		...rowsOf.keys(),
		...tallies.map(({ code }) => code)
	]);
	const complete = eachMonth(first, addMonths(open, -1));
	return [...items]
		.map((item) =>
			rowOf(item, { open, complete, useOf, feedStart }, stockOf.get(item), rowsOf.get(item) ?? [])
		)
		.sort(compareRows);
}

type RowFacts = { open: string; complete: string[]; useOf: UseOf; feedStart: string | null };

function rowOf(
	item: string,
	{ open, complete, useOf, feedStart }: RowFacts,
	stock: ItemStock | undefined,
	uses: readonly ItemUse[]
): DrugRow {
	const medicine = findMedicine(item);
	const figures = complete.map((month) => useOf(item, month));
	const meanUse = meanMonthlyUse(
		figures.map((figure) => (figure && !figure.isPartial ? figure.value : null))
	);
	const price = medicine?.unitPriceRupiah ?? null;
	const valueOf = (units: number | null) =>
		units === null || price === null ? null : Math.round(units * price);
	return {
		item,
		ven: medicine?.ven ?? null,
		open: useOf(item, open),
		last: figures.at(-1) ?? null,
		meanUse,
		stock: stock ? stockFigure(stock) : null,
		monthsLeft: stock ? monthsLeft(stock.closing, usesOfHolders(stock, complete, uses, feedStart)) : null,
		meanUseRupiah: valueOf(meanUse),
		stockRupiah: valueOf(stock?.closing ?? null)
	};
}

const stockFigure = ({ closing, oldest, newest, reported, expected }: ItemStock) => ({
	closing,
	oldest,
	newest,
	reported,
	expected
});

/** What the facilities in the stock's sum used; a month counts where visits cover it or each of them reported it. */
function usesOfHolders(
	{ reported }: ItemStock,
	months: readonly string[],
	uses: readonly ItemUse[],
	feedStart: string | null
): (number | null)[] {
	return months.map((month) => {
		const use = uses.find((one) => one.month === month);
		const isCovered = feedStart !== null && feedStart <= month;
		if (isCovered) return use?.holdersUse ?? 0;
		return use?.holdersCounting === reported ? use.holdersUse : null;
	});
}

/** Those that run out first; then what cannot be said, the most used first. */
function compareRows(a: DrugRow, b: DrugRow): number {
	if (a.monthsLeft !== null && b.monthsLeft !== null && a.monthsLeft !== b.monthsLeft)
		return a.monthsLeft - b.monthsLeft;
	if ((a.monthsLeft === null) !== (b.monthsLeft === null)) return a.monthsLeft === null ? 1 : -1;
	return useOfRow(b) - useOfRow(a) || (a.item < b.item ? -1 : 1);
}

const useOfRow = ({ meanUse, last, open }: DrugRow) => meanUse ?? last?.value ?? open?.value ?? -1;

async function readTrend(
	{ tx, viewer, filter, scope, feedStart, open }: Read,
	item: string
): Promise<DrugTrendPoint[]> {
	const span = { items: [item], from: addMonths(open, -trendMonths - 12), to: open };
	const uses = shownUses(viewer, await readItemUse(tx, scope, { ...span, stockSince: open }));
	const tallies = await readUseTallies(tx, span, scope.asOf);
	const useOf = chooseUses({ filter, feedStart, uses, tallies });
	return eachMonth(addMonths(open, -trendMonths), open).map((month) => ({
		month,
		now: useOf(item, month),
		lastYear: useOf(item, addMonths(month, -12)),
		isOpen: month === open
	}));
}
