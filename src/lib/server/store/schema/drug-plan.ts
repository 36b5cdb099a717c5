/** The order plan of medicines for a year: its history and the figures that were signed. Lines are added, never changed. */
import { doublePrecision, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { day, instant, whole } from './columns.ts';

/** Its history, from when it was begun (number 1). The last line says how it stands. */
export const drugPlanMove = pgTable(
	'drug_plan_move',
	{
		planYear: integer('plan_year').notNull(),
		number: integer('number').notNull(),
		move: text('move').notNull(),
		state: text('state').notNull(),
		item: text('item'),
		/** A chance, rupiah, or units; null takes off what stood. */
		value: doublePrecision('value'),
		reason: text('reason').notNull(),
		who: text('who').notNull(),
		role: text('role').notNull(),
		at: instant('at').notNull(),
		/** Of the lines that are signed with it. */
		hash: text('hash')
	},
	(table) => [primaryKey({ columns: [table.planYear, table.number] })]
);

/** The figures as they were proposed, under the number of the line that proposed them. */
export const drugPlanLine = pgTable(
	'drug_plan_line',
	{
		planYear: integer('plan_year').notNull(),
		number: integer('number').notNull(),
		item: text('item').notNull(),
		/** What is bought first is 1; null for what has no price and is ranked by nothing. */
		rank: integer('rank'),
		ven: text('ven'),
		abc: text('abc'),
		priceRupiah: whole('price_rupiah'),
		chance: doublePrecision('chance').notNull(),
		medianUse: doublePrecision('median_use').notNull(),
		use: doublePrecision('use').notNull(),
		stock: whole('stock'),
		stockReported: integer('stock_reported'),
		stockExpected: integer('stock_expected'),
		/** At each chance: `{chance, quantity, costRupiah}`. */
		options: jsonb('options').notNull(),
		computed: whole('computed').notNull(),
		override: whole('override'),
		quantity: whole('quantity').notNull(),
		costRupiah: whole('cost_rupiah'),
		/** Within the cap. */
		bought: whole('bought'),
		boughtRupiah: whole('bought_rupiah'),
		rupiahPerRisk: doublePrecision('rupiah_per_risk'),
		/** The forecast that it rests on. */
		madeOn: day('made_on').notNull(),
		lastMonth: text('last_month').notNull(),
		/** Of the planned year: `{month, mean, lower80, upper80}`. */
		months: jsonb('months').notNull()
	},
	(table) => [primaryKey({ columns: [table.planYear, table.number, table.item] })]
);
