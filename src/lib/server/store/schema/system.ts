import {
	boolean,
	doublePrecision,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text
} from 'drizzle-orm/pg-core';
import { areaCode, day, instant, whole } from './columns.ts';

/** Facts about this installation: the fingerprint of the pseudonym key, demo mark, seed. */
export const setting = pgTable('setting', { key: text('key').primaryKey(), value: jsonb('value').notNull() });

/** The register of facilities: reference data laid down at start, fictitious ones added by the demo. */
export const facility = pgTable('facility', {
	code: text('code').primaryKey(),
	name: text('name').notNull(),
	kind: text('kind').notNull(),
	hospitalClass: text('hospital_class'),
	owner: text('owner'),
	beds: integer('beds'),
	kecamatan: areaCode('kecamatan'),
	lon: doublePrecision('lon'),
	lat: doublePrecision('lat'),
	demo: boolean('demo').notNull().default(false)
});

/** A key's secret is derived from its id and the server key, and stands nowhere. */
export const apiKey = pgTable('api_key', {
	id: text('id').primaryKey(),
	party: text('party'),
	role: text('role'),
	facility: text('facility').references(() => facility.code),
	label: text('label'),
	createdAt: instant('created_at').notNull().defaultNow(),
	revokedAt: instant('revoked_at')
});

/** One row: the last change number given out. Updated last in each committing transaction. */
export const changeCounter = pgTable('change_counter', {
	one: boolean('one').primaryKey(),
	number: whole('number').notNull()
});

/** What each commit changed, for the processes that did not make it; kept for an hour. */
export const change = pgTable(
	'change',
	{
		number: whole('number').primaryKey(),
		committedAt: instant('committed_at').notNull(),
		changes: jsonb('changes').notNull()
	},
	(table) => [index('change_committed_at').on(table.committedAt)]
);

/** Budget of a year as set and revised; `knownOn` tells which revision stood when. */
export const budget = pgTable(
	'budget',
	{
		budgetYear: integer('budget_year').notNull(),
		knownOn: day('known_on').notNull(),
		kind: text('kind').notNull(),
		amountRupiah: whole('amount_rupiah').notNull(),
		source: text('source').notNull(),
		demo: boolean('demo').notNull().default(false)
	},
	(table) => [primaryKey({ columns: [table.budgetYear, table.knownOn] })]
);
