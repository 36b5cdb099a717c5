import { eachPeriod, type Grain, movePeriod, periodOf } from '../../domain/grain.ts';
import { addDays, daysBetween } from '../../domain/period.ts';
import { AnalyticsError } from '../analytics-error.ts';

/** One effect on a figure: when it happened, when it was learned, how much. A correction is a negative amount. */
export interface KnownAmount {
	/** Day of the service or of falling ill. */
	readonly occurred: string;
	/** Day on which it was learned; never before `occurred`. */
	readonly known: string;
	readonly amount: number;
}

export interface TriangleRequest {
	readonly rows: Iterable<KnownAmount>;
	/** Of origins and of lags. */
	readonly grain: Grain | 'day';
	/** First day of the first origin. */
	readonly from: string;
	/** What was known at the end of this day. A period that it does not finish is no cell yet. */
	readonly asOf: string;
	/** Columns; what comes later than the last is counted in it. As many as there are origins where left out. */
	readonly lags?: number;
}

export interface DevelopedTriangle {
	/** First day of each origin. */
	readonly origins: readonly string[];
	/** Origins × lags, what became known in each; `null` = not finished by `asOf`. */
	readonly increments: readonly (readonly (number | null)[])[];
	/** Known by `asOf` but in a period that is not finished: in no cell. */
	readonly unfinishedAmount: number;
}

/**
 * Arranges events by when they happened and how much later they were known: the reporting triangle that late claims,
 * late cases and late use are all corrected with.
 *
 * A finished cell without any event is 0, not a hole. Events of before `from`, and what was not known by `asOf`, are
 * left aside. Linear in the rows; their order changes nothing beyond rounding.
 *
 * @throws AnalyticsError `not-a-number` for an amount, `bad-shape` for something known before it happened (`index` = the
 * row), `bad-option` for no lags, `too-short` where `asOf` finishes no period. An invalid day throws the domain's
 * RangeError.
 */
export function developTriangle({
	rows,
	grain,
	from,
	asOf,
	lags: wanted
}: TriangleRequest): DevelopedTriangle {
	const origins = finishedPeriods(grain, from, asOf);
	if (origins.length === 0)
		throw new AnalyticsError('too-short', `No ${grain} from ${from} on is finished by ${asOf}.`);
	const lags = wanted ?? origins.length;
	if (!Number.isInteger(lags) || lags < 1)
		throw new AnalyticsError('bad-option', `A triangle cannot have ${lags} lags.`);
	const places = new Map(origins.map((origin, index) => [origin, index]));
	const first = origins[0] ?? from;
	const cells = origins.map((_, origin) =>
		Array.from({ length: lags }, (_, lag) => (origin + lag < origins.length ? 0 : null) as number | null)
	);
	let unfinishedAmount = 0;
	let index = 0;
	for (const row of rows) {
		checkRow(row, index++);
		if (row.known > asOf || row.occurred < first) continue;
		const origin = places.get(startOf(grain, row.occurred));
		const known = places.get(startOf(grain, row.known));
		if (origin === undefined || known === undefined) {
			unfinishedAmount += row.amount;
			continue;
		}
		const line = cells[origin] ?? [];
		const lag = Math.min(known - origin, lags - 1);
		line[lag] = (line[lag] ?? 0) + row.amount;
	}
	return { origins, increments: cells, unfinishedAmount };
}

function startOf(grain: Grain | 'day', day: string): string {
	return grain === 'day' ? day : periodOf(grain, day);
}

/** Every period from the one of `from` whose last day is no later than `asOf`. */
function finishedPeriods(grain: Grain | 'day', from: string, asOf: string): string[] {
	if (grain === 'day') {
		return Array.from({ length: Math.max(0, daysBetween(from, asOf) + 1) }, (_, index) =>
			addDays(from, index)
		);
	}
	return eachPeriod(grain, from, asOf).filter((period) => addDays(movePeriod(grain, period, 1), -1) <= asOf);
}

function checkRow({ occurred, known, amount }: KnownAmount, index: number): void {
	if (!Number.isFinite(amount))
		throw new AnalyticsError('not-a-number', `The amount of row ${index} is no number.`, index);
	if (known < occurred)
		throw new AnalyticsError('bad-shape', `Row ${index} was known before it happened.`, index);
}
