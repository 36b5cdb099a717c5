import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant, whole } from './columns.ts';

/**
 * Who did what, when and why, each line sealed with a key that the database does not hold and chained to the line before.
 * Triggers refuse every change and every line that does not follow the last. Lines up to nought were carried over from before
 * the chain; line 1 seals them.
 */
export const trail = pgTable(
	'trail',
	{
		number: whole('number').primaryKey(),
		at: instant('at').notNull(),
		viewer: text('viewer').notNull(),
		role: text('role').notNull(),
		facility: text('facility'),
		session: text('session'),
		apiKey: text('api_key'),
		address: text('address'),
		action: text('action').notNull(),
		what: text('what').notNull(),
		rows: jsonb('rows').notNull(),
		filter: jsonb('filter').notNull(),
		/** How many rows were shown, also where `rows` does not name them all. */
		rowCount: integer('row_count'),
		reason: text('reason'),
		previous: bytes('previous'),
		mac: bytes('mac'),
		keyId: text('key_id').notNull()
	},
	(table) => [
		index('trail_viewer').on(table.viewer, table.at),
		index('trail_at').on(table.at),
		check('trail_sealed', sql`number <= 0 OR coalesce(length(mac) = 32 AND length(previous) = 32, false)`)
	]
);

/** One row: the last line, kept by the trigger that lets a line in. Nobody writes to it. */
export const trailHead = pgTable('trail_head', {
	one: boolean('one').primaryKey(),
	number: whole('number').notNull(),
	mac: bytes('mac'),
	keyId: text('key_id')
});
