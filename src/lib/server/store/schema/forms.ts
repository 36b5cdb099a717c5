/** Forms that made something: sent again, they make nothing more. */
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

export const formSent = pgTable(
	'form_sent',
	{
		/** Who sent it, as the trail names them. */
		who: text('who').notNull(),
		/** Stands in the form, drawn anew with each page. */
		token: text('token').notNull(),
		at: instant('at').notNull()
	},
	(table) => [primaryKey({ columns: [table.who, table.token] }), index('form_sent_at').on(table.at)]
);
