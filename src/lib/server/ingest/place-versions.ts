/**
 * Which version of each natural key stands. Versions are judged in the order in which they were learned, so that a
 * batch of history leaves the same trace as the same events sent one by one.
 */
import { jakartaDay } from '../../domain/period.ts';
import type { BedCell } from '../../protocol/live.ts';
import { sendInSlices, told, type Transaction } from '../store/bulk.ts';
import type { EffectLedger } from '../store/rollups.ts';
import * as store from '../store/versions.ts';
import type { BedVersion, Version, VersionTable } from '../store/versions.ts';
import type { TypedRow } from './rows.ts';

/** A room's newest state and when it was said. */
type PostedBed = { cell: BedCell; heardAt: Date };

type RowOf<T extends TypedRow['type']> = Extract<TypedRow, { type: T }>['row'];
type Standing<Row> = Promise<Map<string, Row>>;
type AllStanding = { [T in TypedRow['type']]: Standing<RowOf<T>> };

const rowsOf = <T extends TypedRow['type']>(typed: readonly TypedRow[], type: T) =>
	typed.flatMap((one) => (one.type === type ? [one.row as RowOf<T>] : []));

/** What stands under the natural keys of these rows. The look-ups are on their way when this returns. */
export function lookUpStanding(tx: Transaction, typed: readonly TypedRow[]): AllStanding {
	return {
		'id.denyut.visit.v1': lookUp(tx, store.visits, rowsOf(typed, 'id.denyut.visit.v1')),
		'id.denyut.claim.v1': lookUp(tx, store.claims, rowsOf(typed, 'id.denyut.claim.v1')),
		'id.denyut.member.v1': lookUp(tx, store.members, rowsOf(typed, 'id.denyut.member.v1')),
		'id.denyut.stock.v1': lookUp(tx, store.stocks, rowsOf(typed, 'id.denyut.stock.v1')),
		'id.denyut.tally.v1': lookUp(tx, store.tallies, rowsOf(typed, 'id.denyut.tally.v1')),
		'id.denyut.bed.v1': lookUp(tx, store.beds, rowsOf(typed, 'id.denyut.bed.v1'))
	};
}

function lookUp<Row extends Version>(tx: Transaction, table: VersionTable<Row>, rows: Row[]): Standing<Row> {
	const first = new Map(rows.map((row) => [table.keyOf(row), row]));
	const finding = table.findStanding(tx, [...first.values()]);
	return told(finding.then((found) => new Map(found.map((row) => [table.keyOf(row), row]))));
}

/**
 * Writes all rows and gathers their effects. Resolves when the statements are on their way, with the rooms whose newest
 * state changed; `written` settles when they are done.
 */
export async function placeVersions(
	tx: Transaction,
	typed: readonly TypedRow[],
	standing: AllStanding,
	ledger: EffectLedger
): Promise<{ beds: PostedBed[]; written: Promise<unknown> }> {
	const put = <T extends TypedRow['type']>(type: T, table: VersionTable<RowOf<T>>) =>
		place(tx, table, rowsOf(typed, type), standing[type], ledger);
	const placed = [
		await put('id.denyut.visit.v1', store.visits),
		await put('id.denyut.claim.v1', store.claims),
		await put('id.denyut.member.v1', store.members),
		await put('id.denyut.stock.v1', store.stocks),
		await put('id.denyut.tally.v1', store.tallies)
	];
	const beds = await put('id.denyut.bed.v1', store.beds);
	const newest = writeBeds(tx, beds.posted);
	const written = [...placed, beds, newest].map((one) => one.written);
	return { beds: newest.beds, written: told(Promise.all(written)) };
}

/** `posted`: the versions that were posted, reversed again or not, in the order in which they came to stand. */
async function place<Row extends Version>(
	tx: Transaction,
	table: VersionTable<Row>,
	rows: Row[],
	lookedUp: Standing<Row>,
	ledger: EffectLedger
): Promise<{ posted: Row[]; written: Promise<unknown> }> {
	const standing = await lookedUp;
	if (rows.length === 0) return { posted: [], written: Promise.resolve() };
	const keyed = rows.map((row) => ({ row, key: table.keyOf(row) }));
	const reversed: Keyed<Row>[] = [];
	const fresh = new Set<Row>();
	const posted: Row[] = [];
	const undone: Row[] = [];
	for (const { row, key } of inOrderOfLearning(keyed)) {
		const previous = standing.get(key);
		if (previous && !store.isNewer(row, previous)) continue;
		row.postedOn = laterDay(jakartaDay(row.learnedAt), previous?.postedOn ?? null);
		posted.push(row);
		if (previous) {
			previous.reversedOn = row.postedOn;
			if (fresh.has(previous)) undone.push(previous);
			else reversed.push({ row: previous, key });
		}
		fresh.add(row);
		standing.set(key, row);
	}
	const reversing = table.reverse(tx, sortedByKey(reversed));
	const inserting = await sendInSlices(sortedByKey(keyed), (slice) => table.insert(tx, slice));
	// The statements are on their way; effects are counted meanwhile.
	for (const row of posted) table.post(ledger, row, row.postedOn ?? '', 1);
	for (const row of [...undone, ...reversed.map(({ row }) => row)])
		table.post(ledger, row, row.reversedOn ?? '', -1);
	return { posted, written: told(Promise.all([reversing, inserting.done])) };
}

type Keyed<Row> = { row: Row; key: string };

/** Mostly all of one moment: then they stay as they are. */
function inOrderOfLearning<Row extends Version>(keyed: Keyed<Row>[]): Keyed<Row>[] {
	const first = keyed[0]?.row.learnedAt.getTime();
	if (keyed.every(({ row }) => row.learnedAt.getTime() === first)) return keyed;
	return [...keyed].sort((a, b) => a.row.learnedAt.getTime() - b.row.learnedAt.getTime());
}

/** What was learned after something cannot be undone before it. */
const laterDay = (a: string, b: string | null) => (b !== null && b > a ? b : a);

function sortedByKey<Row>(keyed: Keyed<Row>[]): Row[] {
	return [...keyed].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

function writeBeds(tx: Transaction, posted: BedVersion[]): { beds: PostedBed[]; written: Promise<unknown> } {
	const keyed = posted.map((row) => ({ row, key: store.beds.keyOf(row) }));
	const newest = sortedByKey([...new Map(keyed.map((one) => [one.key, one])).values()]);
	const hourKey = (row: BedVersion) =>
		`${Math.floor(row.versionTime.getTime() / 3_600_000)}\u0001${store.beds.keyOf(row)}`;
	const hours = new Map(posted.map((row) => [hourKey(row), row]));
	const sortedHours = [...hours.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
	const written = Promise.all([store.writeBedsNow(tx, newest), store.writeBedHours(tx, sortedHours)]);
	const beds = newest.map(
		({ facility, ward, way, room, capacity, occupied, free, queue, reportedAt, versionTime }) => ({
			cell: { facility, ward, way, room, capacity, occupied, free, queue, reportedAt },
			heardAt: versionTime
		})
	);
	return { beds, written: told(written) };
}
