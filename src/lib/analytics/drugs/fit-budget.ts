import type { Ven } from '../../domain/medicines.ts';
import { AnalyticsError } from '../analytics-error.ts';

export interface WantedItem {
	readonly id: string;
	readonly ven: Ven;
	/** Whole units. */
	readonly quantity: number;
	/** Whole rupiah. */
	readonly unitPriceRupiah: number;
	/** Which share of its need stays open without the order, 0…1. */
	readonly openShare: number;
}

export type Fit = 'whole' | 'part' | 'none';

export interface FittedItem {
	readonly id: string;
	/** Units for which there is money. */
	readonly bought: number;
	readonly costRupiah: number;
	readonly fit: Fit;
	/** Rupiah for each percent of the year's need that would stay open without it; null where none would. */
	readonly rupiahPerRisk: number | null;
}

export interface FittedBudget {
	/** What is bought first stands first, what falls out first last. */
	readonly items: readonly FittedItem[];
	readonly costRupiah: number;
	/** Of the cap; null without one. */
	readonly leftRupiah: number | null;
	/** The first item that is not bought whole: here the money ends. Null where it suffices. */
	readonly cutAt: string | null;
}

const venOrder: readonly Ven[] = ['V', 'E', 'N'];

/**
 * What a budget buys of an order, and what falls out first.
 *
 * Our rule, no decree's: non-essential falls out before essential and that before vital; within a class first what costs most
 * for each percent of the year's need that would stay open without it (what nobody would miss costs most of all). The money
 * goes down this list; the item at which it ends is bought as far as it goes, and nothing after it. So a smaller budget buys
 * of no item more, and no N is bought while anything of an E or V is missing.
 *
 * @param capRupiah whole rupiah, at least 0; null for no limit
 * @throws AnalyticsError `not-a-number` or `negative` naming the item. Cost: a sort.
 */
export function fitBudget(items: readonly WantedItem[], capRupiah: number | null): FittedBudget {
	if (capRupiah !== null) requireWhole(capRupiah, 'cap');
	for (const { id, quantity, unitPriceRupiah } of items) {
		requireWhole(quantity, `quantity of ${id}`);
		requireWhole(unitPriceRupiah, `price of ${id}`);
	}
	const sorted = items.map((item) => ({ item, risk: riskPrice(item) })).sort(compare);
	let left = capRupiah ?? Infinity;
	let cutAt: string | null = null;
	const fitted = sorted.map(({ item, risk }): FittedItem => {
		const { id, quantity, unitPriceRupiah: price } = item;
		const affordable = price === 0 ? quantity : Math.min(quantity, Math.floor(left / price));
		const bought = cutAt === null ? affordable : 0;
		if (bought < quantity) cutAt ??= id;
		left -= bought * price;
		const fit = bought === quantity ? 'whole' : bought > 0 ? 'part' : 'none';
		return { id, bought, costRupiah: bought * price, fit, rupiahPerRisk: risk };
	});
	const costRupiah = fitted.reduce((sum, one) => sum + one.costRupiah, 0);
	return { items: fitted, costRupiah, leftRupiah: capRupiah === null ? null : capRupiah - costRupiah, cutAt };
}

function riskPrice({ quantity, unitPriceRupiah, openShare }: WantedItem): number | null {
	return openShare > 0 ? (quantity * unitPriceRupiah) / (100 * openShare) : null;
}

type Ranked = { item: WantedItem; risk: number | null };

function compare(a: Ranked, b: Ranked): number {
	const classes = venOrder.indexOf(a.item.ven) - venOrder.indexOf(b.item.ven);
	if (classes !== 0) return classes;
	const [left, right] = [a.risk ?? Infinity, b.risk ?? Infinity];
	if (left !== right) return left < right ? -1 : 1;
	return a.item.id < b.item.id ? -1 : 1;
}

function requireWhole(value: number, name: string): void {
	if (!Number.isSafeInteger(value))
		throw new AnalyticsError('not-a-number', `The ${name} is no whole number.`);
	if (value < 0) throw new AnalyticsError('negative', `The ${name} is negative.`);
}
