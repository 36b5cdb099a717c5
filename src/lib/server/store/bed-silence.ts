/** When each hospital last told of its beds, on which days it did, and who reminded it. */
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';

export type BedSpeaker = {
	code: string;
	name: string;
	kecamatan: string | null;
	demo: boolean;
	/** Null for a registered hospital that never reported a bed. */
	lastReportedAt: Date | null;
	/** Jakarta days with a report, in order. */
	days: string[];
	/** As last stated; null where no room states one. */
	beds: number | null;
};

/** How far back days of reporting are looked at. */
const habitDays = 60;

/** Every hospital that ever reported a bed, and the registered ones that never did: invented ones only in a demo. */
export function readBedSpeakers(
	tx: Transaction,
	{ now, demo }: { now: Date; demo: boolean }
): Promise<BedSpeaker[]> {
	const from = new Date(now.getTime() - habitDays * 86_400_000);
	return tx<BedSpeaker[]>`
		WITH told AS (
			SELECT facility, max(version_time) AS last, sum(capacity)::int AS beds FROM bed_now GROUP BY facility
		), habit AS (
			SELECT facility, array_agg(DISTINCT to_char(hour AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM-DD')) AS days
			FROM bed_hour WHERE hour >= ${from} GROUP BY facility
		)
		SELECT coalesce(t.facility, f.code) AS code, coalesce(f.name, t.facility) AS name, f.kecamatan,
			coalesce(f.demo, false) AS demo, t.last AS "lastReportedAt", coalesce(h.days, '{}') AS days, t.beds
		FROM told t FULL JOIN facility f ON f.code = t.facility LEFT JOIN habit h ON h.facility = t.facility
		WHERE t.facility IS NOT NULL OR (f.kind = 'hospital' AND f.demo = ${demo})
		ORDER BY name, code`;
}

export type ReminderRow = { facility: string; sentAt: Date; sentBy: string; way: 'webhook' | 'copy' };

/** The last reminder of each hospital that was ever reminded. */
export function readLastReminders(tx: Transaction): Promise<ReminderRow[]> {
	return tx<ReminderRow[]>`
		SELECT DISTINCT ON (facility) facility, sent_at AS "sentAt", sent_by AS "sentBy", way
		FROM bed_reminder ORDER BY facility, sent_at DESC, id`;
}

/** "INGA": two who remind at once follow each other. */
const reminderLock = 0x494e4741;

/** When this hospital was last reminded, and nobody else reminds until the transaction ends. */
export async function lockLastReminder(tx: Transaction, facility: string): Promise<Date | null> {
	await tx`SELECT pg_advisory_xact_lock(${reminderLock})`;
	const [row] = await (tx as unknown as Sql)<{ at: Date | null }[]>`
		SELECT max(sent_at) AS at FROM bed_reminder WHERE facility = ${facility}`;
	return row?.at ?? null;
}

export async function insertReminder(
	tx: Transaction,
	{ id, facility, sentAt, sentBy, way, lastReportAt }: ReminderRow & { id: string; lastReportAt: Date | null }
): Promise<void> {
	await tx`
		INSERT INTO bed_reminder (id, facility, sent_at, sent_by, way, last_report_at)
		VALUES (${id}, ${facility}, ${sentAt}, ${sentBy}, ${way}, ${lastReportAt})`;
}
