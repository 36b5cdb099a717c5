/**
 * The one validated path: a raw item becomes an event that may be stored, or a refusal with what may be held of it.
 * No database here, so that a whole batch is judged before the first write. After this file no NIK exists: each is
 * replaced by its keyed digest, and sex, birth year and area are taken from it first.
 */
import type { z } from 'zod';
import { bucketKecamatan, city, kecamatan } from '../../domain/area.ts';
import type { Facility } from '../../domain/facility.ts';
import { matchHospitalName } from '../../domain/hospital-name.ts';
import { maskIdentityNumbers, maskName, parseNik, type NikDefect } from '../../domain/nik.ts';
import { jakartaDay } from '../../domain/period.ts';
import { authority, mayAssert, type ClaimState, type EventKind } from '../../domain/role.ts';
import { findReportedDisease } from '../../domain/surveillance-diseases.ts';
import { findWardClass } from '../../domain/ward.ts';
import {
	envelope,
	eventTypes,
	isEventType,
	maxFutureMs,
	type DenyutEvent,
	type EventType
} from '../../protocol/events.ts';
import {
	isFieldReason,
	type EventRefusal,
	type EventRefusalCode,
	type FieldReason
} from '../../protocol/refusals.ts';
import type { RawItem } from './batch.ts';
import { heldFields, storableText } from './held-fields.ts';
import type { Mac, Pseudonymiser } from './pseudonym.ts';
import { mayStateWhenLearned, type Sender } from './sender.ts';

export type PersonHint = {
	mac: Mac;
	/** Where it was known before whose the event is, and no number came. */
	personId?: string;
	kind: 'person' | 'family';
	sex: 'female' | 'male' | null;
	birthYear: number | null;
	nikArea: string | null;
	nikDefect: NikDefect | null;
};

/** Persons whose numbers a reader took out when they came, before the event that they belong to was whole. */
export type KnownPersons = { person: PersonHint | null; mother: PersonHint | null };

/** An event whose identity numbers were taken out; `persons` says whose they were. */
export type ScreenedEvent = {
	event: DenyutEvent;
	facility: string | null;
	learnedAt: Date;
	persons: { person: PersonHint | null; mother: PersonHint | null; family: PersonHint | null };
};

export type RefusedItem = {
	refusal: EventRefusal;
	id: string | null;
	source: string | null;
	type: string | null;
	facility: string | null;
	/**
	 * Schema fields only, for correction; null where bytes could not be parsed. Beside them, as `persons`, whose it is where a
	 * reader had taken the number out: it is sealed with them, so that nobody has to type the number again, or could alter it.
	 */
	held: unknown;
};

export type Screened = { index: number } & (
	{ ok: true; screened: ScreenedEvent } | { ok: false; refused: RefusedItem }
);

export type ScreenContext = {
	sender: Sender;
	now: Date;
	pseudonymiser: Pseudonymiser;
	findFacility: (code: string) => Facility | undefined;
};

class Refused extends Error {
	constructor(
		readonly code: EventRefusalCode,
		readonly field: string | null,
		readonly detail: Record<string, string> = {}
	) {
		super(code);
	}
}

export function screen(item: RawItem, index: number, context: ScreenContext): Screened {
	if ('unreadable' in item) {
		const { position, length } = item.unreadable;
		const detail = { position: String(position), length: String(length) };
		return refusedItem(index, { code: 'not-json', field: null, detail }, undefined, null);
	}
	const { facility } = context.sender;
	if (item.refusal) return refusedItem(index, item.refusal, item.value, facility, item.persons);
	try {
		return { index, ok: true, screened: screenValue(item.value, context, item.persons) };
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		const { code, field, detail } = error;
		return refusedItem(index, { code, field, detail }, item.value, facility, item.persons);
	}
}

/** What is shown or stored in the clear never holds what could be a NIK, wherever the sender put it. */
function refusedItem(
	index: number,
	refusal: EventRefusal,
	value: unknown,
	facility: string | null,
	persons?: KnownPersons
): Screened {
	const held = heldFields(value);
	const textOf = (name: string) => (typeof held?.[name] === 'string' ? maskName(held[name] as string) : null);
	const detail = Object.fromEntries(
		Object.entries(refusal.detail).map(([name, text]) => [name, maskIdentityNumbers(storableText(text))])
	);
	return {
		index,
		ok: false,
		refused: {
			refusal: { ...refusal, detail },
			id: textOf('id'),
			source: textOf('source'),
			type: textOf('type'),
			facility,
			held: held && persons ? { ...held, persons } : held
		}
	};
}

function screenValue(value: unknown, context: ScreenContext, known?: KnownPersons): ScreenedEvent {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new Refused('not-an-object', null);
	const parsed = envelope.safeParse(value);
	if (!parsed.success) throw firstIssue('bad-envelope', parsed.error, '');
	const { id, source, type, time, subject, recordedtime, data: rawData } = parsed.data;
	if (!isEventType(type))
		throw new Refused('unknown-type', 'type', { value: maskIdentityNumbers(type).slice(0, 64) });
	const data = eventTypes[type].safeParse(known ? standIn(rawData, known) : rawData);
	if (!data.success) throw firstIssue('bad-field', data.error, 'data');
	const event = { id, source, type, time, subject, recordedtime, data: data.data } as DenyutEvent;
	refuseFuture('time', event.time, context.now);
	refuseUnauthorised(event, context.sender);
	const facility = facilityOf(event, context);
	refuseImpossible(event, context);
	const persons = { ...takePersons(event, context), ...known };
	return { event, facility, learnedAt: learnedAtOf(event, context), persons };
}

/** Sixteen noughts where the number stood, so that the schema holds for both; they are forgotten with the others. */
function standIn(data: unknown, { person, mother }: KnownPersons): unknown {
	if (typeof data !== 'object' || data === null) return data;
	const number = '0'.repeat(16);
	return { ...data, nik: person ? number : null, ...(mother && { mother: number }) };
}

const identityFields = new Set(['nik', 'mother', 'family']);

function firstIssue(code: 'bad-envelope' | 'bad-field', error: z.ZodError, prefix: string): Refused {
	const issue = error.issues[0];
	const path = [...(prefix === '' ? [] : [prefix]), ...(issue?.path ?? [])].map(String);
	const field = path.join('.');
	if (issue?.message === 'identity-number') return new Refused('identity-number', field);
	if (code === 'bad-field' && identityFields.has(path.at(-1) ?? '') && issue?.message !== 'nik-or-mother')
		return new Refused('bad-nik', field);
	return new Refused(code, field, { reason: issue ? reasonOf(issue) : 'wrong-form' });
}

/** A word of the table of reasons: what the library says is English only and may change. */
function reasonOf(issue: z.core.$ZodIssue): FieldReason {
	if (issue.code === 'custom') return isFieldReason(issue.message) ? issue.message : 'wrong-form';
	// The library leaves the input out of an issue, lest it be logged; only the words tell a missing field.
	if (issue.code === 'invalid_type')
		return issue.message.endsWith('received undefined') ? 'missing' : 'wrong-type';
	if (issue.code === 'invalid_value') return 'not-in-list';
	if (issue.code === 'too_big') return 'too-large';
	if (issue.code === 'too_small') return 'too-small';
	return isFieldReason(issue.message) ? issue.message : 'wrong-form';
}

function refuseFuture(field: string, time: string, now: Date): void {
	if (Date.parse(time) - now.getTime() > maxFutureMs) throw new Refused('future-time', field);
}

function refuseFutureDay(field: string, day: string, now: Date): void {
	if (day > jakartaDay(now)) throw new Refused('future-time', field);
}

const kinds = Object.fromEntries(Object.keys(eventTypes).map((type) => [type, type.split('.')[2]])) as Record<
	EventType,
	EventKind
>;
export const kindOf = (type: EventType): EventKind => kinds[type];

function refuseUnauthorised(event: DenyutEvent, sender: Sender): void {
	const state: ClaimState | null = event.type === 'id.denyut.claim.v1' ? event.data.state : null;
	if (!mayAssert(sender.party, kindOf(event.type), state))
		throw new Refused('not-allowed', state === null ? 'type' : 'data.state', {
			what: state === null ? event.type : `claim state ${state}`
		});
	if (event.recordedtime != null && !mayStateWhenLearned(sender))
		throw new Refused('not-allowed', 'recordedtime', { what: 'recordedtime' });
	if (event.type === 'id.denyut.tally.v1' && event.data.reporter != null && sender.party !== 'importer')
		throw new Refused('not-allowed', 'data.reporter', { what: 'another reporter' });
}

function learnedAtOf(event: DenyutEvent, { now }: ScreenContext): Date {
	if (event.recordedtime == null) return now;
	const recorded = new Date(event.recordedtime);
	return recorded < now ? recorded : now;
}

const withoutFacility = new Set<EventType>(['id.denyut.member.v1', 'id.denyut.tally.v1']);

function facilityOf(event: DenyutEvent, { sender, findFacility }: ScreenContext): string | null {
	const subject = event.subject ?? null;
	if (authority[sender.party].ownFacilityOnly) {
		if (subject !== null && subject !== sender.facility)
			throw new Refused('other-facility', 'subject', { value: subject });
		return sender.facility;
	}
	if (subject === null) {
		if (withoutFacility.has(event.type)) return null;
		throw new Refused('facility-missing', 'subject');
	}
	if (subject.startsWith('name:')) return facilityByName(subject.slice('name:'.length).trim());
	if (findFacility(subject) === undefined)
		throw new Refused('unknown-facility', 'subject', { value: subject });
	return subject;
}

/** Old lists name hospitals instead of giving codes. */
function facilityByName(name: string): string {
	const match = matchHospitalName(name);
	if ('code' in match) return match.code;
	const candidates = match.candidates.map((candidate) => `${candidate.name} (${candidate.code})`).join('; ');
	throw new Refused('unknown-name', 'subject', { value: name, candidates });
}

const areas = new Set<string>([city.code, ...kecamatan.map((one) => one.code)]);

/** What our lists do not know, and what cannot have happened yet. */
function refuseImpossible(event: DenyutEvent, { now }: ScreenContext): void {
	switch (event.type) {
		case 'id.denyut.bed.v1':
			if (!findWardClass(event.data.ward))
				throw new Refused('unknown-ward', 'data.ward', { value: event.data.ward });
			if (event.data.reportedAt) refuseFuture('data.reportedAt', event.data.reportedAt, now);
			return;
		case 'id.denyut.visit.v1':
			refuseFuture('data.arrivedAt', event.data.arrivedAt, now);
			if (event.data.dischargedAt) refuseFuture('data.dischargedAt', event.data.dischargedAt, now);
			return;
		case 'id.denyut.claim.v1':
			refuseFutureDay('data.serviceTo', event.data.serviceTo, now);
			return;
		case 'id.denyut.stock.v1':
			refuseFutureDay('data.month', `${event.data.month}-01`, now);
			return;
		case 'id.denyut.tally.v1': {
			const { area, code, measure, period } = event.data;
			refuseFutureDay('data.period', period, now);
			if (!areas.has(area)) throw new Refused('unknown-code', 'data.area', { value: area });
			if ((measure === 'cases' || measure === 'deaths') && !findReportedDisease(code))
				throw new Refused('unknown-code', 'data.code', { value: code });
			return;
		}
		default:
			return;
	}
}

function takePersons(event: DenyutEvent, context: ScreenContext): ScreenedEvent['persons'] {
	const none = { person: null, mother: null, family: null };
	switch (event.type) {
		case 'id.denyut.visit.v1': {
			const { nik, mother } = event.data;
			forget(event.data, 'nik', 'mother');
			event.data.kecamatan = bucketKecamatan(event.data.kecamatan ?? null);
			return { ...none, person: personOf(nik, context), mother: personOf(mother, context) };
		}
		case 'id.denyut.claim.v1': {
			const { nik } = event.data;
			forget(event.data, 'nik');
			return { ...none, person: personOf(nik, context) };
		}
		case 'id.denyut.member.v1': {
			const { nik, family } = event.data;
			forget(event.data, 'nik', 'family');
			event.data.kecamatan = bucketKecamatan(event.data.kecamatan ?? null);
			return { ...none, person: personOf(nik, context), family: familyOf(family, context) };
		}
		default:
			return none;
	}
}

/** Emptied, not deleted: JSON leaves it out all the same, and the object keeps its shape. */
function forget(data: Record<string, unknown>, ...fields: string[]): void {
	for (const field of fields) data[field] = undefined;
}

function personOf(nik: string | null | undefined, context: ScreenContext): PersonHint | null {
	if (nik == null) return null;
	const hint = findPersonHint(nik, context);
	if (hint === undefined) throw new Refused('bad-nik', 'data.nik');
	return hint;
}

/** All that is kept of a NIK; undefined for what is none. */
export function findPersonHint(
	nik: string,
	{ pseudonymiser, now }: Pick<ScreenContext, 'pseudonymiser' | 'now'>
): PersonHint | undefined {
	const parsed = parseNik(nik, jakartaDay(now));
	if (!parsed.ok) return undefined;
	const { sex, birthYear, areaCode, defect } = parsed;
	return {
		mac: pseudonymiser.macOfNik(parsed.nik),
		kind: 'person',
		sex,
		birthYear,
		nikArea: areaCode,
		nikDefect: defect
	};
}

function familyOf(family: string | null | undefined, { pseudonymiser }: ScreenContext): PersonHint | null {
	if (family == null) return null;
	const mac = pseudonymiser.macOfFamily(family);
	return { mac, kind: 'family', sex: null, birthYear: null, nikArea: null, nikDefect: null };
}
