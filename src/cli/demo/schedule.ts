import { planBeds } from './beds.ts';
import { dayNumberAt } from './calendar.ts';
import { withFault } from './faults.ts';
import { planMembers } from './members.ts';
import type { City, DemoEvent, Planned } from './model.ts';
import { oldYears } from './old-years.ts';
import { planStock } from './stocks.ts';
import { planVisits, type Replica } from './visits.ts';

/** What is known to come, by the day on which the product learns it. Holds about half a year of the city's claims. */
export class Schedule {
	private readonly days = new Map<number, Planned[]>();

	add(planned: readonly Planned[], notBeforeMs = -Infinity): void {
		for (const item of planned) {
			if (item.recordedMs < notBeforeMs) continue;
			const day = dayNumberAt(item.recordedMs);
			const others = this.days.get(day);
			if (others) others.push(item);
			else this.days.set(day, [item]);
		}
	}

	/** A day's events in the order in which they are learned; forgets them. */
	take(day: number): Planned[] {
		const planned = this.days.get(day) ?? [];
		this.days.delete(day);
		return planned.sort((left, right) => left.recordedMs - right.recordedMs);
	}
}

/** All that begins on a day. */
export function planDay(city: City, day: number): Planned[] {
	return [
		...planMembers(city, day),
		...planVisits(city, day),
		...planBeds(city, day),
		...planStock(city, day)
	];
}

export function written(city: City, planned: Planned): DemoEvent {
	const event = planned.write();
	// A bill that could not be used would be missing from a sum that is to agree.
	return city.books && event.event.type === 'id.denyut.claim.v1' ? event : withFault(city.plan.seed, event);
}

/** The old years' tallies, then day by day what the product had learned until the history's end. */
export function* history(city: City): Generator<DemoEvent[]> {
	yield [...oldYears(city)].sort((left, right) => left.recordedMs - right.recordedMs);
	const schedule = new Schedule();
	const lastDay = dayNumberAt(city.endMs);
	city.books?.gather(() => {
		for (let day = city.startDay; day <= lastDay; day++) planVisits(city, day);
	});
	for (let day = city.startDay; day <= lastDay; day++) {
		schedule.add(planDay(city, day));
		const known = schedule.take(day).filter(({ recordedMs }) => recordedMs <= city.endMs);
		yield known.map((planned) => written(city, planned));
	}
}

/** Hardly a claim takes longer from the visit to its payment. */
const longestClaimDays = 300;

/**
 * What happens after the history's end, as an endless stream of days: the same city going on, and with a speed above
 * 1 more people beside it, below 1 fewer.
 */
export class Feed {
	private readonly schedule = new Schedule();
	private nextDay: number;

	constructor(
		private readonly city: City,
		private readonly sinceMs: number,
		private readonly speed: number
	) {
		this.nextDay = dayNumberAt(sinceMs);
		// Claims of the past year and people still in bed go on; what was said before `since` is said.
		const firstDay = Math.max(city.startDay, this.nextDay - longestClaimDays);
		for (let day = firstDay; day < this.nextDay; day++) this.schedule.add(planVisits(city, day), sinceMs);
	}

	/** The next day's events, in order. */
	next(): { day: number; planned: Planned[] } {
		const day = this.nextDay++;
		this.schedule.add(this.dayOf(day), this.sinceMs);
		return { day, planned: this.schedule.take(day) };
	}

	private dayOf(day: number): Planned[] {
		const extra: Replica = { number: 1, rate: this.speed - 1 };
		return [
			...planMembers(this.city, day),
			...planVisits(this.city, day, { number: 0, rate: Math.min(1, this.speed) }),
			...(extra.rate > 0 ? planVisits(this.city, day, extra) : []),
			...planBeds(this.city, day, this.speed),
			...planStock(this.city, day)
		];
	}
}
