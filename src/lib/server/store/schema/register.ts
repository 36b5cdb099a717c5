/**
 * What each register says of a person, each kept apart, and what follows for the card. A person has no number here: only the
 * random id that stands in a NIK's place.
 */
import { sql } from 'drizzle-orm';
import {
	boolean,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	smallint,
	text,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { areaCode, day, instant, whole } from './columns.ts';

/** When the source last said this. A whole snapshot says it anew of everybody whom it names, without touching the row. */
const statedAt = () => instant('stated_at').notNull();

/** The population register (Dukcapil). */
export const dukcapilPerson = pgTable(
	'dukcapil_person',
	{
		personId: uuid('person_id').primaryKey(),
		familyId: uuid('family_id'),
		/** Family cards that list the person. */
		families: smallint('families').notNull(),
		kecamatan: areaCode('kecamatan').notNull(),
		status: text('status').notNull(),
		statusSince: day('status_since'),
		ektp: boolean('ektp'),
		isHead: boolean('is_head').notNull(),
		registeredSince: day('registered_since'),
		statedAt: statedAt()
	},
	(table) => [index('dukcapil_person_family').on(table.familyId)]
);

/** The social office (Dinsos): who has a card. */
export const dinsosCard = pgTable('dinsos_card', {
	personId: uuid('person_id').primaryKey(),
	familyId: uuid('family_id'),
	families: smallint('families').notNull(),
	segment: text('segment').notNull(),
	statedAt: statedAt()
});

/** The national scheme (JKN). */
export const jknStatus = pgTable('jkn_status', {
	personId: uuid('person_id').primaryKey(),
	status: text('status').notNull(),
	statedAt: statedAt(),
	/** First day of that status, where the file tells it. */
	statusSince: day('status_since')
});

/** One reading of a register, whole or in part. A whole one that ended well outdates what events said before it. */
export const registerSync = pgTable(
	'register_sync',
	{
		id: uuid('id').primaryKey(),
		source: text('source').notNull(),
		/** `snapshot` or `delta`. */
		mode: text('mode').notNull(),
		/** `running`, `done`, `refused`, `failed`, or `aborted` when its process ended under it. */
		state: text('state').notNull(),
		startedAt: instant('started_at').notNull(),
		endedAt: instant('ended_at'),
		/** Who sent it: a party, or `cli`. */
		sender: text('sender').notNull(),
		/** Lines with data; accepted + duplicate + rejected = lines. */
		lines: integer('lines').notNull(),
		accepted: integer('accepted').notNull(),
		duplicate: integer('duplicate').notNull(),
		rejected: integer('rejected').notNull(),
		/** By reason: how many, and the first line numbers. Never what stood there. */
		rejections: jsonb('rejections').notNull(),
		added: integer('added').notNull(),
		changed: integer('changed').notNull(),
		removed: integer('removed').notNull(),
		/** Why it was refused or failed: a code. */
		fault: text('fault')
	},
	(table) => [index('register_sync_source').on(table.source, table.startedAt)]
);

/** The three together, judged; a row for each day on which it changed, so that a past day can be shown. */
export const membership = pgTable(
	'membership',
	{
		personId: uuid('person_id').notNull(),
		knownOn: day('known_on').notNull(),
		/** First day on which it no longer stood; null while it stands. */
		endedOn: day('ended_on'),
		familyId: uuid('family_id'),
		kecamatan: areaCode('kecamatan').notNull(),
		segment: text('segment').notNull(),
		registerStatus: text('register_status'),
		statusSince: day('status_since'),
		jkn: text('jkn').notNull(),
		registeredSince: day('registered_since'),
		/** Bits of `validityReasons` in domain/membership-validity.ts; 0 for a card that counts. */
		reasons: integer('reasons').notNull(),
		/** First day of that JKN status: as JKN tells it, else the first on which we were told of it; null where nobody did. */
		jknSince: day('jkn_since')
	},
	(table) => [
		primaryKey({ columns: [table.personId, table.knownOn] }),
		uniqueIndex('membership_standing')
			.on(table.personId)
			.where(sql`${table.endedOn} IS NULL`),
		index('membership_defects')
			.on(table.kecamatan, table.personId)
			.where(sql`${table.endedOn} IS NULL AND ${table.reasons} <> 0`),
		// Families are counted again where one of their people changed.
		index('membership_family')
			.on(table.familyId)
			.where(sql`${table.endedOn} IS NULL`)
	]
);

/**
 * Children that should have had a NIK by now, under their mother's id: written down when they are counted, since who may see
 * them may not see the visits and the numbers that they are found by. A row for each time that one stood.
 */
export const lateNewborn = pgTable(
	'late_newborn',
	{
		motherId: uuid('mother_id').notNull(),
		/** Day of the first visit: a birth has no other. */
		bornOn: day('born_on').notNull(),
		knownOn: day('known_on').notNull(),
		/** First day on which it no longer stood; null while it stands. */
		endedOn: day('ended_on'),
		kecamatan: areaCode('kecamatan').notNull(),
		familyId: uuid('family_id')
	},
	(table) => [primaryKey({ columns: [table.motherId, table.bornOn, table.knownOn] })]
);

/**
 * Of whom an event spoke since they were last judged. Without a key on purpose: whoever adds a row never waits for the one who
 * takes rows away.
 */
export const membershipDue = pgTable('membership_due', { personId: uuid('person_id').notNull() });

/**
 * How many members stood at the end of a day, by kecamatan and reason: `member` is everybody, `valid` those without a reason,
 * `invalid` those with one or more, `population` who the population register counts as living there.
 */
export const membershipDay = pgTable(
	'membership_day',
	{
		day: day('day').notNull(),
		kecamatan: areaCode('kecamatan').notNull(),
		reason: text('reason').notNull(),
		persons: integer('persons').notNull(),
		/** Null where the day was told afterwards, out of what events said. */
		families: integer('families'),
		claims: integer('claims'),
		paidRupiah: whole('paid_rupiah'),
		countedAt: instant('counted_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.day, table.kecamatan, table.reason] })]
);
