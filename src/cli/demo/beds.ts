import type { Facility } from '../../lib/domain/facility.ts';
import { bedReporting, bedsPerRoom, roomNames, wards } from './city.ts';
import { dayMs, hourMs, instantText, minuteMs, startMs } from './calendar.ts';
import { type City, facilityNumber, type Planned, sourceOf } from './model.ts';
import { at, hashUnit, Random } from './random.ts';

interface Room {
	readonly facility: Facility;
	readonly number: number;
	readonly ward: string;
	readonly room: string;
	readonly capacity: number;
	/** Usual occupancy of this room. */
	readonly level: number;
}

type Habit = 'automatic' | 'twice' | 'daily' | 'silent';

/** A hospital's way of reporting: the first few of a seeded order report by machine, the last few hardly at all. */
function habitOf(city: City, facility: Facility): Habit {
	const order = [...city.hospitals].sort((left, right) => rank(city, left) - rank(city, right));
	const place = order.indexOf(facility);
	const { automatic, twiceDaily, silent } = bedReporting;
	if (place < automatic.hospitals) return 'automatic';
	if (place < automatic.hospitals + twiceDaily.hospitals) return 'twice';
	return place >= order.length - silent.hospitals ? 'silent' : 'daily';
}

const rank = (city: City, facility: Facility) => hashUnit(city.plan.seed, 51, facilityNumber(facility));

function roomsOf(city: City, facility: Facility): Room[] {
	const rooms: Room[] = [];
	for (const { ward, share, classes, occupancy } of wards) {
		if (!classes.includes(facility.hospitalClass ?? 'D')) continue;
		const beds = Math.max(2, Math.round((facility.beds ?? 0) * share));
		const count = Math.ceil(beds / bedsPerRoom);
		for (let index = 0; index < count; index++) {
			const number = rooms.length;
			const taste = hashUnit(city.plan.seed, 52, facilityNumber(facility), number);
			const capacity = Math.floor((beds + index) / count);
			const level = Math.min(0.97, Math.max(0.15, occupancy + (taste - 0.5) * 0.3));
			rooms.push({ facility, number, ward, room: at(roomNames, number % roomNames.length), capacity, level });
		}
	}
	return rooms.map((room) =>
		rooms.filter((other) => other.ward === room.ward).length > 1 ? named(room) : room
	);
}

/** The flower repeats after eight rooms; a number keeps the rooms of a ward apart. */
function named(room: Room): Room {
	return { ...room, room: `${room.room} ${1 + Math.floor(room.number / roomNames.length)}` };
}

/** Random, but the same for anyone who asks, and sliding between its knots. */
function slide(seed: number, stream: number, key: number, position: number): number {
	const knot = Math.floor(position);
	const from = hashUnit(seed, stream, key, knot);
	return from + (hashUnit(seed, stream, key, knot + 1) - from) * (position - knot) - 0.5;
}

function occupiedAt(city: City, room: Room, ms: number): number {
	const key = facilityNumber(room.facility) * 100 + room.number;
	const slow = slide(city.plan.seed, 53, key, ms / (4 * dayMs)) * 0.35;
	const quick = slide(city.plan.seed, 54, key, ms / (3 * hourMs)) * 0.14;
	const brisk = slide(city.plan.seed, 58, key, ms / (8 * minuteMs)) * 2;
	// Discharges before noon, admissions after: a ward is emptiest around 14.00.
	const round = Math.cos(((ms / hourMs + 7 - 2) / 24) * 2 * Math.PI) * 0.03;
	return Math.max(
		0,
		Math.min(room.capacity, Math.round(room.capacity * (room.level + slow + quick + round) + brisk))
	);
}

const queueing: ReadonlySet<string> = new Set(['inpatient-3', 'icu', 'picu', 'nicu', 'igd']);

function bedEvent(city: City, room: Room, reportedMs: number, recordedMs: number): Planned {
	const write = () => {
		const facility = room.facility.code;
		const occupied = occupiedAt(city, room, reportedMs);
		const full = occupied >= room.capacity && queueing.has(room.ward);
		const random = new Random(
			city.plan.seed,
			55,
			facilityNumber(room.facility),
			room.number,
			Math.round(reportedMs / minuteMs)
		);
		return {
			party: 'hospital' as const,
			facility,
			recordedMs,
			event: {
				specversion: '1.0' as const,
				id: `B/${room.number}/${instantText(reportedMs)}`,
				source: sourceOf('hospital', facility),
				type: 'id.denyut.bed.v1' as const,
				time: instantText(reportedMs),
				subject: facility,
				data: {
					ward: room.ward,
					room: room.room,
					capacity: room.capacity,
					occupied,
					queue: full ? random.poisson(2.5) : 0,
					reportedAt: instantText(reportedMs)
				}
			}
		};
	};
	return { recordedMs, write };
}

interface Reporter {
	readonly facility: Facility;
	readonly rooms: readonly Room[];
	readonly habit: Habit;
}

const reporters = new WeakMap<City, readonly Reporter[]>();

function reportersOf(city: City): readonly Reporter[] {
	const known = reporters.get(city);
	if (known) return known;
	const found = city.hospitals.map((facility) => ({
		facility,
		rooms: roomsOf(city, facility),
		habit: habitOf(city, facility)
	}));
	reporters.set(city, found);
	return found;
}

/** A day's bed reports of every hospital. `rate` makes the automatic ones of the feed report oftener. */
export function planBeds(city: City, day: number, rate = 1): Planned[] {
	const planned: Planned[] = [];
	if (day < city.programme.bedsFrom) return planned;
	for (const reporter of reportersOf(city)) {
		if (reporter.habit === 'automatic') planAutomatic(city, reporter.rooms, day, rate, planned);
		else planByHand(city, reporter, day, planned);
	}
	return planned;
}

/**
 * By machine, each room at its own moment of the interval. Of history's reports only some are kept, but those of its
 * last hour whole, so that the first minute of a demo looks like any other.
 */
function planAutomatic(
	city: City,
	rooms: readonly Room[],
	day: number,
	rate: number,
	planned: Planned[]
): void {
	const { automatic, automaticHistoryMinutes } = bedReporting;
	const everyMs = automatic.everyMinutes * minuteMs;
	for (const [index, room] of rooms.entries()) {
		const offsetMs = ((index + hashUnit(facilityNumber(room.facility))) / rooms.length) * everyMs;
		let ms = startMs(day) + offsetMs;
		for (let count = 0; ms < Math.min(city.endMs, startMs(day + 1)); count++, ms += everyMs) {
			const kept = count % (automaticHistoryMinutes / automatic.everyMinutes) === 0;
			if (count === 0 || (kept && isDetailed(city, ms)) || ms > city.endMs - hourMs)
				planned.push(bedEvent(city, room, ms, ms + 2_000));
		}
		for (; ms < startMs(day + 1); ms += everyMs / rate) planned.push(bedEvent(city, room, ms, ms + 2_000));
	}
}

function isDetailed(city: City, ms: number): boolean {
	return ms >= city.endMs - bedReporting.detailDays * dayMs;
}

function planByHand(city: City, reporter: Reporter, day: number, planned: Planned[]): void {
	const { facility, rooms } = reporter;
	const number = facilityNumber(facility);
	// Long ago a report a week is enough to show what stood.
	if (!isDetailed(city, startMs(day)) && (day + number) % 7 !== 0) return;
	const random = new Random(city.plan.seed, 56, number, day);
	for (const hour of reportHours(city, reporter, day, random)) {
		const reportedMs = startMs(day) + Math.max(0, Math.min(23.8, hour + random.normal() * 0.7)) * hourMs;
		for (const room of rooms) {
			const roomMs = reportedMs + room.number * 20_000;
			planned.push(bedEvent(city, room, roomMs, roomMs + random.between(5, 90) * 1_000));
		}
	}
}

function reportHours(
	city: City,
	{ facility, habit }: Reporter,
	day: number,
	random: Random
): readonly number[] {
	const number = facilityNumber(facility);
	const own = hashUnit(city.plan.seed, 57, number);
	if (habit === 'twice') return bedReporting.twiceDaily.hours;
	if (habit === 'daily') return random.chance(bedReporting.dailySkipShare) ? [] : [own * 24];
	const [shortest, longest] = bedReporting.silent.everyDays;
	const gap = shortest + Math.floor(own * (longest - shortest + 1));
	return (day + number) % gap === 0 ? [7 + own * 12] : [];
}
