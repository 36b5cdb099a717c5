/** What the claim desk writes: lines are added, never changed or removed. */
import {
	boolean,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { day, instant, whole } from './columns.ts';

/**
 * One move of one person with one claim, written in the transaction of the event that it makes: there is neither without
 * the other.
 */
export const claimDecision = pgTable(
	'claim_decision',
	{
		id: uuid('id').primaryKey(),
		facility: text('facility').notNull(),
		claimNo: text('claim_no').notNull(),
		/** The version that was seen, and that stood when the move was made. */
		seenKey: uuid('seen_key').notNull(),
		move: text('move').notNull(),
		who: text('who').notNull(),
		role: text('role').notNull(),
		at: instant('at').notNull(),
		reason: text('reason').notNull(),
		/** `[{item, fromRupiah, toRupiah}]` */
		corrections: jsonb('corrections').notNull(),
		fromRupiah: whole('from_rupiah').notNull(),
		toRupiah: whole('to_rupiah').notNull(),
		sampled: text('sampled'),
		batch: integer('batch')
	},
	(table) => [
		uniqueIndex('claim_decision_seen').on(table.facility, table.claimNo, table.seenKey),
		index('claim_decision_claim').on(table.facility, table.claimNo, table.at)
	]
);

/** One payment: its minutes (berita acara) are made from it. */
export const paymentBatch = pgTable('payment_batch', {
	number: integer('number').primaryKey(),
	paidAt: instant('paid_at').notNull(),
	paidOn: day('paid_on').notNull(),
	who: text('who').notNull(),
	claims: integer('claims').notNull(),
	amountRupiah: whole('amount_rupiah').notNull(),
	note: text('note').notNull(),
	demo: boolean('demo').notNull().default(false)
});

/** A claim is paid once: the key says so. */
export const claimPayment = pgTable(
	'claim_payment',
	{
		facility: text('facility').notNull(),
		claimNo: text('claim_no').notNull(),
		batch: integer('batch')
			.notNull()
			.references(() => paymentBatch.number),
		budgetYear: integer('budget_year').notNull(),
		amountRupiah: whole('amount_rupiah').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.facility, table.claimNo] }),
		index('claim_payment_batch').on(table.batch)
	]
);

/** Which claims are reviewed in full and how long a stage may take: the newest line holds, the older ones say what held. */
export const reviewRule = pgTable('review_rule', {
	number: integer('number').primaryKey(),
	at: instant('at').notNull(),
	who: text('who').notNull(),
	rules: jsonb('rules').notNull()
});

/** What the audit found of an open claim, in the version that it judged. Computed anew: no history. */
export const claimRisk = pgTable(
	'claim_risk',
	{
		facility: text('facility').notNull(),
		claimNo: text('claim_no').notNull(),
		eventKey: uuid('event_key').notNull(),
		/** `[{rule, atStakeRupiah, evidence, others}]` */
		findings: jsonb('findings').notNull(),
		atStakeRupiah: whole('at_stake_rupiah').notNull(),
		computedAt: instant('computed_at').notNull(),
		/** Of the method. */
		version: integer('version').notNull()
	},
	(table) => [primaryKey({ columns: [table.facility, table.claimNo] })]
);
