import type { ComplaintKind, ComplaintVerdict } from '../../../domain/complaint.ts';
import type { Executor } from '../bulk.ts';
import type { Sql } from '../connect.ts';

export type NewComplaint = {
	id: string;
	receipt: string;
	facility: string;
	kind: ComplaintKind;
	happenedOn: string;
	story: string;
	chargedRupiah: number | null;
	contact: Uint8Array | null;
	reportedAt: Date;
	dueOn: string;
};
export type ComplaintRow = Omit<NewComplaint, 'contact' | 'receipt'> & {
	hasContact: boolean;
	answeredAt: Date | null;
	verdict: ComplaintVerdict | null;
	answer: string | null;
};

const complaintColumns = (sql: Sql) => sql`
	id, facility, kind, happened_on AS "happenedOn", story, charged_rupiah AS "chargedRupiah",
	contact IS NOT NULL AS "hasContact", reported_at AS "reportedAt", due_on AS "dueOn",
	answered_at AS "answeredAt", verdict, answer`;

export async function insertComplaint(on: Executor, one: NewComplaint): Promise<void> {
	const contact = one.contact === null ? null : Buffer.from(one.contact);
	await (on as Sql)`
		INSERT INTO complaint (id, receipt, facility, kind, happened_on, story, charged_rupiah, contact, reported_at, due_on)
		VALUES (${one.id}, ${one.receipt}, ${one.facility}, ${one.kind}, ${one.happenedOn}, ${one.story},
			${one.chargedRupiah}, ${contact}, ${one.reportedAt}, ${one.dueOn})`;
}

export async function findByReceipt(on: Executor, receipt: string): Promise<ComplaintRow | undefined> {
	const sql = on as Sql;
	const [row] = await sql<
		ComplaintRow[]
	>`SELECT ${complaintColumns(sql)} FROM complaint WHERE receipt = ${receipt}`;
	return row;
}

/** Open ones by their day of answer, then the newest answered. */
export function readComplaints(on: Executor, limit: number): Promise<ComplaintRow[]> {
	const sql = on as Sql;
	return sql<ComplaintRow[]>`
		SELECT ${complaintColumns(sql)} FROM complaint
		ORDER BY answered_at DESC NULLS FIRST, due_on, reported_at LIMIT ${limit}`;
}

export type FacilityComplaints = { facility: string; told: number; open: number; upheld: number };

/** Told on this day or later. */
export function countComplaints(on: Executor, since: Date): Promise<FacilityComplaints[]> {
	return (on as Sql)<FacilityComplaints[]>`
		SELECT facility, count(*)::int AS told, count(*) FILTER (WHERE answered_at IS NULL)::int AS open,
			count(*) FILTER (WHERE verdict = 'upheld')::int AS upheld
		FROM complaint WHERE reported_at >= ${since} GROUP BY facility ORDER BY told DESC, facility`;
}

export type AnswerRecord = { open: number; late: number; inTime: number; answered: number };

export async function readAnswerRecord(on: Executor, since: Date, today: string): Promise<AnswerRecord> {
	const [row] = await (on as Sql)<AnswerRecord[]>`
		SELECT count(*) FILTER (WHERE answered_at IS NULL)::int AS open,
			count(*) FILTER (WHERE answered_at IS NULL AND due_on < ${today}::date)::int AS late,
			count(*) FILTER (WHERE answered_at >= ${since}
				AND (answered_at AT TIME ZONE 'Asia/Jakarta')::date <= due_on)::int AS "inTime",
			count(*) FILTER (WHERE answered_at >= ${since})::int AS answered
		FROM complaint WHERE answered_at IS NULL OR answered_at >= ${since}`;
	return row ?? { open: 0, late: 0, inTime: 0, answered: 0 };
}

export async function findContact(on: Executor, id: string): Promise<Uint8Array | null> {
	const [row] = await (on as Sql)<
		{ contact: Uint8Array | null }[]
	>`SELECT contact FROM complaint WHERE id = ${id}`;
	return row?.contact ?? null;
}

/** The contact goes with the answer. @returns false where it was answered before, or never told. */
export async function answerComplaint(
	on: Executor,
	id: string,
	one: { at: Date; who: string; verdict: ComplaintVerdict; answer: string }
): Promise<boolean> {
	const done = await (on as Sql)`
		UPDATE complaint SET answered_at = ${one.at}, answered_by = ${one.who}, verdict = ${one.verdict},
			answer = ${one.answer}, contact = NULL WHERE id = ${id} AND answered_at IS NULL`;
	return done.count === 1;
}
