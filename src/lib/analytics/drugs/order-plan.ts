import { planChances } from '../../domain/drug-plan.ts';
import type { Ven } from '../../domain/medicines.ts';
import { AnalyticsError } from '../analytics-error.ts';
import { classifyAbcVen, type Abc } from './abc-ven.ts';
import { orderOptions } from './order-quantity.ts';

export interface PlanItem {
	readonly id: string;
	/** Null for an item that the list of medicines does not know. */
	readonly ven: Ven | null;
	/** Whole rupiah a unit; null where nobody knows it. */
	readonly unitPriceRupiah: number | null;
	/** Units in stock; null where nobody reported, which is counted as none. */
	readonly stock: number | null;
	/** Use over the planned year and the lead time, units, by the chance that it is not exceeded. */
	readonly uses: readonly { readonly chance: number; readonly units: number }[];
	/** At which chance it is ordered. */
	readonly chance: number;
	/** Units that somebody decided on; null where nobody did. */
	readonly override: number | null;
}

export interface PlannedItem {
	readonly id: string;
	readonly ven: Ven | null;
	readonly abc: Abc | null;
	readonly unitPriceRupiah: number | null;
	readonly chance: number;
	readonly stock: number | null;
	/** Use at even odds, and at the chance, units with two decimals. */
	readonly medianUse: number;
	readonly use: number;
	/** What each chance asks for beyond the stock, whole units, and what it would cost; null without a price. */
	readonly options: readonly {
		readonly chance: number;
		readonly quantity: number;
		readonly costRupiah: number | null;
	}[];
	/** Of them the one at the chance. */
	readonly computed: number;
	readonly override: number | null;
	/** What is ordered: the override where there is one. */
	readonly quantity: number;
	/** Whole rupiah; null without a price. */
	readonly costRupiah: number | null;
	/** Which share of the median use the stock leaves open, 0…1: what going without the order would mean. */
	readonly openShare: number;
}

/**
 * The order plan item by item: how much, at which price, for how much money, and where the money goes (ABC by what is
 * ordered, crossed with VEN).
 *
 * Definition: RKO's A = (B + C + D) − E as in `orderOptions`, in whole units, with every use first taken to two decimals, so
 * that a spreadsheet which recomputes it from what it shows comes to the same.
 *
 * @returns in the input's order; without a price no cost and no ABC class, never a cost of nought
 * @throws AnalyticsError `bad-shape` with the index of an item whose forecast does not tell the chances, `bad-option` of one at
 * another chance; what `orderOptions` throws. Cost: a sort.
 */
export function planOrder(items: readonly PlanItem[]): readonly PlannedItem[] {
	const planned = items.map(planItem);
	const values = planned.flatMap(({ id, ven, costRupiah }) =>
		ven === null || costRupiah === null ? [] : [{ id, ven, valueRupiah: costRupiah }]
	);
	const classes = new Map(classifyAbcVen(values).rows.map(({ id, abc }) => [id, abc]));
	return planned.map((item) => ({ ...item, abc: classes.get(item.id) ?? null }));
}

function planItem(item: PlanItem, index: number): PlannedItem {
	const { id, ven, unitPriceRupiah, chance, override } = item;
	const stock = Math.max(0, item.stock ?? 0);
	const options = orderOptions({
		...{ stock, chances: planChances, unitPriceRupiah: unitPriceRupiah ?? 0 },
		useQuantile: (p) => useAt(item, p, index)
	}).map(({ chance: p, use, quantity }) => ({
		chance: p,
		use,
		quantity,
		costRupiah: costOf(item, quantity)
	}));
	const own = options.find((option) => option.chance === chance);
	if (own === undefined)
		throw new AnalyticsError('bad-option', `An order is planned at ${planChances.join(', ')}.`, index);
	const quantity = override ?? own.quantity;
	const medianUse = useAt(item, 0.5, index);
	return {
		...{ id, ven, unitPriceRupiah, chance, stock: item.stock, medianUse, use: own.use, override, quantity },
		options: options.map(({ use: _, ...option }) => option),
		...{ abc: null, computed: own.quantity, costRupiah: costOf(item, quantity) },
		openShare: medianUse > 0 ? Math.max(0, medianUse - stock) / medianUse : 0
	};
}

const costOf = ({ unitPriceRupiah }: PlanItem, quantity: number) =>
	unitPriceRupiah === null ? null : Math.round(quantity * unitPriceRupiah);

function useAt({ id, uses }: PlanItem, chance: number, index: number): number {
	const found = uses.find((use) => use.chance === chance);
	if (found === undefined)
		throw new AnalyticsError('bad-shape', `The forecast of ${id} tells no use at ${chance}.`, index);
	return Math.round(100 * Math.max(0, found.units)) / 100;
}
