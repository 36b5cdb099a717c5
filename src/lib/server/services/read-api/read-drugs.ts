import { findMedicine, medicines } from '../../../domain/medicines.ts';
import { addDays, addMonths, eachMonth, monthOf } from '../../../domain/period.ts';
import { cutPage } from '../../../protocol/api/cursor.ts';
import type { Row } from '../../../protocol/api/rows.ts';
import { readItemUse, readUseTallies } from '../../store/drug-queries.ts';
import { momentOf, readView, type ServiceContext } from '../context.ts';
import { chooseUses } from '../drug-counts.ts';
import type { DrugsService } from '../drugs.ts';
import { findFeedStartFor } from '../frozen.ts';
import { shownUses } from '../shown-use.ts';
import { assertSpan, facilitiesIn, whereOf, type Reader } from './reader.ts';

const usualMonths = 4;
const longestDays = 60 * 31;

const nameOf = (item: string) => findMedicine(item)?.names.id ?? item;

/** Use by item and month, on the basis that the page Drugs chooses. */
export function drugReader(context: ServiceContext): Reader<'drugs'> {
	return async ({ query, moment, cut }) => {
		const open = monthOf(moment.today);
		const to = monthOf(query.to ?? moment.today);
		const from = query.from === undefined ? addMonths(to, 1 - usualMonths) : monthOf(query.from);
		assertSpan('drugs', from, to, longestDays);
		const items = query.item === undefined ? null : [query.item];
		const scope = { facilities: facilitiesIn(context, query), asOf: moment.asOf };
		const filter = {
			item: query.item ?? null,
			ven: null,
			facility: query.facility ?? null,
			kecamatan: query.kecamatan ?? null
		};
		const { uses, tallies, feedStart } = await readView(context, moment, async (tx) => ({
			uses: shownUses(context.viewer, await readItemUse(tx, scope, { items, from, to, stockSince: open })),
			tallies: await readUseTallies(tx, { items, from, to: addDays(addMonths(to, 1), -1) }, moment.asOf),
			feedStart: await findFeedStartFor(context, tx, moment)
		}));
		const useOf = chooseUses({ filter, feedStart, uses, tallies });
		const named = items ?? [
			...new Set([
				...medicines.map(({ id }) => id),
				...uses.map(({ item }) => item),
				...tallies.map(({ code }) => code)
			])
		];
		const all = named.flatMap((item) =>
			eachMonth(from, to).flatMap((month): Row<'drugs'>[] => {
				const use = useOf(item, month);
				if (use === null) return [];
				const { value: used, kind: basis, others: _, ...counted } = use;
				return [{ item, name: nameOf(item), month, used, basis, ...counted, isOpen: month === open }];
			})
		);
		return {
			rows: cutPage('drugs', all, cut),
			at: moment.now.toISOString(),
			evidence: {
				completeness: null,
				rows: { table: 'item_effect', where: { ...whereOf(query), from, to } },
				demo: context.demo
			}
		};
	};
}

/** The page's own table. */
export function stockReader(
	context: ServiceContext,
	drugs: Pick<DrugsService, 'load'>
): Reader<'drugs/stock'> {
	return async ({ query, cut }) => {
		const { item = null, ven = null, facility = null, kecamatan = null, asOf = null } = query;
		const view = await drugs.load({ item, ven, facility, kecamatan, asOf });
		const inPlace =
			facility === null || kecamatan === null || context.facilities.find(facility)?.kecamatan === kecamatan;
		const all = view.rows
			.filter((row) => inPlace && (item === null || row.item === item))
			.map((row): Row<'drugs/stock'> => ({
				item: row.item,
				name: nameOf(row.item),
				ven: row.ven,
				meanUse: row.meanUse,
				stock: row.stock?.closing ?? null,
				oldestReport: row.stock?.oldest ?? null,
				newestReport: row.stock?.newest ?? null,
				facilitiesReported: row.stock?.reported ?? null,
				facilitiesExpected: row.stock?.expected ?? null,
				monthsLeft: row.monthsLeft,
				meanUseRupiah: row.meanUseRupiah,
				stockRupiah: row.stockRupiah
			}));
		const { rows, completeness, demo } = view.evidence.stock;
		return {
			rows: cutPage('drugs/stock', all, cut),
			at: momentOf(asOf, context.clock).now.toISOString(),
			evidence: { completeness, rows: { table: rows.table, where: whereOf(query) }, demo }
		};
	};
}
