import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** How many persons each viewer asked for in an hour and in a day: counted before the answer, here and not in a process. */
export const personLookup = pgTable(
	'person_lookup',
	{
		viewer: text('viewer').notNull(),
		/** `hour` or `day`. */
		span: text('span').notNull(),
		startedAt: instant('started_at').notNull(),
		count: integer('count').notNull()
	},
	(table) => [primaryKey({ columns: [table.viewer, table.span, table.startedAt] })]
);
