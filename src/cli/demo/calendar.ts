import { fixedHolidays, holidayLoad, hourLoad, movingHolidays, type Stream, weekdayLoad } from './city.ts';
import { at, type Random, Weighted } from './random.ts';

/** Days as whole numbers since 1970-01-01 and instants as milliseconds: the generator makes millions of them. */
export const dayMs = 86_400_000;
export const hourMs = 3_600_000;
export const minuteMs = 60_000;
const jakartaOffsetMs = 7 * hourMs;

export function dayNumberOf(day: string): number {
	return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

export function dayNumberAt(ms: number): number {
	return Math.floor((ms + jakartaOffsetMs) / dayMs);
}

const texts = new Map<number, string>();

export function dayText(day: number): string {
	const known = texts.get(day);
	if (known !== undefined) return known;
	const text = new Date(day * dayMs).toISOString().slice(0, 10);
	texts.set(day, text);
	return text;
}

/** The first instant of a Jakarta day. */
export function startMs(day: number): number {
	return day * dayMs - jakartaOffsetMs;
}

export function instantText(ms: number): string {
	return new Date(Math.floor(ms)).toISOString();
}

/** 0 = Sunday; day 0 was a Thursday. */
export function weekdayOf(day: number): number {
	return (((day + 4) % 7) + 7) % 7;
}

export function yearOf(day: number): number {
	return Number(dayText(day).slice(0, 4));
}

/** 0 = January. */
export function monthIndexOf(day: number): number {
	return Number(dayText(day).slice(5, 7)) - 1;
}

function firstOfYear(year: number): number {
	return dayNumberOf(`${year}-01-01`);
}

const moving = new Set(movingHolidays);
const fixed: ReadonlySet<string> = new Set(fixedHolidays);

export function isHoliday(day: number): boolean {
	const text = dayText(day);
	return moving.has(text) || fixed.has(text.slice(5));
}

function rawLoad(stream: Stream, day: number): number {
	return isHoliday(day) ? holidayLoad[stream] : at(weekdayLoad[stream], weekdayOf(day));
}

const yearLoads = new Map<string, number>();

/** A day's share of its year's visits of a stream, by weekday and holiday alone. */
export function dayShare(stream: Stream, day: number): number {
	const year = yearOf(day);
	const key = `${stream}${year}`;
	let sum = yearLoads.get(key);
	if (sum === undefined) {
		sum = 0;
		const end = firstOfYear(year + 1);
		for (let each = firstOfYear(year); each < end; each++) sum += rawLoad(stream, each);
		yearLoads.set(key, sum);
	}
	return rawLoad(stream, day) / sum;
}

const hours = {
	puskesmas: new Weighted(hourLoad.puskesmas),
	outpatient: new Weighted(hourLoad.outpatient),
	around: new Weighted(hourLoad.around)
};

/** An instant of arrival on a day, by the stream's hours. */
export function arrivalMs(stream: Stream, day: number, random: Random): number {
	const load = stream === 'puskesmas' || stream === 'outpatient' ? hours[stream] : hours.around;
	return startMs(day) + (load.draw(random) + random.unit()) * hourMs;
}

/** Moves a day to the next working day. */
export function workingDay(day: number): number {
	let moved = day;
	while (weekdayOf(moved) === 0 || weekdayOf(moved) === 6 || isHoliday(moved)) moved++;
	return moved;
}

/** Some minute of that day's office hours, 08.00–16.00. */
export function officeMs(day: number, random: Random): number {
	return startMs(day) + random.between(8, 16) * hourMs;
}
