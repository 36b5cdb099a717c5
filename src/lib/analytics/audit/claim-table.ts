import { daysBetween, isDay } from '../../domain/period.ts';
import { AnalyticsError } from '../analytics-error.ts';
import { type ClaimRow } from './audit-rows.ts';
import { type CodeColumn, encodeTexts, readColumn, selectCodes } from './code-column.ts';

/** Claims that were checked once, with the columns that rules group by. Every rule takes one. */
export interface ClaimTable {
	readonly rows: readonly ClaimRow[];
	readonly person: CodeColumn;
	readonly facility: CodeColumn;
	readonly service: CodeColumn;
	/** ICD-10 at three characters; unknown where no diagnosis was sent. */
	readonly category: CodeColumn;
	readonly hospitalClass: CodeColumn;
	readonly tariff: CodeColumn;
	/** Days since 1970, the last one included. */
	readonly from: Float64Array;
	readonly to: Float64Array;
	readonly amountRupiah: Float64Array;
}

/**
 * Checks claims and prepares them for the rules of this folder.
 *
 * @param rows in their newest state, any order
 * @throws AnalyticsError with the claim's place: `not-a-number` or `negative` for its amount, `bad-shape` for
 * days that do not exist or stand in the wrong order. Cost: linear.
 */
export function readClaims(rows: readonly ClaimRow[]): ClaimTable {
	const dayOf = rememberDays();
	const amountRupiah = readColumn(rows, (row) => row.amountRupiah);
	const from = readColumn(rows, ({ serviceFrom }) => dayOf(serviceFrom));
	const to = readColumn(rows, ({ serviceTo }) => dayOf(serviceTo));
	amountRupiah.forEach((amount, index) => {
		if (!Number.isFinite(amount))
			throw new AnalyticsError('not-a-number', `The amount of claim ${index + 1} is not a number.`, index);
		if (amount < 0)
			throw new AnalyticsError('negative', `The amount of claim ${index + 1} is negative.`, index);
		const [first, last] = [from[index] as number, to[index] as number]; // one a row
		if (first === noDay || last === noDay || last < first)
			throw new AnalyticsError('bad-shape', `The service days of claim ${index + 1} cannot be.`, index);
	});
	return {
		rows,
		person: encodeTexts(rows, ({ personId }) => personId),
		facility: encodeTexts(rows, ({ facility }) => facility),
		service: encodeTexts(rows, ({ service }) => service),
		category: encodeTexts(rows, ({ diagnoses }) => diagnoses[0]?.slice(0, 3) ?? null),
		hospitalClass: encodeTexts(rows, ({ hospitalClass }) => hospitalClass ?? ''),
		tariff: encodeTexts(rows, ({ tariffCode }) => tariffCode),
		from,
		to,
		amountRupiah
	};
}

/**
 * The table of some of its claims: what `readClaims` would make of these rows, without reading a text again.
 *
 * @param places of the rows in the table, in the order that they are to have. Cost: linear.
 */
export function selectClaims(table: ClaimTable, places: Int32Array): ClaimTable {
	const figures = (column: Float64Array) => {
		const selected = new Float64Array(places.length);
		for (let row = 0; row < places.length; row++) selected[row] = column[places[row] as number] as number;
		return selected;
	};
	return {
		rows: Array.from(places, (place) => table.rows[place] as ClaimRow),
		person: selectCodes(table.person, places),
		facility: selectCodes(table.facility, places),
		service: selectCodes(table.service, places),
		category: selectCodes(table.category, places),
		hospitalClass: selectCodes(table.hospitalClass, places),
		tariff: selectCodes(table.tariff, places),
		from: figures(table.from),
		to: figures(table.to),
		amountRupiah: figures(table.amountRupiah)
	};
}

const noDay = -(2 ** 31);

function rememberDays(): (day: string) => number {
	const known = new Map<string, number>();
	return (day) => {
		const found = known.get(day);
		if (found !== undefined) return found;
		const number = isDay(day) ? daysBetween('1970-01-01', day) : noDay;
		known.set(day, number);
		return number;
	};
}

/** Days as a column to group by. */
export function dayColumn(days: Float64Array): CodeColumn {
	let [first, last] = [Infinity, -Infinity];
	for (const day of days) {
		first = Math.min(first, day);
		last = Math.max(last, day);
	}
	const codes = new Int32Array(days.length);
	days.forEach((day, place) => (codes[place] = day - first));
	return { codes, size: Math.max(0, last - first + 1) };
}
