import { boolean, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { day, instant } from './columns.ts';

/** Weeks that are frozen: what executive and public read of persons by condition and area, and never anything finer. */
export const latticeWeek = pgTable('lattice_week', {
	/** First day (Sunday) of the epidemiological week. */
	week: day('week').primaryKey(),
	/** From which day on it is shown; what was known by the end of the day before stands in it, whenever it was computed. */
	frozenOn: day('frozen_on').notNull(),
	computedAt: instant('computed_at').notNull(),
	/** Of the method. A week stays as the method of its time froze it. */
	version: integer('version').notNull()
});

/** One row for each count that was made; none where nobody counted. Triggers refuse every change. */
export const lattice = pgTable(
	'lattice',
	{
		week: day('week').notNull(),
		condition: text('condition').notNull(),
		/** A kecamatan, the buckets outside and unknown, or the city for the whole. */
		area: text('area').notNull(),
		/** Blurred: a multiple of five, nought for all small counts. */
		shown: integer('shown').notNull(),
		kind: text('kind').notNull(),
		reporter: text('reporter'),
		isPartial: boolean('is_partial').notNull()
	},
	(table) => [primaryKey({ columns: [table.condition, table.week, table.area] })]
);
