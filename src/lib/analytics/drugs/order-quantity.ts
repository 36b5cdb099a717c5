import { AnalyticsError } from '../analytics-error.ts';

export interface OrderInput {
	/**
	 * Use over the planned period and the time until the order arrives, not exceeded with chance `p`;
	 * non-decreasing.
	 */
	readonly useQuantile: (p: number) => number;
	/** Units in stock. */
	readonly stock: number;
	/** Units ordered and not yet received. */
	readonly onOrder?: number;
	/** Units a pack; orders are whole packs. */
	readonly packSize?: number;
	readonly unitPriceRupiah: number;
	/** Chances that the order suffices. */
	readonly chances?: readonly number[];
}

export interface OrderOption {
	readonly chance: number;
	/** B + D at this chance, units. */
	readonly use: number;
	/**
	 * What this chance adds to the median use: the C that the uncertainty itself asks for, in place of 10–20
	 * %.
	 */
	readonly buffer: number;
	/** Whole packs, in units, at least 0. */
	readonly quantity: number;
	/** Whole rupiah. */
	readonly costRupiah: number;
}

const usualChances = [0.5, 0.8, 0.95];

/**
 * How much to order, and what it costs, so that stock suffices with a chosen chance.
 *
 * Definition: RKO's A = (B + C + D) − E, with B + D the median use over the planned period and the lead time,
 * and C the distance from there to the chosen quantile of that use. Forecast over 12 + lead months and hand
 * over `forecast.total.quantile`.
 *
 * @returns one option a chance, in ascending order of the chances; quantity and cost rise with it
 * @throws AnalyticsError `not-a-number` or `negative` naming the figure, `bad-option` for a pack of 0 or a
 * chance outside 0…1. Cost: one quantile a chance.
 */
export function orderOptions({
	useQuantile,
	stock,
	onOrder = 0,
	packSize = 1,
	unitPriceRupiah,
	chances = usualChances
}: OrderInput): readonly OrderOption[] {
	requireAmount(stock, 'stock');
	requireAmount(onOrder, 'amount on order');
	requireAmount(unitPriceRupiah, 'unit price');
	if (!(requireAmount(packSize, 'pack size') > 0))
		throw new AnalyticsError('bad-option', 'A pack holds more than 0 units.');
	const odd = chances.findIndex((chance) => !(chance > 0 && chance < 1));
	if (odd >= 0)
		throw new AnalyticsError('bad-option', `A chance lies between 0 and 1, not at ${chances[odd]}.`, odd);
	const median = requireAmount(useQuantile(0.5), 'median use');
	return [...chances]
		.sort((a, b) => a - b)
		.map((chance) => {
			const use = requireAmount(useQuantile(chance), 'use');
			const packs = Math.ceil(Math.max(0, use - stock - onOrder) / packSize);
			const quantity = packs * packSize;
			const costRupiah = Math.round(quantity * unitPriceRupiah);
			return { chance, use, buffer: use - median, quantity, costRupiah };
		});
}

function requireAmount(value: number, name: string): number {
	if (!Number.isFinite(value)) throw new AnalyticsError('not-a-number', `The ${name} is not a number.`);
	if (value < 0) throw new AnalyticsError('negative', `The ${name} is negative.`);
	return value;
}

/**
 * What the whole list costs if every item is ordered at the same chance. A sum of orders, no quantile of the
 * city's use: that all items run high in one year is rarer than for one alone.
 *
 * @param items one list of options an item, all for the same chances
 * @throws AnalyticsError `bad-shape` with the item's index where its chances differ. Cost: linear.
 */
export function sumOrderCosts(
	items: readonly (readonly OrderOption[])[]
): readonly { readonly chance: number; readonly costRupiah: number }[] {
	const [first = []] = items;
	const odd = items.findIndex(
		(options) =>
			options.length !== first.length || options.some(({ chance }, i) => chance !== first[i]?.chance)
	);
	if (odd >= 0) throw new AnalyticsError('bad-shape', `Item ${odd + 1} is offered at other chances.`, odd);
	return first.map(({ chance }, i) => ({
		chance,
		costRupiah: items.reduce((sum, options) => sum + (options[i]?.costRupiah ?? 0), 0)
	}));
}
