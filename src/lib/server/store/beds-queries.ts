/** What the bed pages read besides the rooms themselves: who reports, and how the last two days went. */
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
			? tx`SELECT hour, facility, ward, room, capacity, occupied, free FROM bed_hour
				WHERE hour > ${first} AND hour <= ${to} ${inWard} ${inArea}`
			: tx`SELECT DISTINCT ON (facility, ward, room, hour) date_trunc('hour', b.version_time) AS hour,
					known.facility, known.ward, known.room, b.capacity, b.occupied, b.free
				FROM (SELECT facility, ward, room FROM bed_now WHERE true ${inWard} ${inArea}) known
				JOIN bed_report b ON b.facility = known.facility AND b.ward = known.ward AND b.room = known.room
					AND b.version_time >= ${new Date(first.getTime() + 3_600_000)} AND b.version_time < ${end} AND b.posted_on <= ${asOf}
				ORDER BY facility, ward, room, hour, b.version_time DESC, b.version_id COLLATE "C" DESC, b.event_key DESC`;
	return tx<CurveHour[]>`
		WITH report AS (${reports}), carried AS (
			SELECT *, least(lead(hour) OVER (PARTITION BY facility, ward, room ORDER BY hour), hour + interval '24 hours') AS until
			FROM report
		)
		SELECT h.hour, count(DISTINCT c.facility)::int AS hospitals, sum(c.free)::int AS free,
			(sum(c.occupied) FILTER (WHERE c.capacity IS NOT NULL))::int AS occupied,
			(sum(c.capacity) FILTER (WHERE c.occupied IS NOT NULL))::int AS capacity
		FROM generate_series(${from}::timestamptz, ${to}::timestamptz, interval '1 hour') AS h(hour)
		JOIN carried c ON c.hour <= h.hour AND c.until > h.hour
		GROUP BY h.hour ORDER BY h.hour`;
}
