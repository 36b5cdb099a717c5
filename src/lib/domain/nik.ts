import { yearOf } from './period.ts';

/**
 * The NIK (nomor induk kependudukan, the 16-digit identity number): six digits of the area where it was first
 * registered (province, city, kecamatan), the birth date DDMMYY with 40 added to a woman's day, a serial of
 * four. Source: PP 37/2007, article 37. Province codes: Kepmendagri 300.2.2-2430/2025.
 *
 * Only what is not 16 digits is refused. An impossible date or area is a finding about the register, not
 * noise: it parses, with its `defect` named.
 */
export type NikDefect = 'birth-date' | 'area';

export type ParsedNik =
	| { readonly ok: false; readonly reason: 'not-16-digits' }
	| {
			readonly ok: true;
			readonly nik: string;
			readonly sex: 'female' | 'male';
			/** Null where the date is impossible. */
			readonly birthYear: number | null;
			/** Kecamatan of first registration, `32.75.01`; not where the person lives now. */
			readonly areaCode: string;
			/** The date is named first where both are wrong. */
			readonly defect: NikDefect | null;
	  };

const provinceCodes: ReadonlySet<string> = new Set(
	(
		'11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 ' +
		'71 72 73 74 75 76 81 82 91 92 93 94 95 96'
	).split(' ')
);

/** @param today Jakarta day; a two-digit year that would lie after it belongs to the century before. */
export function parseNik(text: string, today: string): ParsedNik {
	const nik = text.trim();
	if (!/^[0-9]{16}$/.test(nik)) return { ok: false, reason: 'not-16-digits' };
	const codedDay = Number(nik.slice(6, 8));
	const birthYear = findBirthYear(
		codedDay > 40 ? codedDay - 40 : codedDay,
		nik.slice(8, 10),
		nik.slice(10, 12),
		today
	);
	return {
		ok: true,
		nik,
		sex: codedDay > 40 ? 'female' : 'male',
		birthYear,
		areaCode: `${nik.slice(0, 2)}.${nik.slice(2, 4)}.${nik.slice(4, 6)}`,
		defect: birthYear === null ? 'birth-date' : isKnownArea(nik) ? null : 'area'
	};
}

function findBirthYear(day: number, month: string, shortYear: string, today: string): number | null {
	const century = Math.floor(yearOf(today) / 100);
	// The newest date that is not in the future; 29 February may exist in one century only.
	for (const candidate of [century, century - 1]) {
		const year = candidate * 100 + Number(shortYear);
		const date = `${year}-${month}-${String(day).padStart(2, '0')}`;
		if (day >= 1 && day <= daysInMonth(year, Number(month)) && date <= today) return year;
	}
	return null;
}

/** None in a month that does not exist. Counted, not looked up: every event asks it of a day decades back. */
function daysInMonth(year: number, month: number): number {
	if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
	if (month < 1 || month > 12) return 0;
	return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isKnownArea(nik: string): boolean {
	return provinceCodes.has(nik.slice(0, 2)) && nik.slice(2, 4) !== '00' && nik.slice(4, 6) !== '00';
}

/** Sixteen digits or more, as they are or in groups. */
const longNumber = /\d(?:[ .\-/]?\d){15,}/g;
/** A day that stands by itself, `2026-11-22` or `20261122`: no part of a NIK, whose groups never look like this. */
const day = /(?<!\d)(?:19|20)\d\d([-./]?)(?:0[1-9]|1[0-2])\1(?:[0-2]\d|3[01])(?!\d)/g;

/**
 * Would this text give a person away? Sixteen digits in a row would, whatever they say. Of a longer row, such as a time
 * stamp with a serial, one that holds sixteen digits which look like a NIK; of groups (`32.7501.520389.0000`), one where
 * such sixteen begin with a group. A NIK is pairs of digits and is never parted within a pair: so a facility's code of
 * seven digits with a date and a serial after it is none.
 */
export function holdsIdentityNumber(text: string): boolean {
	for (const [run] of text.matchAll(longNumber)) {
		const rows = run.match(/\d{16,}/g) ?? [];
		if (rows.some((digits) => digits.length === 16 || holdsNikWithin(digits))) return true;
		if (rows[0] !== run && holdsGroupedNik(run.replace(day, 'x'))) return true;
	}
	return false;
}

function holdsNikWithin(digits: string): boolean {
	for (let start = 0; start + 16 <= digits.length; start++)
		if (looksLikeNik(digits.slice(start, start + 16))) return true;
	return false;
}

function holdsGroupedNik(run: string): boolean {
	for (const [, pairs = ''] of run.matchAll(/(?<!\d)(?=((?:\d\d[ .\-/]?){8}))/g))
		if (looksLikeNik(pairs.replace(/\D/g, ''))) return true;
	return false;
}

/** More than sound ones: a NIK with the defects that registers have (no city, day 00, 31 June) is somebody's too. */
function looksLikeNik(digits: string): boolean {
	const codedDay = Number(digits.slice(6, 8));
	const month = Number(digits.slice(8, 10));
	const isDay = codedDay <= 31 || (codedDay >= 40 && codedDay <= 71);
	return provinceCodes.has(digits.slice(0, 2)) && isDay && month >= 1 && month <= 12;
}

/** By RFC 9562: its version stands first in the third group, its variant first in the fourth. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * The same of a name that a program gave: an event's id, a visit's number. A whole UUID gives nobody away, although one in
 * some 15,000 drawn ones has digits over its hyphens that look like a NIK: no group holds sixteen, so it is always chance.
 * Nor does a NIK get into this shape by padding or grouping: `32750152-0389-0003-0000-000000000000` has neither version nor
 * variant, and is searched like any other text. Who builds a sound UUID around a NIK does it on purpose, and could as well
 * write it in letters, which no search finds.
 */
export const nameHoldsIdentityNumber = (name: string): boolean =>
	holdsIdentityNumber(name) && !uuid.test(name);

/** A whole UUID, and nothing else. */
export const isUuid = (name: string): boolean => uuid.test(name);

/** A name with its identity numbers masked; a whole UUID stays as it is, so that its sender finds it again. */
export const maskName = (name: string): string => (uuid.test(name) ? name : maskIdentityNumbers(name));

/** Each digit of what could be, or be part of, an identity number as a star; all else stays. */
export function maskIdentityNumbers(text: string): string {
	const hide = (number: string) => number.replace(/\d/g, '*');
	return text
		.replace(/\d{13,}/g, hide)
		.replace(longNumber, (run) => (holdsIdentityNumber(run) ? hide(run) : run));
}

/** For a screen or a log: province and city stay, nothing that tells a person. */
export function maskNik(nik: string): string {
	return /^[0-9]{16}$/.test(nik) ? `${nik.slice(0, 4)}${'*'.repeat(12)}` : '*'.repeat(16);
}
