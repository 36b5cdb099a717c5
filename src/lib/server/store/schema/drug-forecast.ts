/**
 * Expected use of medicines as it was forecast on a day. All places of an item are written together, so that those of one
 * day add up; a later day's take no earlier one's place.
 */
import { doublePrecision, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { day, instant } from './columns.ts';

export const drugForecast = pgTable(
	'drug_forecast',
	{
		item: text('item').notNull(),
		/** Code of the facility, or the city's area code. */
		place: text('place').notNull(),
		madeOn: day('made_on').notNull(),
		computedAt: instant('computed_at').notNull(),
		/** Of the method. */
		version: integer('version').notNull(),
		inputs: jsonb('inputs').notNull(),
		/** First day of the last month that it rests on. */
		lastMonth: day('last_month').notNull(),
		/** `YYYY-MM`. */
		planFrom: text('plan_from').notNull(),
		planTo: text('plan_to').notNull(),
		leadMonths: integer('lead_months').notNull(),
		history: jsonb('history').notNull(),
		card: jsonb('card').notNull(),
		months: jsonb('months').notNull(),
		total: jsonb('total').notNull(),
		stock: jsonb('stock')
	},
	(table) => [primaryKey({ columns: [table.item, table.place, table.madeOn] })]
);

/** What the expected cases would take, beside it: counts of persons by disease, for whoever may see those. */
export const drugMorbidity = pgTable(
	'drug_morbidity',
	{
		item: text('item').notNull(),
		madeOn: day('made_on').notNull(),
		/** Units over the planned year. */
		use: doublePrecision('use').notNull(),
		perDisease: jsonb('per_disease').notNull(),
		unknown: jsonb('unknown').notNull()
	},
	(table) => [primaryKey({ columns: [table.item, table.madeOn] })]
);
