/**
 * The wire of events: CloudEvents 1.0 with one of six types. Parsed once, here, and trusted inside.
 *
 * An event states its subject as a whole (a claim's every field, a visit's every field), so that versions need only an
 * order and never a merge. Unknown fields are dropped: a digest or a held payload never carries what we did not ask for.
 */
import { z } from 'zod';
import { mostBeds, mostOccupied } from '../domain/bed-limits.ts';
import { nameHoldsIdentityNumber } from '../domain/nik.ts';
import { epiWeekStart, isDay, monthOf } from '../domain/period.ts';
import { claimStates } from '../domain/role.ts';
import { services } from '../domain/service.ts';
import { storableText } from '../domain/storable-text.ts';
import { tariffItems, type TariffItem } from '../domain/tariff-items.ts';

export const maxEventsPerRequest = 5_000;
export const maxBodyBytes = 8 * 1024 * 1024;
/** An event stamped later than this ahead of our clock is a clock fault, not news. */
export const maxFutureMs = 5 * 60 * 1000;
/** Rp 100 bn: above every real claim, and small enough that sums of a year stay safe integers. */
const maxAmountRupiah = 100_000_000_000;

const text = (max: number) =>
	z
		.string()
		.min(1)
		.max(max)
		.regex(storableText, 'unstorable')
		.refine(withoutIdentityNumber, 'identity-number');
const count = (max = 1_000_000) => z.number().int().min(0).max(max);
const rupiah = z.number().int().min(0).max(maxAmountRupiah);
const instant = z.iso.datetime({ offset: true }).refine(withinStorableYears, 'year');
const day = z.iso.date().refine((value) => withinStorableYears(`${value}T00:00:00Z`), 'year');
const month = z.string().regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/);
const area = z.string().regex(/^\d\d\.\d\d(\.\d\d)?$/);
const icd10 = z.string().regex(/^[A-Za-z]\d[0-9A-Za-z](\.?[0-9A-Za-z]{1,4})?$/);
const nik = z.string().regex(/^\d{16}$/);
const slug = z
	.string()
	.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)
	.refine(withoutIdentityNumber, 'identity-number');

/** Ids, numbers and codes stand in the clear: one that carries a whole identity number would give the person away. */
function withoutIdentityNumber(value: string): boolean {
	return !nameHoldsIdentityNumber(value);
}

function withinStorableYears(value: string): boolean {
	const year = Number(value.slice(0, 4));
	return year >= 1990 && year <= 2100;
}

const itemAmounts = Object.fromEntries(tariffItems.map((item) => [item, rupiah.optional()])) as Record<
	TariffItem,
	z.ZodOptional<typeof rupiah>
>;

const serviceIds = services.map((service) => service.id);

export const visitData = z
	.object({
		visit: text(64),
		nik: nik.nullish(),
		mother: nik.nullish(),
		kecamatan: area.nullish(),
		service: z.enum(serviceIds),
		segments: z
			.array(z.object({ ward: slug, from: instant, to: instant.nullish() }))
			.max(50)
			.nullish(),
		diagnoses: z.array(icd10).min(1).max(20),
		arrivedAt: instant,
		dischargedAt: instant.nullish(),
		outcome: z.enum(['home', 'referred', 'died', 'against-advice', 'other']).nullish(),
		referral: text(64).nullish(),
		emergency: z.boolean().nullish(),
		drugs: z
			.array(z.object({ item: slug, quantity: count(100_000) }))
			.max(50)
			.nullish()
	})
	.superRefine((visit, context) => {
		if (!visit.nik && !visit.mother)
			context.addIssue({ code: 'custom', path: ['nik'], message: 'nik-or-mother' });
		if (visit.dischargedAt && Date.parse(visit.dischargedAt) < Date.parse(visit.arrivedAt))
			context.addIssue({ code: 'custom', path: ['dischargedAt'], message: 'order' });
	});

export const bedData = z
	.object({
		ward: slug,
		room: text(64).default('-'),
		capacity: count(mostBeds).nullish(),
		occupied: count(mostBeds).nullish(),
		free: count(mostBeds).nullish(),
		queue: count(mostBeds).nullish(),
		reportedAt: instant.nullish()
	})
	.superRefine((bed, context) => {
		if (bed.free == null && (bed.capacity == null || bed.occupied == null))
			context.addIssue({ code: 'custom', path: ['free'], message: 'free-or-occupied' });
		const { capacity, occupied, free } = bed;
		if (capacity != null && occupied != null && occupied > mostOccupied(capacity))
			context.addIssue({ code: 'custom', path: ['occupied'], message: 'above-capacity' });
		if (capacity != null && free != null && free > capacity)
			context.addIssue({ code: 'custom', path: ['free'], message: 'above-capacity' });
	});

export const claimData = z
	.object({
		claim: text(64),
		visit: text(64).nullish(),
		letter: text(64).nullish(),
		nik: nik.nullish(),
		state: z.enum(claimStates),
		diagnoses: z.array(icd10).max(20).default([]),
		service: z.enum(serviceIds),
		serviceFrom: day,
		serviceTo: day,
		tariffCode: text(32).nullish(),
		/** The hospital's own bill by its 18 items, as far as they are known. */
		items: z.object(itemAmounts).nullish(),
		budgetYear: z.number().int().min(2000).max(2100).nullish(),
		billedRupiah: rupiah,
		verifiedRupiah: rupiah.nullish(),
		approvedRupiah: rupiah.nullish(),
		paidRupiah: rupiah.nullish()
	})
	.superRefine((claim, context) => {
		const refuse = (field: string, message: string) =>
			context.addIssue({ code: 'custom', path: [field], message });
		if (claim.serviceTo < claim.serviceFrom) refuse('serviceTo', 'order');
		const needed = { verified: 'verifiedRupiah', approved: 'approvedRupiah', paid: 'paidRupiah' } as const;
		if (claim.state in needed) {
			const field = needed[claim.state as keyof typeof needed];
			if (claim[field] == null) refuse(field, 'missing-amount');
		}
		if ((claim.verifiedRupiah ?? 0) > claim.billedRupiah) refuse('verifiedRupiah', 'above-previous-amount');
		if ((claim.approvedRupiah ?? 0) > (claim.verifiedRupiah ?? claim.billedRupiah))
			refuse('approvedRupiah', 'above-previous-amount');
		if ((claim.paidRupiah ?? 0) > (claim.approvedRupiah ?? claim.billedRupiah))
			refuse('paidRupiah', 'above-previous-amount');
	});

export const memberData = z.object({
	nik,
	family: nik.nullish(),
	kecamatan: area.nullish(),
	segment: slug,
	registerStatus: z.enum(['active', 'moved', 'deceased', 'unknown']),
	ektp: z.boolean().nullish(),
	jkn: z.enum(['none', 'pbi-apbn', 'pbi-apbd', 'active', 'inactive']).nullish()
});

export const stockData = z
	.object({
		item: slug,
		month,
		opening: count(1_000_000_000),
		received: count(1_000_000_000),
		used: count(1_000_000_000),
		lost: count(1_000_000_000).default(0),
		closing: count(1_000_000_000),
		stockoutDays: count(31).nullish(),
		/** What of the closing stock expires in which month, as far as it is known; each month once. */
		expiring: z
			.array(z.object({ month, quantity: count(1_000_000_000).min(1) }))
			.max(60)
			.nullish()
	})
	.superRefine(({ closing, expiring }, context) => {
		const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['expiring'], message });
		const lots = expiring ?? [];
		if (new Set(lots.map((lot) => lot.month)).size < lots.length) refuse('repeated-month');
		else if (lots.reduce((sum, { quantity }) => sum + quantity, 0) > closing) refuse('above-stock');
	});

export const tallyGrains = ['week', 'month', 'half-year', 'year'] as const;

export const tallyData = z
	.object({
		/** Whose count it is, when not the sender's own: only the importer may say. */
		reporter: slug.nullish(),
		measure: z.enum(['cases', 'deaths', 'drug-use', 'visits']),
		/** Disease group id (or SKDR letter) for cases and deaths, item id for drug use, service for visits. */
		code: z
			.string()
			.regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/)
			.refine(withoutIdentityNumber, 'identity-number'),
		/** City `32.75` or kecamatan `32.75.01`. */
		area,
		/** First day of the period. */
		period: day,
		grain: z.enum(tallyGrains),
		value: count(1_000_000_000)
	})
	.superRefine(({ grain, period }, context) => {
		if (!isFirstDayOf(grain, period))
			context.addIssue({ code: 'custom', path: ['period'], message: 'first-day' });
	});

function isFirstDayOf(grain: (typeof tallyGrains)[number], day: string): boolean {
	// A day that is none has been refused by its field already.
	if (!isDay(day)) return true;
	if (grain === 'week') return epiWeekStart(day) === day;
	if (grain === 'month') return monthOf(day) === day;
	return grain === 'year' ? day.endsWith('-01-01') : day.endsWith('-01-01') || day.endsWith('-07-01');
}

export const eventTypes = {
	'id.denyut.visit.v1': visitData,
	'id.denyut.bed.v1': bedData,
	'id.denyut.claim.v1': claimData,
	'id.denyut.member.v1': memberData,
	'id.denyut.stock.v1': stockData,
	'id.denyut.tally.v1': tallyData
} as const;

export type EventType = keyof typeof eventTypes;
export const isEventType = (type: string): type is EventType => Object.hasOwn(eventTypes, type);

export const envelope = z.object({
	specversion: z.literal('1.0'),
	id: text(256),
	source: text(512),
	type: text(128),
	time: instant,
	subject: text(64).nullish(),
	/** CloudEvents' recordedtime extension: when another system learned it. Only the importer may say. */
	recordedtime: instant.nullish(),
	data: z.unknown()
});

export type VisitData = z.output<typeof visitData>;
export type BedData = z.output<typeof bedData>;
export type ClaimData = z.output<typeof claimData>;
export type MemberData = z.output<typeof memberData>;
export type StockData = z.output<typeof stockData>;
export type TallyData = z.output<typeof tallyData>;

export type EventData = {
	'id.denyut.visit.v1': VisitData;
	'id.denyut.bed.v1': BedData;
	'id.denyut.claim.v1': ClaimData;
	'id.denyut.member.v1': MemberData;
	'id.denyut.stock.v1': StockData;
	'id.denyut.tally.v1': TallyData;
};

type Attributes = {
	id: string;
	source: string;
	time: string;
	subject?: string | null;
	recordedtime?: string | null;
};
/** An event that passed the edge. */
export type DenyutEvent = { [T in EventType]: Attributes & { type: T; data: EventData[T] } }[EventType];
export type EventOf<T extends EventType> = Extract<DenyutEvent, { type: T }>;
/** What a sender writes. */
export type EventInput = {
	[T in EventType]: Attributes & { specversion: '1.0'; type: T; data: z.input<(typeof eventTypes)[T]> };
}[EventType];

/** Body of every answer to a batch that was taken. */
export type BatchAnswer = {
	accepted: number;
	duplicate: number;
	quarantined: number;
	rejected?: number;
	errors: EventError[];
};
export type EventError = {
	index: number;
	id: string | null;
	code: string;
	field: string | null;
	message: string;
};
