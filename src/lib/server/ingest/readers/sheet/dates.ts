/** Days and moments as offices write them, all in Jakarta's time. */
import { isDay } from '../../../../domain/period.ts';
import type { Cell } from './sheet-row.ts';

/** `isMonthFirst`: written as 11/22/2026, which elsewhere in the same column would be read as another day. */
export type ReadDate = { day: string; time: string | null } | { isMonthFirst: boolean };

const dayMs = 86_400_000;
/** Day 0 of a spreadsheet, given that it counts a 29 February 1900 which never was. */
const epochMs = Date.UTC(1899, 11, 30);
const days1904 = 1_462;
/** 1990 to 2100: a smaller number is a month or a year, a larger one no day. */
const firstSerial = 32_874;
const lastSerial = 73_416;

const months: readonly (readonly string[])[] = [
	['januari', 'january', 'jan'],
	['februari', 'february', 'pebruari', 'feb', 'peb'],
	['maret', 'march', 'mar', 'mrt'],
	['april', 'apr'],
	['mei', 'may'],
	['juni', 'june', 'jun'],
	['juli', 'july', 'jul'],
	['agustus', 'august', 'agu', 'agt', 'ags', 'aug'],
	['september', 'sept', 'sep'],
	['oktober', 'october', 'okt', 'oct'],
	['november', 'nopember', 'nov', 'nop'],
	['desember', 'december', 'des', 'dec']
];
const monthByName = new Map(months.flatMap((names, index) => names.map((name) => [name, index + 1])));

/** A month's number by its name in either language; undefined for any other word. */
export const monthOfName = (name: string): number | undefined =>
	monthByName.get(name.toLowerCase().replace(/\.$/, ''));

const notRead = { isMonthFirst: false };

export function readDate(cell: Cell, is1904: boolean): ReadDate {
	if (typeof cell === 'number') return readSerial(cell + (is1904 ? days1904 : 0));
	if (typeof cell !== 'string') return notRead;
	const text = cell.trim();
	// A CSV that a program wrote without a date's format.
	if (/^\d{5}([.,]\d+)?$/.test(text)) return readSerial(Number(text.replace(',', '.')));
	const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(.+))?$/.exec(text);
	if (iso) return dated(iso[1], iso[2], iso[3], iso[4]);
	const spoken =
		/^(?:\p{L}+,\s*)?(\d{1,2})[\s\-/.]+(\p{L}+\.?)[\s\-/.,]+(\d{4}|\d{2})(?:[\s,T]+(.+))?$/u.exec(text);
	if (spoken) return dated(spoken[3], String(monthOfName(spoken[2] ?? '') ?? 0), spoken[1], spoken[4]);
	const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[\s,T]+(.+))?$/.exec(text);
	if (!local) return notRead;
	const isMonthFirst = Number(local[1]) <= 12 && Number(local[2]) > 12;
	return isMonthFirst ? { isMonthFirst } : dated(local[3], local[2], local[1], local[4]);
}

/** Excel's serial: days since 1900, the time of day as a fraction; seconds are as near as it can say. */
function readSerial(serial: number): ReadDate {
	if (!(serial >= firstSerial && serial < lastSerial)) return notRead;
	const text = new Date(epochMs + Math.round((serial * dayMs) / 1_000) * 1_000).toISOString();
	return { day: text.slice(0, 10), time: Number.isInteger(serial) ? null : text.slice(11, 19) };
}

function dated(year = '', month = '', day = '', rest?: string): ReadDate {
	const fullYear = year.length === 2 ? `20${year}` : year;
	const text = `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	if (!isDay(text)) return notRead;
	if (rest === undefined || rest.trim() === '') return { day: text, time: null };
	const time = readTime(rest);
	return time === null ? notRead : { day: text, time };
}

/** `14:05`, `14.05 WIB`, `2:05 PM`, with a zone where the file states one. */
function readTime(text: string): string | null {
	const found = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(wib|am|pm|z|[+-]\d{2}:?\d{2})?$/i.exec(
		text.trim()
	);
	if (!found) return null;
	const [, hour = '', minute = '', second = '00', word = ''] = found;
	const half = word.toLowerCase();
	const hours = (Number(hour) % (half === 'am' || half === 'pm' ? 12 : 24)) + (half === 'pm' ? 12 : 0);
	if (Number(hour) > (half === 'am' || half === 'pm' ? 12 : 23) || Number(minute) > 59 || Number(second) > 59)
		return null;
	const zone = half === 'z' ? 'Z' : /^[+-]/.test(word) ? word.replace(/(\d\d):?(\d\d)$/, '$1:$2') : '';
	return `${String(hours).padStart(2, '0')}:${minute}:${second}${zone}`;
}

/** The moment that a read date means, RFC 3339; a day without a time is its first moment. */
export function instantOf({ day, time }: { day: string; time: string | null }): string {
	const zoned = time ?? '00:00:00';
	return `${day}T${zoned}${/(Z|[+-]\d\d:\d\d)$/.test(zoned) ? '' : '+07:00'}`;
}

/** `2026-10` of a date, `Oktober 2026`, `10/2026`, `2026-10`; null for anything else. */
export function readMonth(cell: Cell, is1904: boolean): string | null {
	const text = typeof cell === 'string' ? cell.trim() : '';
	const named = /^(\p{L}+\.?)[\s\-/.]+(\d{4}|\d{2})$/u.exec(text);
	const numbered = /^(\d{1,2})[\s\-/.](\d{4})$/.exec(text);
	const iso = /^(\d{4})[-/.]?(\d{2})$/.exec(text);
	if (named) return monthText(named[2], monthOfName(named[1] ?? ''));
	if (numbered) return monthText(numbered[2], Number(numbered[1]));
	if (iso) return monthText(iso[1], Number(iso[2]));
	const date = readDate(cell, is1904);
	return 'day' in date ? date.day.slice(0, 7) : null;
}

function monthText(year = '', month: number | undefined): string | null {
	if (month === undefined || month < 1 || month > 12) return null;
	return `${year.length === 2 ? `20${year}` : year}-${String(month).padStart(2, '0')}`;
}
