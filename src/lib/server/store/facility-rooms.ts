/** The rooms of one facility as they stand, for protocols that list them, change one or give one up. */
import type { Sql } from './connect.ts';

export type StandingRoom = {
	ward: string;
	room: string;
	capacity: number | null;
	occupied: number | null;
	free: number;
	queue: number | null;
	reportedAt: Date | null;
	versionTime: Date;
	/** The id of the event that said so. */
	versionId: string;
};

export function readRoomsOf(sql: Sql, facility: string): Promise<StandingRoom[]> {
	return sql<StandingRoom[]>`
		SELECT ward, room, capacity, occupied, free, queue, reported_at AS "reportedAt", version_time AS "versionTime",
			version_id AS "versionId"
		FROM bed_now WHERE facility = ${facility} ORDER BY ward, room`;
}
