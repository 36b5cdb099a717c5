/**
 * Rooms as they stand. A room whose last report lies more than thirty days before the city's newest is history and no
 * bed that anybody could lie in: it is left out here, so that every page and the live totals leave out the same.
 */
import { forgottenAfterDays } from '../../domain/bed-freshness.ts';
import type { BedCell } from '../../protocol/live.ts';
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

type BedRow = Omit<BedCell, 'reportedAt'> & { reportedAt: Date | null };
const cellOf = (row: BedRow): BedCell => ({ ...row, reportedAt: row.reportedAt?.toISOString() ?? null });

/** The newest report of each room. */
export async function readBedsNow(sql: Executor): Promise<BedCell[]> {
	const rows = await (sql as Sql)<BedRow[]>`
		SELECT facility, ward, way, room, capacity, occupied, free, queue, reported_at AS "reportedAt"
		FROM bed_now WHERE version_time > (SELECT max(version_time) FROM bed_now) - make_interval(days => ${forgottenAfterDays})
		ORDER BY facility, ward, way, room`;
	return rows.map(cellOf);
}

/** What stood at the end of a day: the version posted by then and not yet reversed. */
export async function readBedsAsOf(sql: Executor, day: string): Promise<BedCell[]> {
	const rows = await (sql as Sql)<BedRow[]>`
		WITH standing AS (
			SELECT known.facility, known.ward, known.way, known.room, r.*, max(r.version_time) OVER () AS newest
			FROM bed_now known CROSS JOIN LATERAL (
				SELECT capacity, occupied, free, queue, reported_at, version_time FROM bed_report b
				WHERE b.facility = known.facility AND b.ward = known.ward AND b.way = known.way AND b.room = known.room
					AND b.posted_on <= ${day} AND (b.reversed_on IS NULL OR b.reversed_on > ${day})
				ORDER BY b.version_time DESC, b.event_key DESC LIMIT 1
			) r
		)
		SELECT facility, ward, way, room, capacity, occupied, free, queue, reported_at AS "reportedAt"
		FROM standing WHERE version_time > newest - make_interval(days => ${forgottenAfterDays})
		ORDER BY facility, ward, way, room`;
	return rows.map(cellOf);
}
