import { doublePrecision, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { day, instant } from './columns.ts';

/**
 * How a hospital's inpatient beds were used in a month, as known on a day: a page reads the newest. Beds are of all
 * patients, stays of card holders alone, since the programme sees no others.
 */
export const bedUse = pgTable(
	'bed_use',
	{
		facility: text('facility').notNull(),
		/** The month's first day. */
		month: day('month').notNull(),
		knownOn: day('known_on').notNull(),
		computedAt: instant('computed_at').notNull(),
		/** Days of the month that were over, or begun, by then. */
		days: doublePrecision('days').notNull(),
		/** Mean capacity and mean patients while reports stood. */
		beds: doublePrecision('beds').notNull(),
		occupied: doublePrecision('occupied').notNull(),
		/** Share of the rooms' hours for which a report stood, 0–1. */
		covered: doublePrecision('covered').notNull(),
		stays: integer('stays').notNull(),
		stayDays: integer('stay_days').notNull()
	},
	(table) => [primaryKey({ columns: [table.facility, table.month, table.knownOn] })]
);
