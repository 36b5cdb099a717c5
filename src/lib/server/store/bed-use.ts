/** How hospitals' inpatient beds were used, month by month: measured from reports and stays, kept by day. */
import { inpatientWards } from '../../domain/bed-use.ts';
import { bedWays } from '../../domain/bed-way.ts';
import type { Transaction } from './bulk.ts';

export type BedUseRow = {
	facility: string;
	month: string;
	days: number;
	beds: number;
	occupied: number;
	covered: number;
	stays: number;
	stayDays: number;
};

/** As long as a report stands unless another follows: the same as in the curve. */
const carriedHours = 24;

/**
 * Every hospital with a bed report in the span. A report stands until the room's next one, at most a day; where several ways
 * tell one class, the one that covers most counts. Stays are the card holders' that ended in the span; one that ends on the
 * day it began counts as a day (Depkes RI 2005).
 */
export function measureUse(
	tx: Transaction,
	{ month, from, to }: { month: string; from: Date; to: Date }
): Promise<BedUseRow[]> {
	const seconds = (to.getTime() - from.getTime()) / 1000;
	const before = new Date(from.getTime() - (carriedHours + 1) * 3_600_000);
	return tx<BedUseRow[]>`
		WITH report AS (
			SELECT facility, ward, way, room, version_time AS at, occupied, capacity FROM bed_hour
			WHERE hour >= ${before} AND hour < ${to} AND occupied IS NOT NULL AND capacity > 0
				AND ward = ANY(${[...inpatientWards]}::text[])
		), stood AS (
			SELECT *, greatest(at, ${from}::timestamptz) AS since, least(
				lead(at) OVER (PARTITION BY facility, ward, way, room ORDER BY at),
				at + make_interval(hours => ${carriedHours}), ${to}::timestamptz) AS until
			FROM report
		), weighed AS (
			SELECT *, extract(epoch FROM until - since)::float8 AS seconds FROM stood WHERE until > since
		), room AS (
			SELECT facility, ward, way, room, sum(seconds) AS seconds,
				sum(seconds * capacity) / sum(seconds) AS beds, sum(seconds * occupied) / sum(seconds) AS occupied
			FROM weighed GROUP BY facility, ward, way, room
		), way AS (
			SELECT DISTINCT ON (facility, ward) facility, ward, way
			FROM (SELECT facility, ward, way, sum(seconds) AS seconds FROM room GROUP BY facility, ward, way) told
			ORDER BY facility, ward, seconds DESC, array_position(${[...bedWays]}::text[], way)
		), stay AS (
			SELECT facility, count(*)::int AS stays, sum(greatest(1,
				(discharged_at AT TIME ZONE 'Asia/Jakarta')::date - (arrived_at AT TIME ZONE 'Asia/Jakarta')::date))::int AS days
			FROM visit WHERE discharged_at >= ${from} AND discharged_at < ${to}
				AND service IN ('inpatient-3', 'icu', 'picu', 'nicu') AND posted_on IS NOT NULL AND reversed_on IS NULL
			GROUP BY facility
		)
		SELECT r.facility, ${month} AS month, ${seconds / 86_400}::float8 AS days, sum(r.beds)::float8 AS beds,
			sum(r.occupied)::float8 AS occupied, (sum(r.seconds) / (count(*) * ${seconds}::float8))::float8 AS covered,
			coalesce(max(s.stays), 0)::int AS stays, coalesce(max(s.days), 0)::int AS "stayDays"
		FROM room r JOIN way USING (facility, ward, way) LEFT JOIN stay s ON s.facility = r.facility
		GROUP BY r.facility ORDER BY r.facility`;
}

/** A second answer of the same day takes the first one's place. */
export async function keepUse(
	tx: Transaction,
	rows: readonly BedUseRow[],
	{ knownOn, computedAt }: { knownOn: string; computedAt: Date }
): Promise<void> {
	if (rows.length === 0) return;
	await tx`
		INSERT INTO bed_use (facility, month, known_on, computed_at, days, beds, occupied, covered, stays, stay_days)
		SELECT facility, month, ${knownOn}, ${computedAt}, days, beds, occupied, covered, stays, "stayDays"
		FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) AS given(facility text, month date, days float8,
			beds float8, occupied float8, covered float8, stays int, "stayDays" int)
		ON CONFLICT (facility, month, known_on) DO UPDATE SET computed_at = excluded.computed_at, days = excluded.days,
			beds = excluded.beds, occupied = excluded.occupied, covered = excluded.covered, stays = excluded.stays,
			stay_days = excluded.stay_days`;
}

/** The months that were measured already. */
export async function findMeasuredMonths(tx: Transaction): Promise<string[]> {
	const rows = await tx<{ month: string }[]>`SELECT DISTINCT month FROM bed_use ORDER BY month`;
	return rows.map(({ month }) => month);
}

export type KnownUseRow = BedUseRow & { computedAt: Date };

/** As last known of each month, or at the end of a past day, in order; of whichever hospitals the reader may see. */
export function readUse(
	tx: Transaction,
	{ from, facility, until = 'infinity' }: { from: string; facility: string | null; until?: string }
): Promise<KnownUseRow[]> {
	const whose = facility === null ? tx`` : tx`AND facility = ${facility}`;
	return tx<KnownUseRow[]>`
		SELECT DISTINCT ON (month, facility) facility, month, days, beds, occupied, covered, stays,
			stay_days AS "stayDays", computed_at AS "computedAt"
		FROM bed_use WHERE month >= ${from} AND known_on <= ${until}::date ${whose} ORDER BY month, facility, known_on DESC`;
}
