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

/**
 * Would this text give a person away? Any sixteen digits in a row would; of a longer row, such as a time stamp with a
 * serial, only one that holds sixteen digits with a known province and a possible birth date.
 */
export function holdsIdentityNumber(text: string): boolean {
	for (const [digits] of text.matchAll(/\d{16,}/g)) {
		if (digits.length === 16) return true;
		for (let start = 0; start + 16 <= digits.length; start++) {
			const parsed = parseNik(digits.slice(start, start + 16), '2100-12-31');
			if (parsed.ok && parsed.defect === null) return true;
		}
	}
	return false;
}

/** For a screen or a log: province and city stay, nothing that tells a person. */
export function maskNik(nik: string): string {
	return /^[0-9]{16}$/.test(nik) ? `${nik.slice(0, 4)}${'*'.repeat(12)}` : '*'.repeat(16);
}
