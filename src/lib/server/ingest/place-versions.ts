/**
 * Which version of each natural key stands. Versions are judged in the order in which they were learned, so that a
 * batch of history leaves the same trace as the same events sent one by one.
 */
import type { DenyutEvent, EventOf } from '../../protocol/events.ts';
import { jakartaDay } from '../../domain/period.ts';
import type { BedCell } from '../../protocol/live.ts';
import type { Transaction } from '../store/bulk.ts';
import type { EffectLedger } from '../store/rollups.ts';
import * as store from '../store/versions.ts';
import type { BedVersion, Version, VersionTable } from '../store/versions.ts';
import { bedRow, claimRow, memberRow, stockRow, tallyRow, visitRow, type Placed } from './rows.ts';

/** Writes all rows and gathers their effects. Returns the rooms whose newest state changed. */
export async function placeVersions(
	tx: Transaction,
	placed: readonly Placed<DenyutEvent>[],
	ledger: EffectLedger
): Promise<BedCell[]> {
	const of = <T extends DenyutEvent['type']>(type: T) =>
		placed.filter((one): one is Placed<EventOf<T>> => one.event.type === type);
	const bedRows = of('id.denyut.bed.v1').map(bedRow);
	const [, , , , , posted] = await Promise.all([
		place(tx, store.visits, of('id.denyut.visit.v1').map(visitRow), ledger),
		place(tx, store.claims, of('id.denyut.claim.v1').map(claimRow), ledger),
		place(tx, store.members, of('id.denyut.member.v1').map(memberRow), ledger),
		place(tx, store.stocks, of('id.denyut.stock.v1').map(stockRow), ledger),
		place(tx, store.tallies, of('id.denyut.tally.v1').map(tallyRow), ledger),
		place(tx, store.beds, bedRows, ledger)
	]);
	return writeBeds(tx, posted);
}

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
	const ordered = inOrderOfLearning(keyed);
	for (const { row, key } of ordered) {
		const previous = standing.get(key);
		if (previous && !store.isNewer(row, previous)) continue;
		row.postedOn = laterDay(jakartaDay(row.learnedAt), previous?.postedOn ?? null);
		table.post(ledger, row, row.postedOn, 1);
		if (previous) {
			previous.reversedOn = row.postedOn;
			table.post(ledger, previous, row.postedOn, -1);
			if (!fresh.has(previous)) reversed.push({ row: previous, key });
		}
		fresh.add(row);
		standing.set(key, row);
	}
	await Promise.all([table.reverse(tx, sortedByKey(reversed)), table.insert(tx, sortedByKey(keyed))]);
	return ordered.map(({ row }) => row).filter((row) => row.postedOn !== null);
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

async function writeBeds(tx: Transaction, posted: BedVersion[]): Promise<BedCell[]> {
	const keyed = posted.map((row) => ({ row, key: store.beds.keyOf(row) }));
	const newest = sortedByKey([...new Map(keyed.map((one) => [one.key, one])).values()]);
	const hourKey = (row: BedVersion) =>
		`${Math.floor(row.versionTime.getTime() / 3_600_000)}\u0001${store.beds.keyOf(row)}`;
	const hours = new Map(posted.map((row) => [hourKey(row), row]));
	const sortedHours = [...hours.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
	await Promise.all([store.writeBedsNow(tx, newest), store.writeBedHours(tx, sortedHours)]);
	return newest.map(({ facility, ward, room, capacity, occupied, free, queue, reportedAt }) => ({
		facility,
		ward,
		room,
		capacity,
		occupied,
		free,
		queue,
		reportedAt
	}));
}
