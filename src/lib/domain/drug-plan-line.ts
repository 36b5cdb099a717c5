/** One medicine of an order plan, with everything its figures rest on: what is stored when a plan is proposed. */
import type { Ven } from './medicines.ts';

export type PlannedUse = {
	/** `YYYY-MM`. */
	readonly month: string;
	readonly mean: number;
	readonly lower80: number;
	readonly upper80: number;
};

export type PlannedLine = {
	readonly item: string;
	/** What is bought first is 1; null for what has no price and is ranked by nothing. */
	readonly rank: number | null;
	readonly ven: Ven | null;
	readonly abc: 'A' | 'B' | 'C' | null;
	/** Whole rupiah a unit; null where nobody knows it. */
	readonly priceRupiah: number | null;
	/** At which it is ordered. */
	readonly chance: number;
	/** Units over the planned year and the lead time, at even odds and at the chance. */
	readonly medianUse: number;
	readonly use: number;
	/** Null where nobody reported: counted as none. */
	readonly stock: number | null;
	readonly stockReported: number | null;
	readonly stockExpected: number | null;
	/** At P50, P80 and P95: what would be ordered, and what it would cost. */
	readonly options: readonly {
		readonly chance: number;
		readonly quantity: number;
		readonly costRupiah: number | null;
	}[];
	/** Units that the chance asks for beyond the stock. */
	readonly computed: number;
	/** Units that somebody decided on in its place. */
	readonly override: number | null;
	readonly quantity: number;
	readonly costRupiah: number | null;
	/** Of it within the cap; null without a price. */
	readonly bought: number | null;
	readonly boughtRupiah: number | null;
	/** Rupiah for each percent of the need that would stay open without it; null where none would. */
	readonly rupiahPerRisk: number | null;
	/** Day and last month of the forecast. */
	readonly madeOn: string;
	readonly lastMonth: string;
	/** Of the planned year. */
	readonly months: readonly PlannedUse[];
};

/** What a signature of a plan is for: its lines, and how sure it shall be and what it may cost. */
export type SignedPlan = {
	readonly year: number;
	readonly chance: number;
	readonly capRupiah: number | null;
	readonly lines: readonly PlannedLine[];
};

/** The same figures always give the same text, however they were kept meanwhile. */
export function textOfPlan({ year, chance, capRupiah, lines }: SignedPlan): string {
	const rows = [...lines]
		.sort((a, b) => (a.item < b.item ? -1 : 1))
		.map((line) => [
			...[line.item, line.rank, line.ven, line.abc, line.priceRupiah, line.chance, line.medianUse, line.use],
			...[line.stock, line.stockReported, line.stockExpected, line.computed, line.override, line.quantity],
			...[line.costRupiah, line.bought, line.boughtRupiah, line.rupiahPerRisk, line.madeOn, line.lastMonth],
			line.options.map((option) => [option.chance, option.quantity, option.costRupiah]),
			line.months.map(({ month, mean, lower80, upper80 }) => [month, mean, lower80, upper80])
		]);
	return JSON.stringify(['order-plan-1', year, chance, capRupiah, rows]);
}
