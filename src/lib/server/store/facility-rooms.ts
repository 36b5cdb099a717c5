/** The rooms of one facility as they stand, for protocols that list them, change one or give one up. */
import type { BedWay } from '../../domain/bed-way.ts';
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

export type StandingRoom = {
	ward: string;
	way: BedWay;
	room: string;
	capacity: number | null;
	occupied: number | null;
	free: number;
	queue: number | null;
	reportedAt: Date | null;
	versionTime: Date;
	/** The id of the event that said so; of a room that a person corrected, the way's own last one. */
	versionId: string;
};

/** @param way only the rooms that were told this way; without it all. */
export function readRoomsOf(
	sql: Executor,
	facility: string,
	way: BedWay | null = null
): Promise<StandingRoom[]> {
	return (sql as Sql)<StandingRoom[]>`
		SELECT ward, way, room, capacity, occupied, free, queue, reported_at AS "reportedAt", version_time AS "versionTime",
			CASE WHEN version_id LIKE way || ':%' OR way NOT IN ('sirs', 'aplicares') THEN version_id ELSE coalesce((
				SELECT version_id FROM bed_report b
				WHERE b.facility = n.facility AND b.ward = n.ward AND b.way = n.way AND b.room = n.room
					AND b.version_id LIKE n.way || ':%' ORDER BY b.version_time DESC LIMIT 1), version_id) END AS "versionId"
		FROM bed_now n WHERE facility = ${facility} AND (${way}::text IS NULL OR way = ${way})
		ORDER BY ward, way, room`;
}
