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
	uuid
} from 'drizzle-orm/pg-core';
import { areaCode, day, instant, versionColumns, whole } from './columns.ts';

export const visit = pgTable(
	'visit',
	{
		facility: text('facility').notNull(),
		visitNo: text('visit_no').notNull(),
		...versionColumns(),
		personId: uuid('person_id'),
		motherId: uuid('mother_id'),
		kecamatan: areaCode('kecamatan').notNull(),
		service: text('service').notNull(),
		icd3: text('icd3').notNull(),
		diagnoses: text('diagnoses').array().notNull(),
		arrivedAt: instant('arrived_at').notNull(),
		dischargedAt: instant('discharged_at'),
		outcome: text('outcome'),
		referral: text('referral'),
		emergency: boolean('emergency'),
		segments: jsonb('segments'),
		drugs: jsonb('drugs'),
		occurredOn: day('occurred_on').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.facility, table.visitNo, table.versionTime, table.eventKey] }),
		// Children without a NIK are one visit in hundreds; they are counted again and again.
		index('visit_mother')
			.on(table.motherId, table.occurredOn)
			.where(sql`${table.motherId} IS NOT NULL AND ${table.personId} IS NULL`),
		// Stays that ended in a month: one visit in dozens.
		index('visit_stay_ended')
			.on(table.dischargedAt)
			.where(sql`discharged_at IS NOT NULL AND service IN ('inpatient-3', 'icu', 'picu', 'nicu')`)
	]
);

export const bedReport = pgTable(
	'bed_report',
	{
		facility: text('facility').notNull(),
		ward: text('ward').notNull(),
		way: text('way').notNull().default('events'),
		room: text('room').notNull(),
		...versionColumns(),
		capacity: integer('capacity'),
		occupied: integer('occupied'),
		free: integer('free').notNull(),
		queue: integer('queue'),
		reportedAt: instant('reported_at'),
		occurredOn: day('occurred_on').notNull()
	},
	(table) => [
		primaryKey({
			columns: [table.facility, table.ward, table.way, table.room, table.versionTime, table.eventKey]
		})
	]
);

const letterNumberOf = sql`regexp_replace(translate(upper(regexp_replace(letter, '[^0-9A-Za-z]', '', 'g')), 'OIL', '011'),
	'^(SJP)?(.{4})(.{4})(.{5})$', 'SJP-\\2-\\3-\\4')`;

export const claim = pgTable(
	'claim',
	{
		facility: text('facility').notNull(),
		claimNo: text('claim_no').notNull(),
		...versionColumns(),
		personId: uuid('person_id'),
		visitNo: text('visit_no'),
		letter: text('letter'),
		/** As `readLetterNumber` reads it: what was typed otherwise is the same letter. */
		letterNumber: text('letter_number').generatedAlwaysAs(letterNumberOf),
		state: text('state').notNull(),
		service: text('service').notNull(),
		diagnoses: text('diagnoses').array().notNull(),
		serviceFrom: day('service_from').notNull(),
		serviceTo: day('service_to').notNull(),
		tariffCode: text('tariff_code'),
		/** The hospital's own bill, item by item. */
		items: jsonb('items'),
		budgetYear: smallint('budget_year').notNull(),
		billedRupiah: whole('billed_rupiah').notNull(),
		verifiedRupiah: whole('verified_rupiah'),
		approvedRupiah: whole('approved_rupiah'),
		paidRupiah: whole('paid_rupiah'),
		/** The amount that stands in this state: paid, else approved, else verified, else billed. */
		amountRupiah: whole('amount_rupiah').notNull(),
		/** Day of the transition into this state. */
		occurredOn: day('occurred_on').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.facility, table.claimNo, table.versionTime, table.eventKey] }),
		index('claim_person').on(table.personId),
		index('claim_letter')
			.on(table.letterNumber)
			.where(sql`letter_number IS NOT NULL`),
		// What waits at the desk, and what it is held against.
		index('claim_open')
			.on(table.state, table.occurredOn)
			.where(
				sql`posted_on IS NOT NULL AND reversed_on IS NULL AND state IN ('submitted', 'verified', 'approved')`
			)
	]
);

export const member = pgTable(
	'member',
	{
		personId: uuid('person_id').notNull(),
		...versionColumns(),
		familyId: uuid('family_id'),
		kecamatan: areaCode('kecamatan').notNull(),
		segment: text('segment').notNull(),
		registerStatus: text('register_status').notNull(),
		ektp: boolean('ektp'),
		jkn: text('jkn').notNull(),
		occurredOn: day('occurred_on').notNull()
	},
	(table) => [primaryKey({ columns: [table.personId, table.versionTime, table.eventKey] })]
);

export const stock = pgTable(
	'stock',
	{
		facility: text('facility').notNull(),
		item: text('item').notNull(),
		month: day('month').notNull(),
		...versionColumns(),
		opening: whole('opening').notNull(),
		received: whole('received').notNull(),
		used: whole('used').notNull(),
		lost: whole('lost').notNull(),
		closing: whole('closing').notNull(),
		stockoutDays: smallint('stockout_days'),
		/** `[{ month: 'YYYY-MM', quantity }]`; null where nobody said. */
		expiring: jsonb('expiring'),
		occurredOn: day('occurred_on').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.facility, table.item, table.month, table.versionTime, table.eventKey] }),
		index('stock_month').on(table.month, table.item)
	]
);

export const tally = pgTable(
	'tally',
	{
		reporter: text('reporter').notNull(),
		measure: text('measure').notNull(),
		code: text('code').notNull(),
		area: text('area').notNull(),
		period: day('period').notNull(),
		grain: text('grain').notNull(),
		...versionColumns(),
		value: whole('value').notNull(),
		occurredOn: day('occurred_on').notNull()
	},
	(table) => [
		primaryKey({
			columns: [
				table.measure,
				table.code,
				table.grain,
				table.period,
				table.area,
				table.reporter,
				table.versionTime,
				table.eventKey
			]
		})
	]
);
