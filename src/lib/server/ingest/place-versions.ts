/**
 * Which version of each natural key stands. Versions are judged in the order in which they were learned, so that a
 * batch of history leaves the same trace as the same events sent one by one.
 */
import { jakartaDay } from '../../domain/period.ts';
import type { BedCell } from '../../protocol/live.ts';
import type { Transaction } from '../store/bulk.ts';
import type { EffectLedger } from '../store/rollups.ts';
import * as store from '../store/versions.ts';
import type { BedVersion, Version, VersionTable } from '../store/versions.ts';
import type { TypedRow } from './rows.ts';

/** A room's newest state and when it was said. */
type PostedBed = { cell: BedCell; heardAt: Date };

/** Writes all rows and gathers their effects. Returns the rooms whose newest state changed. */
export async function placeVersions(
	tx: Transaction,
	typed: readonly TypedRow[],
	ledger: EffectLedger
): Promise<PostedBed[]> {
	const of = <T extends TypedRow['type']>(type: T) =>
		typed.flatMap((one) => (one.type === type ? [one.row as RowOf<T>] : []));
	const [, , , , , posted] = await Promise.all([
		place(tx, store.visits, of('id.denyut.visit.v1'), ledger),
		place(tx, store.claims, of('id.denyut.claim.v1'), ledger),
		place(tx, store.members, of('id.denyut.member.v1'), ledger),
		place(tx, store.stocks, of('id.denyut.stock.v1'), ledger),
		place(tx, store.tallies, of('id.denyut.tally.v1'), ledger),
		place(tx, store.beds, of('id.denyut.bed.v1'), ledger)
	]);
	return writeBeds(tx, posted);
}

type RowOf<T extends TypedRow['type']> = Extract<TypedRow, { type: T }>['row'];

/** Returns the versions that were posted, reversed again or not, in the order in which they came to stand. */
async function place<Row extends Version>(
	tx: Transaction,
	table: VersionTable<Row>,
	rows: Row[],
	ledger: EffectLedger
): Promise<Row[]> {
	if (rows.length === 0) return [];
	const keyed = rows.map((row) => ({ row, key: table.keyOf(row) }));
	const first = new Map(keyed.map(({ row, key }) => [key, row]));
	const standing = new Map<string, Row>();
	for (const row of await table.findStanding(tx, [...first.values()])) standing.set(table.keyOf(row), row);
	const reversed: Keyed<Row>[] = [];
	const fresh = new Set<Row>();
	const posted: Row[] = [];
	const undone: Row[] = [];
	const ordered = inOrderOfLearning(keyed);
	for (const { row, key } of ordered) {
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
	const writing = Promise.all([
		table.reverse(tx, sortedByKey(reversed)),
		table.insert(tx, sortedByKey(keyed))
	]);
	// The statements are on their way; effects are counted meanwhile. A failure is told where it is awaited, below.
	writing.catch(() => undefined);
	await new Promise(setImmediate);
	for (const row of posted) table.post(ledger, row, row.postedOn ?? '', 1);
	for (const row of [...undone, ...reversed.map(({ row }) => row)])
		table.post(ledger, row, row.reversedOn ?? '', -1);
	await writing;
	return posted;
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

async function writeBeds(tx: Transaction, posted: BedVersion[]): Promise<PostedBed[]> {
	const keyed = posted.map((row) => ({ row, key: store.beds.keyOf(row) }));
	const newest = sortedByKey([...new Map(keyed.map((one) => [one.key, one])).values()]);
	const hourKey = (row: BedVersion) =>
		`${Math.floor(row.versionTime.getTime() / 3_600_000)}\u0001${store.beds.keyOf(row)}`;
	const hours = new Map(posted.map((row) => [hourKey(row), row]));
	const sortedHours = [...hours.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
	await Promise.all([store.writeBedsNow(tx, newest), store.writeBedHours(tx, sortedHours)]);
	return newest.map(({ facility, ward, room, capacity, occupied, free, queue, reportedAt, versionTime }) => ({
		cell: { facility, ward, room, capacity, occupied, free, queue, reportedAt },
		heardAt: versionTime
	}));
}
