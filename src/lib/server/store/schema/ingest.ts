import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, day, instant, whole } from './columns.ts';

/**
 * One row for each idempotency key ever taken, kept for good. Hash-partitioned by the migration, which Drizzle
 * cannot express: see drizzle/0000.
 */
export const eventLedger = pgTable(
	'event_ledger',
	{
		/** First 16 bytes of SHA-256 over party, source and id. */
		eventKey: uuid('event_key').notNull(),
		/** First 16 bytes of SHA-256 over the content with `person_id` in the NIK's place. */
		digest: uuid('digest').notNull()
	},
	(table) => [primaryKey({ columns: [table.eventKey] })]
);

/** Events that could not be used, with the reason; what was sent is held encrypted for thirty days. */
export const quarantine = pgTable(
	'quarantine',
	{
		id: uuid('id').primaryKey().defaultRandom(),
		/** Tells a repeated sending of the same unusable thing. */
		digest: uuid('digest').notNull(),
		party: text('party').notNull(),
		facility: text('facility'),
		source: text('source').notNull(),
		eventId: text('event_id'),
		eventType: text('event_type'),
		code: text('code').notNull(),
		field: text('field'),
		/** Fills the sentence; where bytes could not be parsed, their length and position. */
		detail: jsonb('detail').notNull(),
		/** AES-256-GCM of the schema fields: nonce, tag, ciphertext. */
		payload: bytes('payload'),
		receivedAt: instant('received_at').notNull(),
		lastReceivedAt: instant('last_received_at').notNull(),
		times: integer('times').notNull().default(1),
		resolvedAt: instant('resolved_at'),
		resolution: text('resolution')
	},
	(table) => [
		uniqueIndex('quarantine_digest')
			.on(table.digest)
			.where(sql`resolved_at IS NULL`),
		index('quarantine_received').on(table.receivedAt)
	]
);

/** What each source sent on each day. Delays run from the event's time to when we learned it. */
export const sourceDay = pgTable(
	'source_day',
	{
		/** The facility that spoke for itself, or the party where it is none. */
		reporter: text('reporter').notNull(),
		source: text('source').notNull(),
		day: day('day').notNull(),
		accepted: whole('accepted').notNull().default(0),
		duplicate: whole('duplicate').notNull().default(0),
		quarantined: whole('quarantined').notNull().default(0),
		within1h: whole('within_1h').notNull().default(0),
		within6h: whole('within_6h').notNull().default(0),
		within24h: whole('within_24h').notNull().default(0),
		within7d: whole('within_7d').notNull().default(0),
		later: whole('later').notNull().default(0),
		lastSeenAt: instant('last_seen_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.reporter, table.source, table.day] }),
		index('source_day_day').on(table.day)
	]
);
