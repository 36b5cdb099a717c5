import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.ts';

/**
 * What of a FHIR resource its partners will need, held until they come and for as long as they may change. Keys are keyed
 * digests, since the ids themselves may tell a person; the facts are sealed (AES-GCM) and hold neither name nor NIK.
 */
export const fhirResource = pgTable(
	'fhir_resource',
	{
		key: uuid('key').primaryKey(),
		/** Who sent it; ids are that sender's own. */
		party: text('party').notNull(),
		type: text('type').notNull(),
		/** The key this one is another name of; then there are no facts. */
		sameAs: uuid('same_as'),
		/** Null for another name, and once it expired. */
		facts: bytes('facts'),
		statedAt: instant('stated_at'),
		receivedAt: instant('received_at').notNull(),
		firstReceivedAt: instant('first_received_at').notNull(),
		version: integer('version').notNull(),
		/** How many events were made of it, the keyed digest of the last one's content and its time. */
		revision: integer('revision').notNull(),
		posted: uuid('posted'),
		postedAt: instant('posted_at'),
		/** The types of resource it still waits for, as words; null when it lacks nothing. */
		missing: text('missing')
	},
	(table) => [
		index('fhir_resource_waiting')
			.on(table.party, table.type)
			.where(sql`missing IS NOT NULL`),
		index('fhir_resource_passing')
			.on(table.receivedAt)
			.where(sql`type NOT IN ('Patient', 'Medication', 'Location')`)
	]
);

/** Who refers to whom, also where the other has not come yet; looked up against the arrow. */
export const fhirLink = pgTable(
	'fhir_link',
	{
		to: uuid('to_key').notNull(),
		role: text('role').notNull(),
		from: uuid('from_key').notNull()
	},
	(table) => [primaryKey({ columns: [table.to, table.role, table.from] })]
);
