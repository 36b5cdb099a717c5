import type { Facility } from '../../lib/domain/facility.ts';
import type { ServiceId } from '../../lib/domain/service.ts';
import type { VisitData } from '../../lib/protocol/events.ts';
import {
	againstAdviceShare,
	deathShare,
	drugsRecordedShare,
	newbornVisitShare,
	notEmergencyShare,
	outsideResidentShare,
	referral,
	stayDays,
	type Stream,
	visitDelay,
	visitsPerYear
} from './city.ts';
import { comorbidity, dialysisPatients } from './city-diseases.ts';
import {
	arrivalMs,
	dayMs,
	dayNumberAt,
	dayText,
	hourMs,
	instantText,
	isHoliday,
	minuteMs,
	startMs,
	weekdayOf
} from './calendar.ts';
import { planClaims } from './claims.ts';
import { dispense } from './drugs.ts';
import { type City, facilityFrom, facilityNumber, placeOf, type Planned, sourceOf } from './model.ts';
import type { Person } from './people.ts';
import { at, hashUnit, Random, Weighted } from './random.ts';
import { type Disease, diseases } from './season.ts';

/** A visit as it will have been when it is over. */
export interface Stay {
	readonly number: string;
	readonly stream: Stream;
	readonly facility: Facility;
	readonly person: Person;
	/** The patient is the person's newborn. */
	readonly newborn: boolean;
	readonly disease: Disease;
	readonly diagnoses: readonly string[];
	readonly arrivedMs: number;
	readonly dischargedMs: number;
	readonly outcome: NonNullable<VisitData['outcome']>;
	readonly referral: string | null;
	readonly emergency: boolean;
}

/** Visits beside the history's own, for a feed that is to run faster: other ids, other people, same habits. */
export interface Replica {
	readonly number: number;
	/** Of the ordinary number of visits. */
	readonly rate: number;
}
export const original: Replica = { number: 0, rate: 1 };

const streams = Object.keys(visitsPerYear) as Stream[];
const stayStreams = { 'inpatient-3': true, icu: true, picu: true, nicu: true } as const;
const isStay = (stream: Stream): stream is keyof typeof stayStreams => stream in stayStreams;

/** Of a disease's puskesmas visits: referred to a hospital outpatient clinic. */
function referredShare({ visitsPerYear: visits }: Disease): number {
	const perOutpatient = (referral.referredShare * visitsPerYear.puskesmas) / visitsPerYear.outpatient;
	return visits.puskesmas ? Math.min(0.7, (perOutpatient * (visits.outpatient ?? 0)) / visits.puskesmas) : 0;
}
const referredShares = diseases.map(referredShare);

/** The day's demand in a stream; hospital outpatients who were referred come out of the puskesmas visits instead. */
function demandOf(city: City, stream: Stream, day: number): number[] {
	const uptake = city.programme.uptake(day);
	return diseases.map((disease, index) => {
		const expected = city.demand.expected(disease, stream, day) * (stream === 'puskesmas' ? 1 : uptake);
		if (stream !== 'outpatient' || expected === 0) return expected;
		const { puskesmas = 0, outpatient = 1 } = disease.visitsPerYear;
		return expected * (1 - (at(referredShares, index) * puskesmas) / outpatient);
	});
}

/** Every visit that begins on a day, with all that follows from it for months: discharge, bill, payment. */
export function planVisits(city: City, day: number, replica: Replica = original): Planned[] {
	const planned: Planned[] = [];
	for (const [index, stream] of streams.entries()) {
		const random = new Random(city.plan.seed, 20 + index, day, replica.number);
		const demand = new Weighted(demandOf(city, stream, day));
		const rate = replica.number === 0 ? 1 : replica.rate;
		const count = random.poisson(demand.total * city.plan.scale * rate);
		for (let serial = 0; serial < count; serial++) {
			const chosen = demand.draw(random);
			const number = `${replica.number === 0 ? 'V' : `X${replica.number}-`}${numberDate(day)}${index}${String(serial).padStart(4, '0')}`;
			const coming = {
				stream,
				day,
				disease: at(diseases, chosen),
				referred: at(referredShares, chosen),
				number
			};
			planVisit(city, coming, random, isThinned(city, day, index, serial, replica) ? [] : planned);
		}
	}
	return planned;
}

/** A slower feed leaves visits of the original city out; those that stay are the same people as ever. */
function isThinned(
	city: City,
	day: number,
	stream: number,
	serial: number,
	{ number, rate }: Replica
): boolean {
	return number === 0 && rate < 1 && hashUnit(city.plan.seed, 33, day, stream, serial) >= rate;
}

function numberDate(day: number): string {
	return dayText(day).slice(2).replaceAll('-', '');
}

interface Coming {
	readonly stream: Stream;
	readonly day: number;
	readonly disease: Disease;
	readonly referred: number;
	readonly number: string;
}

function planVisit(city: City, coming: Coming, random: Random, planned: Planned[]): void {
	const { stream, day, disease, number } = coming;
	const place = stream === 'dialysis' ? -1 : city.demand.drawPlace(disease, day, random);
	const person =
		stream === 'dialysis'
			? dialysisPatient(city, random)
			: city.population.draw(place, disease.age, day, random);
	const stay = settle(city, coming, person, random);
	planStay(city, stay, random, planned);
	if (stream === 'puskesmas' && stay.outcome === 'referred')
		planReferred(city, coming, stay, random, planned);
	if (/^O8[0-4]/.test(disease.code) && random.chance(newbornVisitShare)) {
		const newborn = {
			...stay,
			number: `${number}B`,
			newborn: true,
			diagnoses: ['Z38.0'],
			referral: null,
			emergency: false
		};
		planStay(
			city,
			{ ...newborn, arrivedMs: stay.arrivedMs + 6 * hourMs, dischargedMs: stay.dischargedMs + 6 * hourMs },
			random,
			planned
		);
	}
}

/** A fixed circle of people who come twice a week. */
function dialysisPatient(city: City, random: Random): Person {
	const patients = Math.max(2, Math.round(dialysisPatients * city.plan.scale));
	const chosen = random.whole(1, patients);
	const share = hashUnit(city.plan.seed, 31, chosen);
	return city.population.person(Math.floor(share * city.population.size));
}

function settle(city: City, coming: Coming, person: Person, random: Random): Stay {
	const { stream, day, disease, number } = coming;
	const place = placeOf(city, person.kecamatan);
	const facility =
		stream === 'puskesmas'
			? facilityFrom(city.puskesmas, at(city.puskesmasChoice, place).draw(random))
			: facilityFrom(city.hospitals, at(city.hospitalChoice, place).draw(random));
	const arrivedMs = arrivalMs(stream, day, random);
	const emergency =
		stream === 'emergency' ? !random.chance(notEmergencyShare) : isStay(stream) && random.chance(0.7);
	const second = isStay(stream) && stream !== 'nicu' && stream !== 'picu' && random.chance(comorbidity.share);
	const extra = second ? at(comorbidity.codes, random.whole(0, comorbidity.codes.length - 1)) : disease.code;
	return {
		number,
		stream,
		facility,
		person,
		newborn: stream === 'nicu',
		disease,
		diagnoses: extra === disease.code ? [disease.code] : [disease.code, extra],
		arrivedMs,
		dischargedMs: arrivedMs + durationMs(stream, random),
		outcome: outcomeOf(coming, random),
		referral: referralOf(city, stream, emergency, place, day, random),
		emergency
	};
}

function durationMs(stream: Stream, random: Random): number {
	if (isStay(stream)) {
		const { median, sigma } = stayDays[stream];
		return Math.max(0.4, Math.min(45, random.logNormal(median, sigma))) * dayMs;
	}
	if (stream === 'emergency') return random.between(1.5, 10) * hourMs;
	return stream === 'dialysis' ? random.between(4, 5.5) * hourMs : random.between(20, 150) * minuteMs;
}

function outcomeOf({ stream, referred }: Coming, random: Random): Stay['outcome'] {
	if (stream === 'puskesmas') return random.chance(referred) ? 'referred' : 'home';
	if (stream in deathShare && random.chance(deathShare[stream as keyof typeof deathShare])) return 'died';
	if (isStay(stream) && random.chance(againstAdviceShare)) return 'against-advice';
	return stream === 'ambulance' ? 'referred' : 'home';
}

function referralOf(
	city: City,
	stream: Stream,
	emergency: boolean,
	place: number,
	day: number,
	random: Random
): string | null {
	if (stream === 'puskesmas' || stream === 'emergency' || stream === 'ambulance' || emergency) return null;
	// Bypass is a share of all outpatients; those who were referred are not among these.
	if (stream === 'outpatient' && random.chance(city.programme.bypassShare(day) * 1.45)) return null;
	const puskesmas = facilityFrom(city.puskesmas, at(city.puskesmasChoice, place).draw(random));
	return referralNumber(puskesmas, `${numberDate(day - random.whole(0, 6))}K${random.whole(100, 999)}`);
}

function referralNumber({ code }: Facility, tail: string): string {
	return `R-${code.slice(-2)}-${tail}`;
}

/** The hospital's half of a referral: the same person, the same number, some working days later. */
function planReferred(city: City, coming: Coming, from: Stay, random: Random, planned: Planned[]): void {
	const uptake = city.programme.uptake(coming.day);
	if (uptake < 1 && !random.chance(uptake)) return;
	let day = coming.day + random.whole(at(referral.waitDays, 0), at(referral.waitDays, 1));
	while (weekdayOf(day) === 0 || isHoliday(day)) day++;
	const stay = settle(
		city,
		{ ...coming, stream: 'outpatient', day, number: `${coming.number}R` },
		from.person,
		random
	);
	planStay(city, { ...stay, referral: referralNumber(from.facility, from.number.slice(1)) }, random, planned);
}

function planStay(city: City, stay: Stay, random: Random, planned: Planned[]): void {
	const drugs =
		random.chance(drugsRecordedShare) && stay.stream !== 'ambulance'
			? dispense(stay.disease.group, random)
			: [];
	const residence = random.chance(outsideResidentShare) ? '32.16.06' : stay.person.kecamatan;
	let recordedMs = 0;
	if (isStay(stay.stream)) {
		const timeMs = stay.arrivedMs + random.between(10, 90) * minuteMs;
		recordedMs = timeMs + delayMs(city, stay.facility, timeMs, random);
		if (recordedMs < stay.dischargedMs) planned.push(visitEvent(stay, 1, timeMs, recordedMs, residence, []));
	}
	const timeMs = stay.dischargedMs + random.between(1, 25) * minuteMs;
	const lastMs = Math.max(recordedMs + minuteMs, timeMs + delayMs(city, stay.facility, timeMs, random));
	planned.push(visitEvent(stay, 2, timeMs, lastMs, residence, drugs));
	if (stay.stream !== 'puskesmas') planClaims(city, stay, random, planned);
}

/** From an event's writing to its arrival: at once, the same night, the next day, or days later. */
function delayMs(city: City, facility: Facility, timeMs: number, random: Random): number {
	const hospital = facility.kind === 'hospital';
	const habit = hashUnit(city.plan.seed, 32, facilityNumber(facility));
	if (hospital && habit < visitDelay.immediateHospitalShare) return random.between(0.2, 12) * minuteMs;
	const untilMidnightMs = startMs(dayNumberAt(timeMs) + 1) - timeMs;
	if (hospital && habit > 1 - visitDelay.weeklyHospitalShare) {
		// The week's lot goes out on Saturday night.
		return untilMidnightMs + (6 - weekdayOf(dayNumberAt(timeMs))) * dayMs;
	}
	const { sameDayShare, nextDayShare, tailMeanDays } = visitDelay[hospital ? 'hospital' : 'puskesmas'];
	const chance = random.unit();
	if (chance < sameDayShare) return minuteMs + random.exponential(visitDelay.sameDayMeanHours) * hourMs;
	const days = chance < sameDayShare + nextDayShare ? 0 : 1 + random.exponential(tailMeanDays - 2);
	return untilMidnightMs + random.between(7, 20) * hourMs + Math.floor(days) * dayMs;
}

const servicesByStream: Readonly<Record<Stream, ServiceId>> = {
	puskesmas: 'outpatient',
	...{ outpatient: 'outpatient', emergency: 'emergency', 'inpatient-3': 'inpatient-3', icu: 'icu' },
	...{ picu: 'picu', nicu: 'nicu', dialysis: 'dialysis', ambulance: 'ambulance' }
};
export const serviceOf = (stream: Stream): ServiceId => servicesByStream[stream];

function visitEvent(
	stay: Stay,
	version: 1 | 2,
	timeMs: number,
	recordedMs: number,
	kecamatan: string,
	drugs: { item: string; quantity: number }[]
): Planned {
	const write = () => {
		const over = version === 2;
		const data = {
			visit: stay.number,
			nik: stay.newborn ? null : stay.person.nik,
			mother: stay.newborn ? stay.person.nik : null,
			kecamatan,
			service: serviceOf(stay.stream),
			segments: isStay(stay.stream) ? segmentsOf(stay, over) : null,
			diagnoses: [...stay.diagnoses],
			arrivedAt: instantText(stay.arrivedMs),
			dischargedAt: over ? instantText(stay.dischargedMs) : null,
			outcome: over ? stay.outcome : null,
			referral: stay.referral,
			emergency: stay.emergency,
			drugs
		};
		const facility = stay.facility.code;
		return {
			party: 'hospital' as const,
			facility,
			recordedMs,
			event: {
				specversion: '1.0' as const,
				id: `${stay.number}/${version}`,
				source: sourceOf('hospital', facility),
				type: 'id.denyut.visit.v1' as const,
				time: instantText(timeMs),
				subject: facility,
				data
			}
		};
	};
	return { recordedMs, write };
}

/** Emergency first if it was one; intensive care ends on the ward for the last third of the stay. */
function segmentsOf(stay: Stay, over: boolean): { ward: string; from: string; to: string | null }[] {
	const { arrivedMs, dischargedMs, stream } = stay;
	const wards: [string, number][] = stay.emergency ? [['igd', 0]] : [];
	const lengthMs = dischargedMs - arrivedMs;
	wards.push([
		stay.newborn && stream === 'inpatient-3' ? 'perinatal' : stream,
		stay.emergency ? Math.min(3 * hourMs, lengthMs / 4) : 0
	]);
	if (stream === 'icu' && stay.outcome !== 'died') wards.push(['inpatient-3', lengthMs * 0.66]);
	const shown = over ? wards : wards.slice(0, 1);
	return shown.map(([ward, offset], index) => {
		const next = shown[index + 1]?.[1];
		const toMs = next === undefined ? (over ? dischargedMs : null) : arrivedMs + next;
		return { ward, from: instantText(arrivedMs + offset), to: toMs === null ? null : instantText(toMs) };
	});
}
