import { kecamatan } from '../../lib/domain/area.ts';
import { agePyramidPercent, chronicPoolEvery, foreignNikAreas, people } from './city.ts';
import type { AgeProfile } from './city-diseases.ts';
import { dayNumberOf, dayText, yearOf } from './calendar.ts';
import { at, hashUnit, type Random, Weighted } from './random.ts';

export interface Person {
	readonly index: number;
	readonly nik: string;
	/** Kecamatan code of residence. */
	readonly kecamatan: string;
	readonly female: boolean;
	readonly birthDay: number;
	/** Family card number: its sixth digit group starts at 80, which no birth date does, so it is nobody's NIK. */
	readonly family: string;
}

export type Jkn = 'none' | 'pbi-apbn' | 'active' | 'inactive';

/** What the register says about a person after the day `from`, relative to the city's first day. */
export interface RegisterChange {
	readonly fromOffset: number;
	readonly kind: 'moved' | 'deceased' | 'jkn-active';
}

interface Quarter {
	readonly code: string;
	readonly first: number;
	readonly persons: number;
	/** How many people share a day of birth at most: that many NIK areas are needed. */
	readonly layers: number;
	readonly families: number;
}

const ageShares = agePyramidPercent.map((percent) => percent / 100);
const ageWidths = agePyramidPercent.map((_, index) => (index === agePyramidPercent.length - 1 ? 15 : 5));
const densestPerDay = Math.max(...ageShares.map((share, index) => share / at(ageWidths, index))) / 365.25;

/** Age in years below which this part of the people lies. */
function ageAtShare(share: number): number {
	let below = 0;
	let age = 0;
	for (const [index, width] of ageWidths.entries()) {
		const here = at(ageShares, index);
		if (share < below + here) return age + ((share - below) / here) * width;
		below += here;
		age += width;
	}
	return age - 0.01;
}

function shareBelowAge(ageYears: number): number {
	let below = 0;
	let age = 0;
	for (const [index, width] of ageWidths.entries()) {
		if (ageYears < age + width) return below + (at(ageShares, index) * (ageYears - age)) / width;
		below += at(ageShares, index);
		age += width;
	}
	return 1;
}

const lowestAge: Readonly<Record<AgeProfile, readonly [low: number, width: number, bend: number]>> = {
	any: [0, 80, 1],
	infant: [0, 5, 1],
	child: [0, 40, 2.2],
	young: [2, 38, 1.3],
	adult: [18, 50, 1],
	older: [45, 40, 1.3],
	chronic: [38, 40, 1],
	mother: [18, 22, 1]
};

/**
 * The members. Nobody is stored: a person is an index, and all else follows from it, youngest first within a
 * kecamatan, women and men in turn. Births are spread evenly over the age pyramid, so that no two people of a
 * kecamatan and sex share NIK area and date.
 */
export class Population {
	readonly size: number;
	private readonly quarters: readonly Quarter[];
	private readonly byKecamatan: Weighted;
	private readonly bornBefore: number;

	constructor(
		readonly seed: number,
		scale: number,
		readonly firstDay: number
	) {
		const total = kecamatan.reduce((sum, { population }) => sum + population.persons, 0);
		let first = 0;
		this.quarters = kecamatan.map(({ code, population }) => {
			const persons = Math.max(40, Math.round((people.members * scale * population.persons) / total));
			const layers = Math.ceil((persons / 2) * densestPerDay * 1.02);
			// Odd, so that the people of one family, this many apart, are of both sexes.
			const families = Math.ceil(persons / people.personsPerFamily) | 1;
			const quarter = { code, first, persons, layers, families };
			first += persons;
			return quarter;
		});
		this.size = first;
		this.byKecamatan = new Weighted(this.quarters.map(({ persons }) => persons));
		this.bornBefore = dayNumberOf(`${yearOf(firstDay)}-01-01`);
	}

	person(index: number): Person {
		const place = this.placeOf(index);
		const { code, first, persons, layers, families } = at(this.quarters, place);
		const rank = index - first;
		const female = rank % 2 === 0;
		const line = rank >> 1;
		const layer = line % layers;
		const share = (Math.floor(line / layers) + 0.5) / Math.ceil(Math.ceil(persons / 2) / layers);
		const birthDay = this.bornBefore - 1 - Math.floor(ageAtShare(Math.min(share, 0.999_999)) * 365.25);
		const area =
			layer === 0
				? code.replaceAll('.', '')
				: at(foreignNikAreas, (layer - 1) * this.quarters.length + place);
		const family = `${code.replaceAll('.', '')}${800_000 + (rank % families)}0000`;
		return { index, nik: nikOf(area, birthDay, female), kecamatan: code, female, birthDay, family };
	}

	/** A member of a kecamatan (by place in the list; -1 = any) with an age of the profile, registered by that day. */
	draw(place: number, profile: AgeProfile, day: number, random: Random): Person {
		const quarter = at(this.quarters, place < 0 ? this.byKecamatan.draw(random) : place);
		const [low, width, bend] = lowestAge[profile];
		let index = quarter.first;
		for (let tries = 0; tries < 4; tries++) {
			index = quarter.first + this.drawRank(quarter, low + width * random.unit() ** bend, profile, random);
			if (this.isServed(index, day)) break;
		}
		return this.person(index);
	}

	private drawRank({ persons }: Quarter, age: number, profile: AgeProfile, random: Random): number {
		let rank = Math.floor(shareBelowAge(age) * persons + random.whole(0, 1));
		if (profile === 'mother') rank &= ~1;
		else if (profile === 'chronic') rank -= rank % (random.chance(0.75) ? chronicPoolEvery : 1);
		return Math.max(0, Math.min(persons - (profile === 'mother' ? 2 : 1), rank));
	}

	/** Days after the city's first on which the person is registered: 0 = was a member before. */
	joinOffset(index: number): number {
		const chance = hashUnit(this.seed, 11, index);
		return chance < people.joiningShare ? 1 + Math.floor((chance / people.joiningShare) * 364) : 0;
	}

	changeOf(index: number): RegisterChange | undefined {
		const chance = hashUnit(this.seed, 12, index);
		const fromOffset = 1 + Math.floor(hashUnit(this.seed, 13, index) * 364);
		const { movingShare, dyingShare, joiningJknShare } = people;
		if (chance < movingShare) return { fromOffset, kind: 'moved' };
		if (chance < movingShare + dyingShare) return { fromOffset, kind: 'deceased' };
		return chance < movingShare + dyingShare + joiningJknShare
			? { fromOffset, kind: 'jkn-active' }
			: undefined;
	}

	jknOf(index: number): Jkn {
		let chance = hashUnit(this.seed, 14, index);
		for (const status of ['pbi-apbn', 'active', 'inactive'] as const) {
			chance -= people.jknShares[status];
			if (chance < 0) return status;
		}
		return 'none';
	}

	/** The dead and the moved mostly stay away; that some do not is a finding for the product to make. */
	private isServed(index: number, day: number): boolean {
		const offset = day - this.firstDay;
		if (offset < this.joinOffset(index)) return false;
		const change = this.changeOf(index);
		if (!change || change.kind === 'jkn-active' || offset <= change.fromOffset) return true;
		return change.kind === 'moved' && hashUnit(this.seed, 15, index) < 0.3;
	}

	private placeOf(index: number): number {
		return this.quarters.findIndex(({ first, persons }) => index < first + persons);
	}
}

/** DDMMYY with 40 added to a woman's day; serial 0000, which the register never gives. */
function nikOf(area: string, birthDay: number, female: boolean): string {
	const date = dayText(birthDay);
	const day = Number(date.slice(8, 10)) + (female ? 40 : 0);
	return `${area}${String(day).padStart(2, '0')}${date.slice(5, 7)}${date.slice(2, 4)}0000`;
}
