import { people } from './city.ts';
import { hourMs, instantText, minuteMs, startMs } from './calendar.ts';
import { type City, type Planned, sourceOf } from './model.ts';
import type { Person, RegisterChange } from './people.ts';
import { hashUnit, Random } from './random.ts';

/** Who is registered, or changes, so many days after the city's first; found once a city. */
interface Diary {
	readonly joining: ReadonlyMap<number, readonly number[]>;
	readonly changing: ReadonlyMap<number, readonly number[]>;
}

const diaries = new WeakMap<City, Diary>();

function diaryOf(city: City): Diary {
	const known = diaries.get(city);
	if (known) return known;
	const joining = new Map<number, number[]>();
	const changing = new Map<number, number[]>();
	const note = (days: Map<number, number[]>, day: number, index: number) => {
		const entry = days.get(day);
		if (entry) entry.push(index);
		else days.set(day, [index]);
	};
	for (let index = 0; index < city.population.size; index++) {
		const offset = city.population.joinOffset(index);
		note(joining, offset, index);
		const change = city.population.changeOf(index);
		if (change && change.fromOffset > offset) note(changing, change.fromOffset, index);
	}
	const diary = { joining, changing };
	diaries.set(city, diary);
	return diary;
}

/** On the city's first day the whole register arrives, afterwards who joined and who changed. */
export function planMembers(city: City, day: number): Planned[] {
	const offset = day - city.startDay;
	const { joining, changing } = diaryOf(city);
	const random = new Random(city.plan.seed, 61, day);
	const openingMs = startMs(day);
	const when = () => openingMs + (offset === 0 ? random.between(0, 6) : random.between(8, 16)) * hourMs;
	return [
		...(joining.get(offset) ?? []).map((index) => memberEvent(city, index, undefined, when())),
		...(changing.get(offset) ?? []).map((index) =>
			memberEvent(city, index, city.population.changeOf(index), when())
		)
	];
}

function memberEvent(city: City, index: number, change: RegisterChange | undefined, timeMs: number): Planned {
	const recordedMs = timeMs + minuteMs;
	const write = () => ({
		party: 'register' as const,
		facility: null,
		recordedMs,
		event: {
			specversion: '1.0' as const,
			id: `M${index}/${change ? 1 : 0}`,
			source: sourceOf('register', null),
			type: 'id.denyut.member.v1' as const,
			time: instantText(timeMs),
			data: memberData(city, city.population.person(index), change)
		}
	});
	return { recordedMs, write };
}

function memberData(city: City, person: Person, change: RegisterChange | undefined) {
	return {
		nik: person.nik,
		family: person.family,
		kecamatan: person.kecamatan,
		segment: people.segment,
		registerStatus: registeredAs(city, person, change),
		ektp: ektpOf(city, person),
		jkn: change?.kind === 'jkn-active' ? ('active' as const) : city.population.jknOf(person.index)
	};
}

export function registeredAs(city: City, person: Person, change: RegisterChange | undefined) {
	if (change && change.kind !== 'jkn-active') return change.kind;
	return hashUnit(city.plan.seed, 62, person.index) < people.unknownShare
		? ('unknown' as const)
		: ('active' as const);
}

export function ektpOf(city: City, person: Person): boolean {
	const adult = city.startDay - person.birthDay >= 17 * 365.25;
	return adult && hashUnit(city.plan.seed, 63, person.index) >= people.withoutEktpShare;
}
