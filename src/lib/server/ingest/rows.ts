/** A screened event, its persons known by now, as the version row that the store keeps. */
import { bedWayOf } from '../../domain/bed-way.ts';
import { parseIcd10 } from '../../domain/icd10.ts';
import { jakartaDay } from '../../domain/period.ts';
import { findReportedDisease } from '../../domain/surveillance-diseases.ts';
import type { BedData, ClaimData, DenyutEvent, EventOf } from '../../protocol/events.ts';
import type {
	BedVersion,
	ClaimVersion,
	MemberVersion,
	StockVersion,
	TallyVersion,
	Version,
	VisitVersion
} from '../store/versions.ts';

export type PersonIds = { person: string | null; mother: string | null; family: string | null };
export type Placed<E extends DenyutEvent> = {
	event: E;
	facility: string;
	/** Whose count a tally is when it does not say. */
	reporter: string;
	eventKey: string;
	learnedAt: Date;
	persons: PersonIds;
};

function versionOf({ event, eventKey, learnedAt }: Placed<DenyutEvent>, occurredOn: string): Version {
	return {
		versionTime: new Date(event.time),
		versionId: event.id,
		eventKey,
		learnedAt,
		postedOn: null,
		reversedOn: null,
		occurredOn
	};
}

const dayOf = (instant: string) => jakartaDay(new Date(instant));
/**
 * One way to read an instant: PostgreSQL would round a tenth of a millisecond up into the next day, and refuses offsets
 * beyond sixteen hours that JavaScript takes.
 */
const millisecondOf = (instant: string) => new Date(instant).toISOString();
const millisecondIfAny = (instant: string | null | undefined) =>
	instant == null ? null : millisecondOf(instant);

function visitRow(placed: Placed<EventOf<'id.denyut.visit.v1'>>): VisitVersion {
	const { data } = placed.event;
	const codes = data.diagnoses.map(codeOf);
	// Spelt out instead of spread: the most frequent row, and a spread of this size costs ten times as much.
	return {
		versionTime: new Date(placed.event.time),
		versionId: placed.event.id,
		eventKey: placed.eventKey,
		learnedAt: placed.learnedAt,
		postedOn: null,
		reversedOn: null,
		occurredOn: dayOf(data.arrivedAt),
		facility: placed.facility,
		visitNo: data.visit,
		personId: placed.persons.person,
		motherId: placed.persons.mother,
		kecamatan: data.kecamatan ?? '',
		service: data.service,
		icd3: codes[0]?.slice(0, 3) ?? '',
		diagnoses: codes,
		arrivedAt: millisecondOf(data.arrivedAt),
		dischargedAt: millisecondIfAny(data.dischargedAt),
		outcome: data.outcome ?? null,
		referral: data.referral ?? null,
		emergency: data.emergency ?? null,
		segments: data.segments ?? null,
		drugs: data.drugs ?? null
	};
}

const codeOf = (text: string) => parseIcd10(text)?.code ?? text.toUpperCase();

function bedRow(placed: Placed<EventOf<'id.denyut.bed.v1'>>): BedVersion {
	const { data } = placed.event;
	return {
		...versionOf(placed, dayOf(data.reportedAt ?? placed.event.time)),
		facility: placed.facility,
		ward: data.ward,
		way: bedWayOf(placed.event.source),
		room: data.room,
		...bedNumbers(data),
		queue: data.queue ?? null,
		reportedAt: millisecondIfAny(data.reportedAt)
	};
}

/** Free beds as the hospital says, else capacity less occupied and never below zero (extra beds are set up). */
function bedNumbers({ capacity = null, occupied = null, free = null }: BedData) {
	const counted = capacity !== null && occupied !== null ? Math.max(0, capacity - occupied) : 0;
	const derived =
		occupied === null && capacity !== null && free !== null ? Math.max(0, capacity - free) : occupied;
	return { capacity, occupied: derived, free: free ?? counted };
}

function claimRow(placed: Placed<EventOf<'id.denyut.claim.v1'>>): ClaimVersion {
	const { data } = placed.event;
	return {
		...versionOf(placed, dayOf(placed.event.time)),
		facility: placed.facility,
		claimNo: data.claim,
		personId: placed.persons.person,
		visitNo: data.visit ?? null,
		letter: data.letter ?? null,
		state: data.state,
		service: data.service,
		diagnoses: data.diagnoses.map(codeOf),
		serviceFrom: data.serviceFrom,
		serviceTo: data.serviceTo,
		tariffCode: data.tariffCode ?? null,
		items: data.items ?? null,
		budgetYear: data.budgetYear ?? Number(data.serviceTo.slice(0, 4)),
		billedRupiah: data.billedRupiah,
		verifiedRupiah: data.verifiedRupiah ?? null,
		approvedRupiah: data.approvedRupiah ?? null,
		paidRupiah: data.paidRupiah ?? null,
		amountRupiah: standingAmount(data)
	};
}

function standingAmount(claim: ClaimData): number {
	const { state, billedRupiah, verifiedRupiah, approvedRupiah, paidRupiah } = claim;
	if (state === 'paid') return paidRupiah ?? 0;
	if (state === 'approved') return approvedRupiah ?? 0;
	if (state === 'verified') return verifiedRupiah ?? 0;
	return billedRupiah;
}

function memberRow(placed: Placed<EventOf<'id.denyut.member.v1'>>): MemberVersion {
	const { data } = placed.event;
	return {
		...versionOf(placed, dayOf(placed.event.time)),
		personId: placed.persons.person ?? '',
		familyId: placed.persons.family,
		kecamatan: data.kecamatan ?? '',
		segment: data.segment,
		registerStatus: data.registerStatus,
		ektp: data.ektp ?? null,
		// What an event does not state overrides no register.
		jkn: data.jkn ?? 'unknown'
	};
}

function stockRow(placed: Placed<EventOf<'id.denyut.stock.v1'>>): StockVersion {
	const { month, stockoutDays, expiring, ...numbers } = placed.event.data;
	return {
		...versionOf(placed, `${month}-01`),
		facility: placed.facility,
		...numbers,
		month: `${month}-01`,
		stockoutDays: stockoutDays ?? null,
		expiring: expiring ?? null
	};
}

function tallyRow(placed: Placed<EventOf<'id.denyut.tally.v1'>>): TallyVersion {
	const { reporter, measure, code, area, period, grain, value } = placed.event.data;
	const counted =
		measure === 'cases' || measure === 'deaths' ? (findReportedDisease(code)?.id ?? code) : code;
	return {
		...versionOf(placed, period),
		reporter: reporter ?? placed.reporter,
		measure,
		code: counted,
		area,
		period,
		grain,
		value
	};
}

/** A row with the type of event it came from. */
export type TypedRow =
	| { type: 'id.denyut.visit.v1'; row: VisitVersion }
	| { type: 'id.denyut.bed.v1'; row: BedVersion }
	| { type: 'id.denyut.claim.v1'; row: ClaimVersion }
	| { type: 'id.denyut.member.v1'; row: MemberVersion }
	| { type: 'id.denyut.stock.v1'; row: StockVersion }
	| { type: 'id.denyut.tally.v1'; row: TallyVersion };

export function rowOf(placed: Placed<DenyutEvent>): TypedRow {
	const { event } = placed;
	switch (event.type) {
		case 'id.denyut.visit.v1':
			return { type: event.type, row: visitRow({ ...placed, event }) };
		case 'id.denyut.bed.v1':
			return { type: event.type, row: bedRow({ ...placed, event }) };
		case 'id.denyut.claim.v1':
			return { type: event.type, row: claimRow({ ...placed, event }) };
		case 'id.denyut.member.v1':
			return { type: event.type, row: memberRow({ ...placed, event }) };
		case 'id.denyut.stock.v1':
			return { type: event.type, row: stockRow({ ...placed, event }) };
		case 'id.denyut.tally.v1':
			return { type: event.type, row: tallyRow({ ...placed, event }) };
	}
}
