import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** That somebody reminded a hospital to report its beds: lines are added, never changed or removed. */
export const bedReminder = pgTable(
	'bed_reminder',
	{
		id: uuid('id').primaryKey(),
		facility: text('facility').notNull(),
		sentAt: instant('sent_at').notNull(),
		/** `user:<id>`, as the trail names them. */
		sentBy: text('sent_by').notNull(),
		/** `webhook`: sent to the hospital's own address; `copy`: a text was handed out for sending by hand. */
		way: text('way').notNull(),
		/** What stood when it was sent; null for a hospital that never reported. */
		lastReportAt: instant('last_report_at')
	},
	(table) => [index('bed_reminder_facility').on(table.facility, table.sentAt)]
);
