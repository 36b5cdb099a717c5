/** What every page's service stands on. */
import type { Facility } from '../../domain/facility.ts';
import { endOfJakartaDay, isDay, jakartaDay } from '../../domain/period.ts';
import type { Party } from '../../domain/role.ts';
import type { BatchAnswer } from '../../protocol/events.ts';
import type { Locale } from '../../protocol/refusals.ts';
import type { Snapshot } from '../../protocol/views/snapshot.ts';
import type { Transaction } from '../store/bulk.ts';
import type { Sql } from '../store/connect.ts';
import { inSnapshot } from '../store/snapshot.ts';
import type { SheetPort } from './uploads.ts';

export type ServiceContext = {
	sql: Sql;
	clock: () => Date;
	/** Simulated data are shown: every page and every figure's evidence says so. */
	demo: boolean;
	facilities: { find: (code: string) => Facility | undefined; all: () => Facility[] };
	/** The newest commit this process knows of: a view made at it need not be made again. */
	lastChange: () => number;
	/**
	 * Sends a corrected event through the one way in, in the name of its first sender. One that is refused again leaves
	 * everything as it was; the answer says why in the reader's language.
	 */
	resubmit: (
		sender: { party: Party; facility: string | null },
		event: unknown,
		replaces: string,
		locale: Locale
	) => Promise<BatchAnswer>;
	unseal: (sealed: Uint8Array) => unknown;
	/** Holds uploaded spreadsheets while they are checked and sent. */
	sheets: SheetPort;
	/** Logs what went wrong here; whoever asked is told to try again. */
	onFault: (error: unknown) => void;
};

/** The moment a page shows: now, or the end of a past day. */
export type Moment = {
	/** Ages are counted to here. */
	now: Date;
	/** Asia/Jakarta day of `now`. */
	today: string;
	/** Null when the page shows the present. */
	asOf: string | null;
};

export class InvalidFilter extends Error {
	/** Told by its name: SvelteKit's bundle has a class of its own, so `instanceof` would not know this one there. */
	override readonly name = 'InvalidFilter';

	constructor(
		readonly field: string,
		readonly value: string
	) {
		super(`invalid ${field}: ${value}`);
	}
}

/** @throws InvalidFilter when it is no day. Today and later days are the present. */
export function momentOf(asOf: string | null, clock: () => Date): Moment {
	const now = clock();
	const today = jakartaDay(now);
	if (asOf !== null && !isDay(asOf)) throw new InvalidFilter('asOf', asOf);
	if (asOf === null || asOf >= today) return { now, today, asOf: null };
	return { now: new Date(endOfJakartaDay(asOf).getTime() - 1), today: asOf, asOf };
}

/** Reads a view at one change number, with what tells the page where it stands. */
export function readView<T>(
	context: ServiceContext,
	moment: Moment,
	read: (tx: Transaction) => Promise<T>
): Promise<T & { snapshot: Snapshot }> {
	return inSnapshot(context.sql, async (tx, change) => ({
		...(await read(tx)),
		snapshot: { change, now: moment.now.toISOString(), asOf: moment.asOf, demo: context.demo }
	}));
}
