import { bigint, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { day, instant } from './columns.ts';

/**
 * What heavy computing answered, one row a day and question, so that an old figure can be shown as it stood: a page with
 * `asOf` reads the newest row of that day or before.
 */
export const analysis = pgTable(
	'analysis',
	{
		kind: text('kind').notNull(),
		/** What it is about: a budget year. */
		subject: text('subject').notNull(),
		knownOn: day('known_on').notNull(),
		computedAt: instant('computed_at').notNull(),
		/** The newest commit it knew of. */
		change: bigint('change', { mode: 'number' }).notNull(),
		/** Of the method: another one answers differently from the same inputs. */
		version: integer('version').notNull(),
		inputs: jsonb('inputs').notNull(),
		result: jsonb('result').notNull()
	},
	(table) => [primaryKey({ columns: [table.kind, table.subject, table.knownOn] })]
);
