import { AnalyticsError } from '../../analytics-error.ts';
import type { Generator } from '../../stats/generator.ts';
import { type Arrow, readInterval } from './arrow.ts';
import { type Assumption, checkAssumption, drawAssumption } from './assumption.ts';

export interface OutbreakLever {
	/** Cases beyond the usual, over the whole outbreak. */
	readonly cases: Assumption;
	/** How long it lasts; a whole number from 1 up. */
	readonly weeks: number;
	/** Weeks from the beginning of the first month ahead to its start; 0 or more. */
	readonly startWeek: number;
	/** Rises and falls over the weeks (`wave`, where left out), or has the same extra cases in each of them (`even`). */
	readonly shape?: 'wave' | 'even';
	/** Share of the cases that are admitted. */
	readonly admittedShare: Assumption;
	readonly stayDays: Assumption;
	/** Share of the admitted that the programme pays for (members, not insured elsewhere). */
	readonly coveredShare: Assumption;
	readonly rupiahPerAdmission: Assumption;
	/** Of the cases that are not admitted but seen at a hospital and covered, for each case. */
	readonly outpatientVisits: Assumption;
	readonly rupiahPerOutpatientVisit: Assumption;
	readonly drugs: readonly DrugNeed[];
}

export interface DrugNeed {
	/** Item code. */
	readonly item: string;
	readonly unitsPerCase: Assumption;
}

export interface OutbreakWorlds {
	readonly arrows: readonly Arrow[];
	/** Beds taken at the peak, one a world. */
	readonly peakBeds: Float64Array;
	/** Units of each item, one a world. */
	readonly units: ReadonlyMap<string, Float64Array>;
	/** Rupiah in each week of the outbreak, the same in place as `weekShares`: total cost of the world × share. */
	readonly rupiah: Float64Array;
	/** Share of the outbreak in each week; they add up to 1. */
	readonly weekShares: readonly number[];
}

const daysAWeek = 7;

/**
 * What an outbreak of a given size and length would ask for: beds, drugs, claims, money, each with its interval.
 *
 * Definition: cases rise and fall as a squared sine over the weeks, or are as many in each of them; beds at the peak = admissions of the peak week × stay ÷ 7
 * (Little 1961: occupied = arrivals × stay); drugs = cases × units; claims = covered admissions and outpatient visits;
 * money = claims × their cost. Every world draws every assumption once, so that errors are carried through.
 *
 * @param worlds how many; the same as of the simulated costs that the money is added to
 * @returns O(worlds × (items + log))
 * @throws AnalyticsError `bad-option` for weeks that are no whole number from 1 up, a start below 0, or an assumption out of
 * order
 */
export function simulateOutbreak(lever: OutbreakLever, worlds: number, generator: Generator): OutbreakWorlds {
	checkLever(lever);
	const weekShares = shapeWeeks(lever);
	const peakShare = Math.max(...weekShares);
	const draw = (assumption: Assumption) => drawWorlds(assumption, worlds, generator);
	const cases = draw(lever.cases);
	const admitted = multiply(cases, draw(lever.admittedShare).map(atMostOne));
	const peakBeds = multiply(admitted, draw(lever.stayDays)).map((days) => (days * peakShare) / daysAWeek);
	const covered = draw(lever.coveredShare).map(atMostOne);
	const admissions = multiply(admitted, covered);
	const visits = multiply(
		cases.map((count, world) => Math.max(0, count - (admitted[world] as number))),
		multiply(draw(lever.outpatientVisits), covered)
	);
	const inpatientRupiah = multiply(admissions, draw(lever.rupiahPerAdmission));
	const outpatientRupiah = multiply(visits, draw(lever.rupiahPerOutpatientVisit));
	const rupiah = add(inpatientRupiah, outpatientRupiah);
	const units = new Map(
		lever.drugs.map(({ item, unitsPerCase }) => [item, multiply(cases, draw(unitsPerCase))])
	);
	const claims = add(admissions, visits);
	return {
		arrows: describeChain(lever, { peakBeds, units, claims, rupiah }),
		peakBeds,
		units,
		rupiah,
		weekShares
	};
}

function checkLever(lever: OutbreakLever): void {
	if (!Number.isInteger(lever.weeks) || lever.weeks < 1)
		throw new AnalyticsError('bad-option', `An outbreak lasts a whole number of weeks, not ${lever.weeks}.`);
	if (!(lever.startWeek >= 0 && lever.startWeek < Infinity))
		throw new AnalyticsError('bad-option', `An outbreak cannot start ${lever.startWeek} weeks from now.`);
	for (const assumption of [
		lever.cases,
		lever.admittedShare,
		lever.stayDays,
		lever.coveredShare,
		lever.rupiahPerAdmission,
		lever.outpatientVisits,
		lever.rupiahPerOutpatientVisit,
		...lever.drugs.map(({ unitsPerCase }) => unitsPerCase)
	])
		checkAssumption(assumption);
}

/** Squared sine, one value at the middle of each week, or one for all; summing to 1. */
function shapeWeeks({ weeks, shape = 'wave' }: OutbreakLever): number[] {
	if (shape === 'even') return new Array<number>(weeks).fill(1 / weeks);
	const heights = Array.from({ length: weeks }, (_, week) => Math.sin((Math.PI * (week + 0.5)) / weeks) ** 2);
	const sum = heights.reduce((total, height) => total + height, 0);
	return heights.map((height) => height / sum);
}

function drawWorlds(assumption: Assumption, worlds: number, generator: Generator): Float64Array {
	return new Float64Array(worlds).map(() => drawAssumption(assumption, generator));
}

const atMostOne = (share: number) => Math.min(1, share);
const multiply = (a: Float64Array, b: Float64Array) => a.map((value, world) => value * (b[world] as number));
const add = (a: Float64Array, b: Float64Array) => a.map((value, world) => value + (b[world] as number));

interface Results {
	readonly peakBeds: Float64Array;
	readonly units: ReadonlyMap<string, Float64Array>;
	readonly claims: Float64Array;
	readonly rupiah: Float64Array;
}

function describeChain(lever: OutbreakLever, { peakBeds, units, claims, rupiah }: Results): Arrow[] {
	return [
		{
			from: 'disease',
			to: 'beds',
			key: 'scenario.peak-beds',
			unit: 'unit.beds',
			result: readInterval(peakBeds),
			assumptions: [lever.cases, lever.admittedShare, lever.stayDays]
		},
		...lever.drugs.map(({ item, unitsPerCase }): Arrow => ({
			from: 'disease',
			to: 'drugs',
			key: `scenario.drug.${item}`,
			unit: 'unit.drug-units',
			result: readInterval(units.get(item) ?? new Float64Array(1)),
			assumptions: [lever.cases, unitsPerCase]
		})),
		{
			from: 'beds',
			to: 'claims',
			key: 'scenario.claims',
			unit: 'unit.claims',
			result: readInterval(claims),
			assumptions: [lever.admittedShare, lever.coveredShare, lever.outpatientVisits]
		},
		{
			from: 'claims',
			to: 'money',
			key: 'scenario.outbreak-cost',
			unit: 'unit.rupiah',
			result: readInterval(rupiah),
			assumptions: [lever.rupiahPerAdmission, lever.rupiahPerOutpatientVisit]
		}
	];
}
