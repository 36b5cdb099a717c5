/** One medicine's history, for the city and its facilities, out of the rows as they stand. */
import {
	buildHistory,
	type CityMonth,
	type ItemHistory
} from '../../../analytics/drugs/consumption-history.ts';
import type { ForecastStock } from '../../../domain/drug-forecast.ts';
import { addMonths, eachMonth } from '../../../domain/period.ts';
import { chooseUses } from '../../services/drug-counts.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readUseTallies, type ItemUse } from '../../store/drug-queries.ts';
import {
	readFacilityStock,
	readFacilityUse,
	type FacilityStock,
	type FacilityUse
} from '../../store/drug-history.ts';

export type ItemGround = {
	/** First days of the first and the last month. */
	from: string;
	to: string;
	/** First day of the month under way. */
	open: string;
	feedStart: string | null;
	isHeard: (facility: string, month: string) => boolean;
};

export type ItemFacts = ItemHistory & {
	stock: ReportedStock | null;
	stockOf: ReadonlyMap<string, ReportedStock>;
};
export type ReportedStock = Omit<ForecastStock, 'share'>;

const wholeCity = { item: null, ven: null, kecamatan: null, facility: null };
/** As on the drugs page: how old a report may be and still be summed, and after how long nobody waits for one. */
const recentMonths = 3;
const expectedMonths = 6;

export async function readItem(tx: Transaction, item: string, ground: ItemGround): Promise<ItemFacts> {
	const { from, to, open, feedStart, isHeard } = ground;
	const rows = await readFacilityUse(tx, item, { from, to });
	const tallies = await readUseTallies(tx, { items: [item], from, to }, null);
	const useOf = chooseUses({ filter: wholeCity, feedStart, uses: sumByMonth(item, rows), tallies });
	const cityIn = (month: string): CityMonth | null => {
		const figure = useOf(item, month);
		return figure && { value: figure.value, isTally: figure.kind === 'tally', isPartial: figure.isPartial };
	};
	const reports = await readFacilityStock(tx, item, { from: addMonths(open, -expectedMonths), to: open });
	const since = addMonths(open, -recentMonths);
	return {
		...buildHistory({ months: eachMonth(from, to), rows, feedStart, isHeard, cityIn }),
		stock: stockOfAll(reports, since),
		stockOf: new Map(
			reports.flatMap((report) => {
				const stock = stockOfAll([report], since);
				return stock ? [[report.facility, stock] as const] : [];
			})
		)
	};
}

/** Facilities' rows as the drugs page sums them. */
function sumByMonth(item: string, rows: readonly FacilityUse[]): ItemUse[] {
	const sums = new Map<string, ItemUse>();
	for (const { month, dispensed, own } of rows) {
		const sum = sums.get(month) ?? nothingIn(item, month);
		sum.dispensed += dispensed ?? 0;
		if (own !== null) {
			sum.replaced += dispensed ?? 0;
			sum.own += own;
			sum.ownCounts += 1;
		}
		sums.set(month, sum);
	}
	return [...sums.values()];
}

const nothingIn = (item: string, month: string): ItemUse => ({
	...{ item, month, dispensed: 0, replaced: 0, own: 0, ownCounts: 0 },
	...{ holdersUse: 0, holdersCounting: 0 }
});

function stockOfAll(reports: readonly FacilityStock[], since: string): ReportedStock | null {
	const recent = reports.filter(({ month }) => month >= since);
	const months = recent.map(({ month }) => month).sort();
	const [oldest, newest] = [months[0], months.at(-1)];
	if (oldest === undefined || newest === undefined) return null;
	return {
		...{ closing: recent.reduce((sum, { closing }) => sum + closing, 0), oldest, newest },
		...{ reported: recent.length, expected: reports.length }
	};
}
