/** Guarantee letters (SJP), what waits for Dinkes before it becomes one, and what people complain of. */
import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, day, instant, whole } from './columns.ts';

const asked = () => ({
	facility: text('facility').notNull(),
	/** The hospital's own name for this wish: sent again, it makes no second letter. */
	requestKey: text('request_key').notNull(),
	/** Of what was asked, to tell a repeated wish from another under the same name. */
	requestDigest: text('request_digest').notNull(),
	kind: text('kind').notNull(),
	/** Null for a newborn. */
	personId: uuid('person_id'),
	motherId: uuid('mother_id'),
	service: text('service').notNull(),
	referral: text('referral'),
	emergency: boolean('emergency')
});

/** Lines are added, never changed or removed. The signature is no column: it is made anew from the line whenever it is shown. */
export const guaranteeLetter = pgTable(
	'guarantee_letter',
	{
		number: text('number').primaryKey(),
		...asked(),
		ruleVersion: text('rule_version').notNull(),
		validFrom: day('valid_from').notNull(),
		validTo: day('valid_to').notNull(),
		issuedAt: instant('issued_at').notNull(),
		issuedBy: text('issued_by').notNull()
	},
	(table) => [
		uniqueIndex('guarantee_letter_request').on(table.facility, table.requestKey),
		index('guarantee_letter_facility').on(table.facility, table.issuedAt),
		index('guarantee_letter_issued').on(table.issuedAt),
		index('guarantee_letter_person').on(table.personId, table.issuedAt)
	]
);

/** A letter is cancelled once, by a line of its own. */
export const letterCancellation = pgTable('letter_cancellation', {
	number: text('number')
		.primaryKey()
		.references(() => guaranteeLetter.number),
	facility: text('facility').notNull(),
	at: instant('at').notNull(),
	cancelledOn: day('cancelled_on').notNull(),
	who: text('who').notNull(),
	role: text('role').notNull(),
	reason: text('reason').notNull()
});

/** A newborn without a NIK, or a poverty letter (SKTM): Dinkes decides, and then there is a letter or a reason why not. */
export const letterRequest = pgTable(
	'letter_request',
	{
		id: uuid('id').primaryKey(),
		...asked(),
		/** The day of the service that the letter is for; null where it is that of the asking. */
		serviceDay: day('service_day'),
		bornOn: day('born_on'),
		/** Number of the poverty letter. */
		sktm: text('sktm'),
		/** What the rules said when it was asked, or last asked again: outcome, reasons. */
		judged: jsonb('judged').notNull(),
		ruleVersion: text('rule_version'),
		requestedAt: instant('requested_at').notNull(),
		requestedBy: text('requested_by').notNull(),
		decidedAt: instant('decided_at'),
		decidedBy: text('decided_by'),
		/** `issued` or `refused`. */
		decision: text('decision'),
		note: text('note'),
		number: text('number').references(() => guaranteeLetter.number)
	},
	(table) => [
		uniqueIndex('letter_request_request').on(table.facility, table.requestKey),
		index('letter_request_open')
			.on(table.requestedAt)
			.where(sql`${table.decidedAt} IS NULL`)
	]
);

/** Told by anybody, without a name. */
export const complaint = pgTable(
	'complaint',
	{
		id: uuid('id').primaryKey(),
		/** Drawn at random: whoever holds it reads the answer. */
		receipt: text('receipt').notNull().unique(),
		facility: text('facility').notNull(),
		kind: text('kind').notNull(),
		happenedOn: day('happened_on').notNull(),
		story: text('story').notNull(),
		/** What was asked for beside the card. */
		chargedRupiah: whole('charged_rupiah'),
		/** Sealed with a key outside the database; removed with the answer. */
		contact: bytes('contact'),
		reportedAt: instant('reported_at').notNull(),
		dueOn: day('due_on').notNull(),
		answeredAt: instant('answered_at'),
		answeredBy: text('answered_by'),
		verdict: text('verdict'),
		answer: text('answer')
	},
	(table) => [
		index('complaint_facility').on(table.facility, table.reportedAt),
		index('complaint_open')
			.on(table.dueOn)
			.where(sql`${table.answeredAt} IS NULL`)
	]
);
