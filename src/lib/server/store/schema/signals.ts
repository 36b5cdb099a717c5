/** Signals that a disease rises somewhere, and what people made of them: lines are added, never changed or removed. */
import {
	boolean,
	doublePrecision,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	unique,
	uuid
} from 'drizzle-orm/pg-core';
import { areaCode, day, instant } from './columns.ts';

/** That there is one. How many fell ill stands beside it, for those who may know. */
export const signal = pgTable(
	'signal',
	{
		id: uuid('id').primaryKey(),
		disease: text('disease').notNull(),
		area: areaCode('area').notNull(),
		/** First day of the week that raised it. */
		week: day('week').notNull(),
		/** `statistics`, or by a rule of SKDR `first-case`, `threshold` or `rise`. */
		rule: text('rule').notNull(),
		raisedAt: instant('raised_at').notNull(),
		/** A verdict after this is late. */
		dueAt: instant('due_at').notNull(),
		/** Of the method. */
		version: integer('version').notNull()
	},
	(table) => [
		unique('signal_week_of_place').on(table.disease, table.area, table.week),
		index('signal_raised').on(table.raisedAt)
	]
);

/** The weeks of a signal, each as it was seen when it spoke. */
export const signalWeek = pgTable(
	'signal_week',
	{
		signalId: uuid('signal_id')
			.notNull()
			.references(() => signal.id),
		week: day('week').notNull(),
		seenAt: instant('seen_at').notNull(),
		method: text('method'),
		/** `visits`, `tally` or `mixed`. */
		basis: text('basis').notNull(),
		cases: integer('cases').notNull(),
		/** What spoke in this week; null in old rows: the signal's rule in its first week, then statistics. */
		rule: text('rule'),
		/** By statistics, else the week before where a rise spoke; null where neither is known. */
		expected: doublePrecision('expected'),
		/** More than this is a signal. */
		threshold: doublePrecision('threshold').notNull(),
		chance: doublePrecision('chance'),
		falseShare: doublePrecision('false_share')
	},
	(table) => [primaryKey({ columns: [table.signalId, table.week] })]
);

/** Its history, from when it was raised (number 0, by the product). The last line says how it stands and whose it is. */
export const signalMove = pgTable(
	'signal_move',
	{
		signalId: uuid('signal_id')
			.notNull()
			.references(() => signal.id),
		number: integer('number').notNull(),
		move: text('move').notNull(),
		state: text('state').notNull(),
		owner: text('owner'),
		who: text('who').notNull(),
		role: text('role').notNull(),
		at: instant('at').notNull(),
		note: text('note').notNull()
	},
	(table) => [primaryKey({ columns: [table.signalId, table.number] })]
);

/** Every look at a week of a disease in a place, again whenever it looked different: what alerts are scored by. */
export const signalLook = pgTable(
	'signal_look',
	{
		week: day('week').notNull(),
		disease: text('disease').notNull(),
		area: areaCode('area').notNull(),
		lookedAt: instant('looked_at').notNull(),
		method: text('method'),
		basis: text('basis').notNull(),
		cases: integer('cases').notNull(),
		expected: doublePrecision('expected'),
		threshold: doublePrecision('threshold'),
		chance: doublePrecision('chance'),
		isSignal: boolean('is_signal').notNull(),
		/** Of SKDR that spoke, whatever statistics say; null for none, and in old rows. */
		rule: text('rule'),
		isPersistence: boolean('is_persistence').notNull()
	},
	(table) => [primaryKey({ columns: [table.week, table.disease, table.area, table.lookedAt] })]
);

/** How many looks a week had, and what the alarm budget left each of them. */
export const signalRound = pgTable(
	'signal_round',
	{
		week: day('week').notNull(),
		lookedAt: instant('looked_at').notNull(),
		/** Diseases × places with anything known. */
		looks: integer('looks').notNull(),
		/** Those of them at which a chance could be told. */
		told: integer('told').notNull(),
		level: doublePrecision('level').notNull(),
		signals: integer('signals').notNull(),
		/** Those of them that only a rule of SKDR raised, outside the budget; null in old rows, where nobody counted them apart. */
		byRule: integer('by_rule'),
		version: integer('version').notNull()
	},
	(table) => [primaryKey({ columns: [table.week, table.lookedAt] })]
);
