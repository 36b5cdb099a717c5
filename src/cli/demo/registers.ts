/** The registers of the demo city on the day its history ends: what its events said, and what only a register knows. */
import { registerSources, type RegisterSource } from '../../lib/domain/membership-validity.ts';
import type { App } from '../../lib/server/app.ts';
import { dayNumberAt, dayText } from './calendar.ts';
import { registerDefects } from './city.ts';
import { ektpOf, registeredAs } from './members.ts';
import type { City } from './model.ts';
import { hashUnit } from './random.ts';

/** Reads all three, whole, in the register's name, as they stood at the history's end or at an earlier instant. */
export async function syncRegisters(app: App, city: City, atMs = city.endMs): Promise<void> {
	for (const source of registerSources) {
		const bytes = bytesOf(linesOf[source](city, atMs));
		await app.registers.sync({ source, mode: 'snapshot', force: true, sender: 'register', bytes });
	}
}

async function* bytesOf(lines: Iterable<string>): AsyncGenerator<Buffer> {
	let text = '';
	for (const line of lines) {
		text += `${line}\n`;
		if (text.length < 1 << 16) continue;
		yield Buffer.from(text);
		text = '';
	}
	yield Buffer.from(text);
}

/** Those who have a card by the end, with what changed by then. */
function* members({ population, startDay }: City, atMs: number) {
	const today = dayNumberAt(atMs) - startDay;
	for (let index = 0; index < population.size; index++) {
		const joined = population.joinOffset(index);
		if (joined > today) continue;
		const change = population.changeOf(index);
		yield {
			...{ person: population.person(index), index, joined },
			change: change && change.fromOffset > joined && change.fromOffset <= today ? change : undefined
		};
	}
}

const linesOf: Record<RegisterSource, (city: City, atMs: number) => Generator<string>> = {
	*dukcapil(city, atMs) {
		const { seed } = city.plan;
		const families = new Set<string>();
		yield 'nik,family,kecamatan,status,statusSince,ektp,head,registeredSince';
		for (const { person, index, joined, change } of members(city, atMs)) {
			const since = change && change.kind !== 'jkn-active' ? dayText(city.startDay + change.fromOffset) : '';
			const isFirst = !families.has(person.family);
			families.add(person.family);
			const isHead = isFirst || hashUnit(seed, 71, index) < registerDefects.secondHeadShare;
			// Some took the card soon after they had come.
			const isNew = joined > 0 && hashUnit(seed, 72, index) < registerDefects.newcomerShare;
			yield [
				...[person.nik, person.family, person.kecamatan, registeredAs(city, person, change), since],
				...[ektpOf(city, person) ? 1 : 0, isHead ? 1 : 0],
				isNew ? dayText(city.startDay + joined - 20) : '2014-07-01'
			].join(',');
		}
	},
	*dinsos(city, atMs) {
		const { seed } = city.plan;
		yield 'nik,family,segment';
		for (const { person, index } of members(city, atMs)) {
			const chance = hashUnit(seed, 73, index);
			yield `${person.nik},${person.family},ks-nik`;
			if (chance < registerDefects.secondCardShare)
				yield `${person.nik},${otherFamily(person.family)},ks-nik`;
			// A digit was lost when it was typed.
			if (chance > 1 - registerDefects.malformedShare) yield `${person.nik.slice(1)},${person.family},ks-nik`;
		}
	},
	*jkn(city, atMs) {
		yield 'nik,status,statusSince';
		for (const { person, index, change } of members(city, atMs)) {
			const began = change?.kind === 'jkn-active' ? change : undefined;
			const since = began ? dayText(city.startDay + began.fromOffset) : '';
			yield [person.nik, began ? 'active' : city.population.jknOf(index), since].join(',');
		}
	}
};

/** Of the same kecamatan; 9 begins no number that the city gives. */
const otherFamily = (family: string) => `${family.slice(0, 6)}9${family.slice(7)}`;
