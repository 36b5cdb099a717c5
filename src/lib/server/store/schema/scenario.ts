import {
	bigint,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	smallint,
	text,
	uuid
} from 'drizzle-orm/pg-core';
import { day, instant } from './columns.ts';

/**
 * A question to the chain, or to the proposal for a year, that somebody kept, with what it rested on and what came out then: an old answer is shown as it
 * stood, whatever the city's numbers have become since. One that was taken out of the list stays, so that it can be put back.
 */
export const scenario = pgTable(
	'scenario',
	{
		id: uuid('id').primaryKey(),
		/** What was asked: `chain`, or `budget-2027` for the proposal of that year. */
		subject: text('subject').notNull().default('chain'),
		name: text('name').notNull(),
		/** As the trail names who kept it. */
		keptBy: text('kept_by').notNull(),
		keptAt: instant('kept_at').notNull(),
		/** `exact`: usual cases from visits, for those who see them; `shown`: from frozen weeks, or no event at all. */
		disclosure: text('disclosure').notNull(),
		levers: jsonb('levers').notNull(),
		/** Of the model: another one answers differently from the same inputs. */
		modelVersion: integer('model_version').notNull(),
		computedAt: instant('computed_at').notNull(),
		/** The newest commit it knew of. */
		change: bigint('change', { mode: 'number' }).notNull(),
		/** Usual cases, window and rates that went in, and the projection that it is held against. */
		inputs: jsonb('inputs').notNull(),
		result: jsonb('result').notNull(),
		removedAt: instant('removed_at'),
		removedBy: text('removed_by'),
		/** From when to when it was out of the list before it was put back: `{from, to}`, for the list of a past day. */
		away: jsonb('away').notNull().default([])
	},
	(table) => [index('scenario_kept').on(table.subject, table.keptAt)]
);

/**
 * What the projection of a budget year was computed from, whole, beside its answer in `analysis`: other levers begin from
 * exactly these worlds. It holds exact monthly visits of the city, which not every reader of the answer is told.
 */
export const projectionInput = pgTable(
	'projection_input',
	{
		budgetYear: smallint('budget_year').notNull(),
		knownOn: day('known_on').notNull(),
		digest: text('digest').notNull(),
		input: jsonb('input').notNull()
	},
	(table) => [primaryKey({ columns: [table.budgetYear, table.knownOn] })]
);
