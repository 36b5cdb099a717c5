import { claimCost, claims, type Stream, tariffCodes } from './city.ts';
import {
	dayNumberAt,
	dayText,
	instantText,
	minuteMs,
	officeMs,
	weekdayOf,
	workingDay,
	yearOf
} from './calendar.ts';
import type { ClaimState } from '../../lib/domain/role.ts';
import type { TariffItem } from '../../lib/domain/tariff-items.ts';
import { type City, facilityNumber, type Planned, sourceOf } from './model.ts';
import { letterNumberOf } from './letter-numbers.ts';
import { at, hash, hashUnit, type Random } from './random.ts';
import { serviceOf, type Stay } from './visits.ts';

interface Course {
	readonly stay: Stay;
	readonly number: string;
	/** The letter that it names; one that nobody issued where the stay has none. */
	readonly letter: string;
	readonly billedRupiah: number;
	readonly verifiedRupiah: number;
	/** The hospital's own bill, of services of late: what a verifier still decides on. */
	readonly items: Partial<Record<TariffItem, number>> | null;
}

interface Step {
	readonly state: ClaimState;
	readonly ms: number;
}

/** When somebody said it, and when the product learned it. */
export interface TimedStep {
	readonly state: ClaimState;
	readonly timeMs: number;
	readonly recordedMs: number;
}

type Delay = { readonly median: number; readonly sigma: number; readonly most?: number };
const daysOf = ({ median, sigma, most = 240 }: Delay, random: Random) =>
	Math.min(most, random.logNormal(median, sigma));

/** Days that a bill stays with its hospital after the day that follows the service: each hospital has its own habit. */
export function drawBillDelay(
	{ seed, hospital }: { seed: number; hospital: number },
	random: Random
): number {
	const [quick, slow] = [at(claims.hospitalFactor, 0), at(claims.hospitalFactor, 1)];
	const habit = quick + (slow - quick) * hashUnit(seed, 41, hospital) ** 2;
	return daysOf(claims.submitDays, random) * habit;
}

/** A visit's bill, from submission to payment, and sometimes the same bill once more. */
export function planClaims(city: City, stay: Stay, random: Random, planned: Planned[]): void {
	if (random.chance(claims.unbilledShare)) return;
	const billedRupiah = bill(stay, random);
	const endDay = dayNumberAt(stay.dischargedMs);
	const hospital = facilityNumber(stay.facility);
	const submittedDay = endDay + 1 + drawBillDelay({ seed: city.plan.seed, hospital }, random);
	const number = `C${stay.number.slice(1)}`;
	const isOfLate = stay.dischargedMs > city.endMs - itemisedDays * 24 * 60 * minuteMs;
	const items = isOfLate ? itemise(billedRupiah, serviceOf(stay.stream)) : null;
	const letter = letterNumberOf(city, stay) ?? `SJP-${stay.number}`;
	planCourse(
		city,
		{ stay, number, letter, billedRupiah, verifiedRupiah: verify(billedRupiah, random), items },
		submittedDay,
		random,
		planned
	);
	if (!random.chance(claims.duplicateShare)) return;
	const again = { stay, number: `${number}D`, letter, billedRupiah, verifiedRupiah: billedRupiah, items };
	planCourse(city, again, submittedDay + random.between(4, 45), random, planned);
}

/** Longer ago hardly a claim is still open, and three years of items would only fill the disk. */
const itemisedDays = 60;
const stayItems = [
	['kamar', 0.34],
	['obat', 0.24],
	['laboratorium', 0.12],
	['keperawatan', 0.1],
	['alkes', 0.08]
] as const;
const visitItems = [
	['obat', 0.45],
	['laboratorium', 0.25],
	['radiologi', 0.1]
] as const;

/** Parts of the bill, the rest being the doctor's. */
function itemise(billedRupiah: number, service: string): Course['items'] {
	const items: Partial<Record<TariffItem, number>> = {};
	let rest = billedRupiah;
	for (const [item, share] of service === 'outpatient' ? visitItems : stayItems) {
		const part = Math.round((billedRupiah * share) / 100) * 100;
		items[item] = part;
		rest -= part;
	}
	return { ...items, konsultasi: rest };
}

function bill(stay: Stay, random: Random): number {
	const { mean, sigma } = claimCost[stay.stream as Exclude<Stream, 'puskesmas'>];
	const typical = random.logNormal(mean * Math.exp((-sigma * sigma) / 2), sigma);
	const outlier = random.chance(claims.outlierShare)
		? random.between(at(claims.outlierFactor, 0), at(claims.outlierFactor, 1))
		: 1;
	return Math.round((typical * outlier) / 100) * 100;
}

function verify(billedRupiah: number, random: Random): number {
	if (!random.chance(claims.cutShare)) return billedRupiah;
	return Math.round((billedRupiah * random.between(at(claims.cutTo, 0), at(claims.cutTo, 1))) / 100) * 100;
}

function planCourse(
	city: City,
	course: Course,
	submittedDay: number,
	random: Random,
	planned: Planned[]
): void {
	const told = settle(city, course, timed(stepsOf(submittedDay, random), random));
	if (!told) return;
	for (const [index, step] of told.steps.entries()) planned.push(claimEvent(told.course, step, index));
}

/** As the books of a reconstructed year have it; undefined where that year never saw the bill. */
function settle(
	{ books }: City,
	course: Course,
	steps: readonly TimedStep[]
): { course: Course; steps: readonly TimedStep[] } | undefined {
	if (!books) return { course, steps };
	const { stay, number, billedRupiah, verifiedRupiah, items } = course;
	const told = books.tell({
		...{ number, billedRupiah, verifiedRupiah, steps },
		year: yearOf(dayNumberAt(stay.dischargedMs)),
		isCitys: stay.facility.owner === 'city'
	});
	if (!told) return undefined;
	const amounts = { billedRupiah: told.billedRupiah, verifiedRupiah: told.verifiedRupiah };
	const own = items && itemise(told.billedRupiah, serviceOf(stay.stream));
	return { course: { ...course, ...amounts, items: own }, steps: told.steps };
}

/** An answer never comes before the question, also where delays were short. */
function timed(steps: readonly Step[], random: Random): TimedStep[] {
	let lastMs = 0;
	return steps.map(({ state, ms }) => {
		const timeMs = Math.max(ms, lastMs + minuteMs);
		lastMs = timeMs + random.between(1, 20) * minuteMs;
		return { state, timeMs, recordedMs: lastMs };
	});
}

function stepsOf(submittedDay: number, random: Random): Step[] {
	const steps: Step[] = [];
	let day = Math.floor(submittedDay);
	const step = (state: ClaimState, onDay: number) => {
		day = workingDay(Math.floor(onDay));
		steps.push({ state, ms: officeMs(day, random) });
	};
	step('submitted', day);
	if (random.chance(claims.returnedShare)) {
		step('returned', day + daysOf(claims.verifyDays, random));
		step('submitted', day + daysOf(claims.resubmitDays, random));
	}
	const verifiedDay = day + daysOf(claims.verifyDays, random);
	if (random.chance(claims.rejectedShare)) {
		step('rejected', verifiedDay);
		return steps;
	}
	step('verified', verifiedDay);
	step('approved', day + daysOf(claims.approveDays, random));
	step('paid', paymentDay(day, random));
	return steps;
}

/** Payment waits longer the later in the year, stops when the books close, and comes on two weekdays. */
function paymentDay(approvedDay: number, random: Random): number {
	const yearPart = (Number(dayText(approvedDay).slice(5, 7)) - 1) / 11;
	const slow = 1 + claims.paySlowdownByYearEnd * yearPart * yearPart;
	return nextPayDay(Math.floor(approvedDay + 1 + daysOf(claims.payDays, random) * slow));
}

/** The day itself, or the next one on which the treasury pays. */
export function nextPayDay(day: number): number {
	const payDays: readonly number[] = claims.payWeekdays;
	let found = day;
	while (!payDays.includes(weekdayOf(found)) || isPaused(found) || workingDay(found) !== found) found++;
	return found;
}

function isPaused(day: number): boolean {
	const date = dayText(day).slice(5);
	return date >= claims.payPause.from || date <= claims.payPause.to;
}

const partyByState = {
	submitted: 'hospital',
	returned: 'verifier',
	verified: 'verifier',
	rejected: 'verifier',
	approved: 'dinkes',
	paid: 'finance'
} as const;

const tariffOf = ({ stream, number }: Stay): string | null => {
	const codes = tariffCodes[stream];
	return codes ? at(codes, hash(Number(number.slice(-3)) || 0) % codes.length) : null;
};

function claimEvent(course: Course, { state, timeMs, recordedMs }: TimedStep, index: number): Planned {
	const { stay, number, letter, billedRupiah, verifiedRupiah, items } = course;
	const write = () => {
		const facility = stay.facility.code;
		const party = partyByState[state];
		const verified = state === 'verified' || state === 'approved' || state === 'paid';
		const serviceTo = dayText(dayNumberAt(stay.dischargedMs));
		const data = {
			claim: number,
			visit: stay.number,
			letter,
			nik: stay.newborn ? null : stay.person.nik,
			state,
			diagnoses: [...stay.diagnoses],
			service: serviceOf(stay.stream),
			serviceFrom: dayText(dayNumberAt(stay.arrivedMs)),
			serviceTo,
			tariffCode: tariffOf(stay),
			...(items && { items }),
			budgetYear: Number(serviceTo.slice(0, 4)),
			billedRupiah,
			verifiedRupiah: verified ? verifiedRupiah : null,
			approvedRupiah: state === 'approved' || state === 'paid' ? verifiedRupiah : null,
			paidRupiah: state === 'paid' ? verifiedRupiah : null
		};
		return {
			party,
			facility,
			recordedMs,
			event: {
				specversion: '1.0' as const,
				id: `${number}/${index}`,
				source: sourceOf(party, facility),
				type: 'id.denyut.claim.v1' as const,
				time: instantText(timeMs),
				subject: facility,
				data
			}
		};
	};
	return { recordedMs, write };
}
