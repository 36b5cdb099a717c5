import { adjustConsumption, type AdjustedMonth } from './adjusted-consumption.ts';

/** What is known of one facility and month of an item. */
export interface FacilityMonth {
	readonly facility: string;
	/** First day of the month. */
	readonly month: string;
	/** Units given in visits; null where none were. */
	readonly dispensed: number | null;
	/** Units by its own count (LPLPO report, else tally), which replaces the visits'. */
	readonly own: number | null;
	/** Days without stock; null where nobody says. */
	readonly stockoutDays: number | null;
}

/** The city's figure of a month on its one basis. */
export interface CityMonth {
	readonly value: number;
	/** A count of the whole city, which knows no facilities. */
	readonly isTally: boolean;
	/** Visits do not cover the month, so facilities may be missing. */
	readonly isPartial: boolean;
}

export interface HistoryInput {
	/** First days of complete months, ascending, without a gap. */
	readonly months: readonly string[];
	readonly rows: readonly FacilityMonth[];
	/** First day from which visits come steadily; null where none do. */
	readonly feedStart: string | null;
	/** Whether a facility sent any visit of a month: without an item that is a nought, without visits it is silence. */
	readonly isHeard: (facility: string, month: string) => boolean;
	readonly cityIn: (month: string) => CityMonth | null;
}

export interface HistoryMonth {
	/** First day. */
	readonly month: string;
	readonly raw: number | null;
	readonly adjusted: number | null;
	readonly stockedOut: boolean;
}

export interface PlaceHistory {
	/** From the first known month on. */
	readonly months: readonly HistoryMonth[];
	/** What a forecast rests on: null for months that cannot be said, as long as `months`. */
	readonly values: readonly (number | null)[];
}

export interface ItemHistory {
	readonly city: PlaceHistory;
	readonly facilities: readonly (PlaceHistory & { readonly facility: string })[];
}

/** A facility that told nothing for so long is expected to use nothing. */
const silentMonths = 6;

/**
 * Use of one item month by month, for the city and its facilities, raw and as it would have been with full shelves.
 *
 * A facility's month is its own count, else what its visits were given, else 0 where it sent visits without the item and
 * never counts itself, else unknown. The city's month is the sum of the facilities' adjusted use where visits cover the
 * month (or no visits are fed at all), the count of the whole city where one stands, and unknown where only some
 * facilities can have told. Facilities are as `adjustConsumption` has them.
 *
 * @returns facilities in order of their code, those silent for half a year left out; months before the first known one
 * are cut off. `city.values` may be all null. Cost: linear in months × facilities
 */
export function buildHistory(input: HistoryInput): ItemHistory {
	const byFacility = new Map<string, FacilityMonth[]>();
	for (const row of input.rows) byFacility.set(row.facility, [...(byFacility.get(row.facility) ?? []), row]);
	const all = [...byFacility]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([facility, rows]) => {
			return { facility, ...historyOf(facility, rows, input) };
		});
	return {
		city: cityHistory(input, all),
		facilities: all.filter(({ values }) => values.slice(-silentMonths).some((value) => value !== null))
	};
}

function historyOf(facility: string, rows: readonly FacilityMonth[], input: HistoryInput): PlaceHistory {
	const byMonth = new Map(rows.map((row) => [row.month, row]));
	const countsItself = rows.some(({ own }) => own !== null);
	const useIn = (month: string): number | null => {
		const row = byMonth.get(month);
		if (row?.own != null) return row.own;
		if (input.feedStart === null || input.feedStart > month) return null;
		if (row?.dispensed != null) return row.dispensed;
		return !countsItself && input.isHeard(facility, month) ? 0 : null;
	};
	const first = input.months.findIndex((month) => useIn(month) !== null);
	const months = first === -1 ? [] : input.months.slice(first);
	const adjusted = adjustConsumption(
		months.map((month) => {
			const used = useIn(month);
			if (used === null) return null;
			const [told, days] = [byMonth.get(month)?.stockoutDays ?? null, daysOf(month)];
			// A report may count a shelf's last day twice; longer than the month it cannot have been.
			return { used, days, stockoutDays: told === null ? null : Math.min(told, days) };
		})
	);
	return {
		months: months.map((month, i) => ({
			month,
			raw: adjusted.months[i]?.raw ?? null,
			adjusted: adjusted.months[i]?.adjusted ?? null,
			stockedOut: (byMonth.get(month)?.stockoutDays ?? 0) > 0
		})),
		values: adjusted.months.map(({ inStock }: AdjustedMonth) => inStock)
	};
}

function cityHistory(
	{ months, cityIn, feedStart }: HistoryInput,
	facilities: readonly PlaceHistory[]
): PlaceHistory {
	const told = new Map<string, { adjusted: number; stockedOut: boolean }>();
	for (const { months: own } of facilities) {
		for (const { month, adjusted, stockedOut } of own) {
			const sum = told.get(month) ?? { adjusted: 0, stockedOut: false };
			told.set(month, {
				adjusted: sum.adjusted + (adjusted ?? 0),
				stockedOut: sum.stockedOut || stockedOut
			});
		}
	}
	const all = months.map((month): HistoryMonth => {
		const figure = cityIn(month);
		if (figure === null) return { month, raw: null, adjusted: null, stockedOut: false };
		const { value, isTally, isPartial } = figure;
		if (isTally) return { month, raw: value, adjusted: value, stockedOut: false };
		const sum = told.get(month) ?? { adjusted: value, stockedOut: false };
		const isUnknown = isPartial && feedStart !== null;
		return { month, raw: value, adjusted: isUnknown ? null : sum.adjusted, stockedOut: sum.stockedOut };
	});
	const first = all.findIndex(({ raw }) => raw !== null);
	const known = first === -1 ? [] : all.slice(first);
	return { months: known, values: known.map(({ adjusted }) => adjusted) };
}

/** Days of a month given by its first day. */
function daysOf(month: string): number {
	return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}
