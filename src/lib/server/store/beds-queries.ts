/** What the bed pages read besides the rooms themselves: who reports, and how the last two days went. */
import { bedWays, handoverHours } from '../../domain/bed-way.ts';
import type { BedHospital } from '../../domain/bed-summary.ts';
import type { Transaction } from './bulk.ts';

type HospitalRow = Omit<BedHospital, 'location'> & { lon: number | null; lat: number | null };

/** Every facility that ever reported a bed by then. One that the register does not know goes by its code. */
export async function readBedHospitals(tx: Transaction, asOf: string | null): Promise<BedHospital[]> {
	const reported =
		asOf === null
			? tx`SELECT DISTINCT facility FROM bed_now`
			: tx`SELECT DISTINCT n.facility FROM bed_now n WHERE EXISTS (
					SELECT FROM bed_report b WHERE b.facility = n.facility AND b.ward = n.ward AND b.room = n.room
						AND b.posted_on <= ${asOf})`;
	const rows = await tx<HospitalRow[]>`
		SELECT r.facility AS code, coalesce(f.name, r.facility) AS name, f.kecamatan, f.lon, f.lat,
			coalesce(f.demo, false) AS demo
		FROM (${reported}) r LEFT JOIN facility f ON f.code = r.facility ORDER BY name, code`;
	return rows.map(({ lon, lat, ...row }) => ({
		...row,
		location: lon === null || lat === null ? null : ([lon, lat] as const)
	}));
}

export type CurveSelection = {
	/** Null: all ward classes. */
	ward: string | null;
	/** Null: the whole city. */
	kecamatan: string | null;
	/** The first and the last hour, both included. */
	from: Date;
	to: Date;
	asOf: string | null;
};

/** `occupied` and `capacity` are sums over the rooms that state both; null where none does. */
export type CurveHour = {
	hour: Date;
	hospitals: number;
	free: number;
	occupied: number | null;
	capacity: number | null;
};

/**
 * Whose turn it was at each hour, where several ways tell one class: what `domain/bed-way.ts` says of rooms, said of hours.
 * Classes of one way, nearly all, have no row here.
 */
const turns = (tx: Transaction) => tx`shared AS (
			SELECT facility, ward FROM report GROUP BY facility, ward HAVING min(way) <> max(way)
		), told AS (
			SELECT h.hour, c.facility, c.ward, c.way, coalesce(max(c.reported_at), '-infinity') AS newest
			FROM at_hour h JOIN carried c ON c.hour <= h.hour AND c.until > h.hour
			JOIN shared s ON s.facility = c.facility AND s.ward = c.ward
			WHERE c.capacity IS DISTINCT FROM 0 OR c.free > 0 OR c.occupied > 0
			GROUP BY h.hour, c.facility, c.ward, c.way
		), turn AS (
			SELECT DISTINCT ON (hour, facility, ward) hour, facility, ward, way
			FROM (SELECT *, max(newest) OVER (PARTITION BY hour, facility, ward) AS last FROM told) ranked
			WHERE newest >= last - make_interval(hours => ${handoverHours})
			ORDER BY hour, facility, ward, array_position(${[...bedWays]}::text[], way)
		)`;

/**
 * What stood at each hour's end: every room's last report, carried forward for at most a day. Hours in which nothing stood
 * have no row. A past day is read from the reports themselves, since an hour may have been written again afterwards.
 */
export function readBedCurve(tx: Transaction, selection: CurveSelection): Promise<CurveHour[]> {
	const { ward, kecamatan, from, to, asOf } = selection;
	const first = new Date(from.getTime() - 86_400_000);
	const end = new Date(to.getTime() + 3_600_000);
	const inWard = ward === null ? tx`` : tx`AND ward = ${ward}`;
	const inArea =
		kecamatan === null
			? tx``
			: tx`AND facility IN (SELECT code FROM facility WHERE kecamatan = ${kecamatan})`;
	const reports =
		asOf === null
			? tx`SELECT hour, facility, ward, way, room, capacity, occupied, free, reported_at FROM bed_hour
				WHERE hour > ${first} AND hour <= ${to} ${inWard} ${inArea}`
			: tx`SELECT DISTINCT ON (facility, ward, way, room, hour) date_trunc('hour', b.version_time) AS hour,
					known.facility, known.ward, known.way, known.room, b.capacity, b.occupied, b.free, b.reported_at
				FROM (SELECT facility, ward, way, room FROM bed_now WHERE true ${inWard} ${inArea}) known
				JOIN bed_report b ON b.facility = known.facility AND b.ward = known.ward AND b.way = known.way
					AND b.room = known.room
					AND b.version_time >= ${new Date(first.getTime() + 3_600_000)} AND b.version_time < ${end} AND b.posted_on <= ${asOf}
				ORDER BY facility, ward, way, room, hour, b.version_time DESC, b.version_id COLLATE "C" DESC, b.event_key DESC`;
	return tx<CurveHour[]>`
		WITH report AS (${reports}), carried AS (
			SELECT *, least(lead(hour) OVER (PARTITION BY facility, ward, way, room ORDER BY hour), hour + interval '24 hours') AS until
			FROM report
		), at_hour AS (
			SELECT * FROM generate_series(${from}::timestamptz, ${to}::timestamptz, interval '1 hour') AS h(hour)
		), ${turns(tx)}
		SELECT h.hour, count(DISTINCT c.facility)::int AS hospitals, sum(c.free)::int AS free,
			(sum(c.occupied) FILTER (WHERE c.capacity IS NOT NULL))::int AS occupied,
			(sum(c.capacity) FILTER (WHERE c.occupied IS NOT NULL))::int AS capacity
		FROM at_hour h JOIN carried c ON c.hour <= h.hour AND c.until > h.hour
		LEFT JOIN turn t ON t.hour = h.hour AND t.facility = c.facility AND t.ward = c.ward
		WHERE t.way IS NULL OR t.way = c.way
		GROUP BY h.hour ORDER BY h.hour`;
}
