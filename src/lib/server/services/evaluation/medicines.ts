/** Which medicines the year used most of, by value, on the figures of the page Drugs. */
import { findMedicine } from '../../../domain/medicines.ts';
import { readItemUse, readUseTallies } from '../../store/drug-queries.ts';
import { findFeedStart } from '../../store/feed.ts';
import { chooseUses } from '../drug-counts.ts';
import { shownUses } from '../shown-use.ts';
import { asProduct, totalsViewer } from './as-product.ts';
import { known, sameName, type Gathering, type Source, type TableDraft } from './gathering.ts';
import { monthsBegun } from './used.ts';

const mostItems = 15;
const whole = { item: null, ven: null, kecamatan: null, facility: null };

export async function gatherMedicines(gathering: Gathering): Promise<TableDraft[]> {
	const { year, moment } = gathering;
	const used = await sumUse(gathering);
	const source: Source = {
		...{ unit: 'items', formula: 'evaluation_formula_use', table: 'item_effect', page: '/drugs' },
		where: { month: `${year}-01…${moment.today < `${year}-12-31` ? moment.today.slice(0, 7) : `${year}-12`}` }
	};
	const value: Source = { ...source, unit: 'rupiah', formula: 'evaluation_formula_use_value' };
	const top = used
		.filter(({ rupiah }) => rupiah > 0)
		.sort((a, b) => b.rupiah - a.rupiah || (a.item < b.item ? -1 : 1))
		.slice(0, mostItems);
	const none = {
		key: 'no_medicine',
		facts: { value: known(null, value, 'evaluation_unknown_medicines') }
	};
	const rows = top.map(({ item, units, rupiah }) => ({
		...{ key: item, name: findMedicine(item)?.names ?? sameName(item) },
		facts: {
			units: { value: units, source: { ...source, where: { ...source.where, item } } },
			value: { value: rupiah, source: { ...value, where: { ...source.where, item } } }
		}
	}));
	return [
		{
			...{ section: 'medicines', id: 'top', columns: ['units', 'value'], summed: ['value'] },
			rows: rows.length > 0 ? rows : [none]
		}
	];
}

/** Every month on its one basis; what has no price has no value and no place in the list. */
async function sumUse({ tx, year, moment }: Gathering) {
	const months = monthsBegun(year, moment.today);
	const [from, to] = [months[0] ?? `${year}-01-01`, months.at(-1) ?? `${year}-01-01`];
	const feedStart = await asProduct(tx, (own) => findFeedStart(own, moment.asOf));
	const scope = { facilities: null, asOf: moment.asOf };
	const span = { items: null, from, to };
	const uses = shownUses(totalsViewer, await readItemUse(tx, scope, { ...span, stockSince: from }));
	const tallies = await readUseTallies(tx, span, moment.asOf);
	const useOf = chooseUses({ filter: whole, feedStart, uses, tallies });
	const items = [...new Set([...uses.map(({ item }) => item), ...tallies.map(({ code }) => code)])];
	return items.map((item) => {
		const units = months.reduce((sum, month) => sum + (useOf(item, month)?.value ?? 0), 0);
		return { item, units, rupiah: Math.round(units * (findMedicine(item)?.unitPriceRupiah ?? 0)) };
	});
}
