/**
 * Kept in the transaction of the rows they count, so that no page reads raw visits. An `…_effect` table carries both
 * dates and can show any past day, but grows with every visit; its compact sibling without `knownOn` is what a page reads,
 * and of a past day takes off the effects that were learned since.
 */
import { index, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { areaCode, day, instant, whole } from './columns.ts';

export const diseaseEffect = pgTable(
	'disease_effect',
	{
		icd3: text('icd3').notNull(),
		occurredOn: day('occurred_on').notNull(),
		kecamatan: areaCode('kecamatan').notNull(),
		facility: text('facility').notNull(),
		knownOn: day('known_on').notNull(),
		visits: integer('visits').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.icd3, table.occurredOn, table.kecamatan, table.facility, table.knownOn] })
	]
);

/** `grain` is week (Sunday) or month. */
export const diseasePeriod = pgTable(
	'disease_period',
	{
		icd3: text('icd3').notNull(),
		grain: text('grain').notNull(),
		period: day('period').notNull(),
		kecamatan: areaCode('kecamatan').notNull(),
		visits: integer('visits').notNull()
	},
	(table) => [primaryKey({ columns: [table.icd3, table.grain, table.period, table.kecamatan] })]
);

export const serviceEffect = pgTable(
	'service_effect',
	{
		occurredOn: day('occurred_on').notNull(),
		facility: text('facility').notNull(),
		service: text('service').notNull(),
		knownOn: day('known_on').notNull(),
		visits: integer('visits').notNull()
	},
	(table) => [primaryKey({ columns: [table.occurredOn, table.facility, table.service, table.knownOn] })]
);

/** All services together. `grain` is day or month: a week is the sum of its days, a year of its months. */
export const visitPeriod = pgTable(
	'visit_period',
	{
		grain: text('grain').notNull(),
		period: day('period').notNull(),
		facility: text('facility').notNull(),
		visits: integer('visits').notNull()
	},
	(table) => [primaryKey({ columns: [table.grain, table.period, table.facility] })]
);

export const itemEffect = pgTable(
	'item_effect',
	{
		item: text('item').notNull(),
		month: day('month').notNull(),
		facility: text('facility').notNull(),
		knownOn: day('known_on').notNull(),
		quantity: whole('quantity').notNull()
	},
	(table) => [primaryKey({ columns: [table.item, table.month, table.facility, table.knownOn] })]
);

export const itemMonth = pgTable(
	'item_month',
	{
		item: text('item').notNull(),
		month: day('month').notNull(),
		facility: text('facility').notNull(),
		quantity: whole('quantity').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.item, table.month, table.facility] }),
		index('item_month_month').on(table.month)
	]
);

const claimKey = {
	budgetYear: smallint('budget_year').notNull(),
	state: text('state').notNull(),
	facility: text('facility').notNull(),
	service: text('service').notNull(),
	serviceMonth: day('service_month').notNull(),
	transitionMonth: day('transition_month').notNull()
};
const claimMeasures = {
	claims: integer('claims').notNull(),
	billedRupiah: whole('billed_rupiah').notNull(),
	amountRupiah: whole('amount_rupiah').notNull()
};

/** Where claims stand now: each claim counts once, in its newest state. */
export const claimStanding = pgTable('claim_standing', { ...claimKey, ...claimMeasures }, (table) => [
	primaryKey({
		columns: [
			table.budgetYear,
			table.state,
			table.serviceMonth,
			table.transitionMonth,
			table.facility,
			table.service
		]
	})
]);

export const claimEffect = pgTable(
	'claim_effect',
	{ ...claimKey, knownOn: day('known_on').notNull(), ...claimMeasures },
	(table) => [
		primaryKey({
			columns: [
				table.budgetYear,
				table.state,
				table.serviceMonth,
				table.transitionMonth,
				table.facility,
				table.service,
				table.knownOn
			]
		})
	]
);

export const memberEffect = pgTable(
	'member_effect',
	{
		kecamatan: areaCode('kecamatan').notNull(),
		segment: text('segment').notNull(),
		status: text('status').notNull(),
		jkn: text('jkn').notNull(),
		knownOn: day('known_on').notNull(),
		persons: integer('persons').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.kecamatan, table.segment, table.status, table.jkn, table.knownOn] })
	]
);

/** The newest report of each room. */
export const bedNow = pgTable(
	'bed_now',
	{
		facility: text('facility').notNull(),
		ward: text('ward').notNull(),
		way: text('way').notNull().default('events'),
		room: text('room').notNull(),
		capacity: integer('capacity'),
		occupied: integer('occupied'),
		free: integer('free').notNull(),
		queue: integer('queue'),
		reportedAt: instant('reported_at'),
		versionTime: instant('version_time').notNull(),
		versionId: text('version_id').notNull(),
		eventKey: uuid('event_key').notNull(),
		postedOn: day('posted_on').notNull()
	},
	(table) => [primaryKey({ columns: [table.facility, table.ward, table.way, table.room] })]
);

/** The last report of each room in each hour: the past of a bed curve without reading reports. */
export const bedHour = pgTable(
	'bed_hour',
	{
		hour: instant('hour').notNull(),
		facility: text('facility').notNull(),
		ward: text('ward').notNull(),
		way: text('way').notNull().default('events'),
		room: text('room').notNull(),
		capacity: integer('capacity'),
		occupied: integer('occupied'),
		free: integer('free').notNull(),
		reportedAt: instant('reported_at'),
		versionTime: instant('version_time').notNull(),
		versionId: text('version_id').notNull()
	},
	(table) => [primaryKey({ columns: [table.hour, table.facility, table.ward, table.way, table.room] })]
);
