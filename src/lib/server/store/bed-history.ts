/** What rooms reported over weeks, for what is learnt from it. */
import { countedRooms } from '../../domain/bed-freshness.ts';
import { readBedsNow } from './beds.ts';
import type { Transaction } from './bulk.ts';

export type RoomHistory = {
	ward: string;
	/** One an hour at most, ascending. */
	reports: { atMs: number; occupied: number; capacity: number }[];
};

type HistoryRow = {
	facility: string;
	ward: string;
	way: string;
	room: string;
	at: Date[];
	occupied: number[];
	capacity: number[];
};

const keyOf = ({ facility, ward, way, room }: Pick<HistoryRow, 'facility' | 'ward' | 'way' | 'room'>) =>
	[facility, ward, way, room].join('\u0001');

/**
 * The rooms that count now, each with its reports since then that state both beds and patients. A room whose class is told
 * by several ways is taken by the way whose turn it is now.
 */
export async function readRoomHistories(tx: Transaction, from: Date): Promise<RoomHistory[]> {
	const counted = new Set(countedRooms(await readBedsNow(tx)).map(keyOf));
	const rows = await tx<HistoryRow[]>`
		SELECT facility, ward, way, room, array_agg(version_time ORDER BY version_time) AS at,
			array_agg(occupied ORDER BY version_time) AS occupied, array_agg(capacity ORDER BY version_time) AS capacity
		FROM bed_hour WHERE hour >= ${from} AND occupied IS NOT NULL AND capacity > 0
		GROUP BY facility, ward, way, room ORDER BY ward, facility, way, room`;
	return rows
		.filter((row) => counted.has(keyOf(row)))
		.map(({ ward, at, occupied, capacity }) => ({
			ward,
			reports: at.map((time, index) => ({
				atMs: time.getTime(),
				occupied: occupied[index] ?? 0,
				capacity: capacity[index] ?? 0
			}))
		}));
}
