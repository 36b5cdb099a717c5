/** What was decided on the budget, and what is counted for it out of rows of persons, by day, so that no page reads them. */
import { integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { areaCode, day, instant, whole } from './columns.ts';

/** *Kapitasi*: members and the cost of their care, by where they live and what brought them the card. */
export const capitationArea = pgTable(
	'capitation_area',
	{
		budgetYear: integer('budget_year').notNull(),
		knownOn: day('known_on').notNull(),
		kecamatan: areaCode('kecamatan').notNull(),
		segment: text('segment').notNull(),
		/** First days of the service months that are counted. */
		fromMonth: day('from_month').notNull(),
		toMonth: day('to_month').notNull(),
		/** Valid cards at each of these months' ends, added up. */
		memberMonths: whole('member_months').notNull(),
		claims: integer('claims').notNull(),
		committedRupiah: whole('committed_rupiah').notNull(),
		countedAt: instant('counted_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.budgetYear, table.knownOn, table.kecamatan, table.segment] })]
);

/** What the catastrophic diseases cost; `disease` is an id of domain/catastrophic-diseases, empty for all other claims. */
export const catastrophicYear = pgTable(
	'catastrophic_year',
	{
		budgetYear: integer('budget_year').notNull(),
		knownOn: day('known_on').notNull(),
		disease: text('disease').notNull(),
		claims: integer('claims').notNull(),
		committedRupiah: whole('committed_rupiah').notNull(),
		countedAt: instant('counted_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.budgetYear, table.knownOn, table.disease] })]
);

/**
 * A budget as it was set or revised, line by line, with who did it: lines are added, never changed or removed. What holds on a
 * day stands in `budget`, written in the same transaction.
 */
export const budgetDecision = pgTable(
	'budget_decision',
	{
		number: integer('number').primaryKey(),
		budgetYear: integer('budget_year').notNull(),
		at: instant('at').notNull(),
		/** Day from which it holds. */
		knownOn: day('known_on').notNull(),
		/** Whoever was signed in, or `command`. */
		who: text('who').notNull(),
		kind: text('kind').notNull(),
		amountRupiah: whole('amount_rupiah').notNull(),
		/** Twelve amounts that add up to it; null where nobody planned by month. */
		cashPlan: jsonb('cash_plan'),
		source: text('source').notNull()
	},
	(table) => [uniqueIndex('budget_decision_year').on(table.budgetYear, table.number)]
);
