import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, whole } from './columns.ts';

/**
 * The yearly evaluation as it stood when somebody froze it: lines are added, never changed or removed. Whatever is read out of
 * `contents` is held against `sha256` first.
 */
export const evaluation = pgTable(
	'evaluation',
	{
		number: integer('number').primaryKey(),
		year: integer('year').notNull(),
		/** The moment that the figures show. */
		asOf: instant('as_of').notNull(),
		frozenAt: instant('frozen_at').notNull(),
		/** Whoever was signed in. */
		who: text('who').notNull(),
		note: text('note').notNull(),
		/** Of the product that gathered it. */
		software: text('software').notNull(),
		/** Of `contents` in UTF-8, 64 hexadecimal digits. */
		sha256: text('sha256').notNull(),
		/** All that was frozen, these columns too, as JSON with its keys in order. */
		contents: text('contents').notNull(),
		/** The line of the trail that says so, with the same digest. */
		trailLine: whole('trail_line').notNull()
	},
	(table) => [index('evaluation_year').on(table.year, table.number)]
);
