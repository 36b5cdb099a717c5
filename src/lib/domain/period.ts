/**
 * Days, weeks and months as the programme counts them. A day is Asia/Jakarta's: UTC+7 all year, no daylight
 * saving since 1964, so plain arithmetic is exact and an event costs no Intl call. A day is the text
 * `YYYY-MM-DD`, which sorts, compares and stores as itself. An epidemiological week runs Sunday to Saturday
 * (SKDR, form W2) and is numbered by the MMWR rule of the US CDC: week 1 is the first with four or more days
 * in the year.
 */
const dayMs = 86_400_000;
const jakartaOffsetMs = 7 * 3_600_000;
/** Day 0 of the epoch, 1 January 1970, was a Thursday. */
const epochWeekday = 4;

/** Days since 1970-01-01; throws on anything but a real day of the years 0100 to 9999. */
function dayNumber(day: string): number {
	const number = parseDayNumber(day);
	if (number === undefined) throw new RangeError(`invalid day: ${day}`);
	return number;
}

function parseDayNumber(day: string): number | undefined {
	const known = dayNumbers.get(day);
	if (known !== undefined) return known;
	if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
	const ms = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
	const number = ms / dayMs;
	if (dayText(number) !== day) return undefined;
	if (dayNumbers.size >= maxRememberedDays) dayNumbers.clear();
	dayNumbers.set(day, number);
	return number;
}

/** Events of the same few days come by the thousand: each day's text is made once. */
const dayTexts = new Map<number, string>();
const dayNumbers = new Map<string, number>();
const maxRememberedDays = 20_000;

function dayText(number: number): string {
	const known = dayTexts.get(number);
	if (known !== undefined) return known;
	const text = new Date(number * dayMs).toISOString().slice(0, 10);
	if (dayTexts.size >= maxRememberedDays) dayTexts.clear();
	dayTexts.set(number, text);
	return text;
}

/** Is this text a day that exists? For input from outside, such as a URL. */
export function isDay(text: string): boolean {
	return parseDayNumber(text) !== undefined;
}

/** The Jakarta day that an instant falls on: 17:00:00.000Z already belongs to the next. */
export function jakartaDay(date: Date): string {
	return dayText(Math.floor((date.getTime() + jakartaOffsetMs) / dayMs));
}

/** The first instant of a Jakarta day. */
export function startOfJakartaDay(day: string): Date {
	return new Date(dayNumber(day) * dayMs - jakartaOffsetMs);
}

/** The first instant after a Jakarta day: compare with `<`, never `<=`. */
export function endOfJakartaDay(day: string): Date {
	return new Date((dayNumber(day) + 1) * dayMs - jakartaOffsetMs);
}

export function addDays(day: string, days: number): string {
	return dayText(dayNumber(day) + days);
}

/** Whole days from one day to another; negative where `to` comes first. */
export function daysBetween(from: string, to: string): number {
	return dayNumber(to) - dayNumber(from);
}

/** The Sunday that begins the epidemiological week of a day. */
export function epiWeekStart(day: string): string {
	return dayText(weekStartNumber(dayNumber(day)));
}

function weekStartNumber(number: number): number {
	const weekday = (((number + epochWeekday) % 7) + 7) % 7;
	return number - weekday;
}

/** Year and week by the MMWR rule; the last days of December may belong to week 1 of the next year. */
export function epiWeek(day: string): { year: number; week: number } {
	const sunday = weekStartNumber(dayNumber(day));
	// Four days of a week lie in the year of its Wednesday.
	const year = Number(dayText(sunday + 3).slice(0, 4));
	const firstSunday = weekStartNumber(dayNumber(`${String(year).padStart(4, '0')}-01-04`));
	return { year, week: (sunday - firstSunday) / 7 + 1 };
}

/** The first day of the month of a day. */
export function monthOf(day: string): string {
	dayNumber(day);
	return `${day.slice(0, 7)}-01`;
}

/** Moves the first day of a month by whole months. */
export function addMonths(month: string, months: number): string {
	const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
	const year = String(Math.floor(count / 12)).padStart(4, '0');
	return `${year}-${String((count % 12) + 1).padStart(2, '0')}-01`;
}

/** Fiscal year = calendar year. */
export function yearOf(day: string): number {
	return Number(day.slice(0, 4));
}

/** Every day from one to another, both included; none where `to` comes first. */
export function eachDay(from: string, to: string): string[] {
	return stepDays(dayNumber(from), dayNumber(to), 1);
}

/** The Sundays of every epidemiological week that touches the days from one to another. */
export function eachWeekStart(from: string, to: string): string[] {
	if (from > to) return [];
	return stepDays(weekStartNumber(dayNumber(from)), dayNumber(to), 7);
}

/** The first days of every month that touches the days from one to another. */
export function eachMonth(from: string, to: string): string[] {
	const months: string[] = [];
	if (from > to) return months;
	const last = monthOf(to);
	for (let month = monthOf(from); month <= last; month = addMonths(month, 1)) months.push(month);
	return months;
}

function stepDays(from: number, to: number, step: number): string[] {
	const days: string[] = [];
	for (let number = from; number <= to; number += step) days.push(dayText(number));
	return days;
}
