import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/**
 * What each sender calls its columns, so that it is asked once. Of a heading only a keyed digest is kept: a sheet without a
 * heading row would else leave a person's line here.
 */
export const sheetColumn = pgTable(
	'sheet_column',
	{
		party: text('party').notNull(),
		kind: text('kind').notNull(),
		heading: text('heading').notNull(),
		/** Empty: looked at, and used for nothing. */
		field: text('field').notNull(),
		usedAt: instant('used_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.party, table.kind, table.heading] })]
);

/**
 * A row of a spreadsheet has no id and no time of its own. Under a keyed digest of what it is about stands a keyed digest
 * of what it said last, and since when: the same row again is the same event, a changed one is a newer one.
 */
export const sheetRow = pgTable('sheet_row', {
	key: uuid('key').primaryKey(),
	content: uuid('content').notNull(),
	saidAt: instant('said_at').notNull()
});
