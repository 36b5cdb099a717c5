/**
 * The guarantee letter (Surat Jaminan Pelayanan, SJP): what a hospital prints before it treats, and names when it bills. Its
 * number is drawn at random, so that nobody guesses another's, and can be said over the telephone: thirty-one symbols without
 * those that sound or look alike, in groups of four, the last symbol checks the others.
 */
import { addDays } from './period.ts';
import type { ServiceId } from './service.ts';

/** Thirty-one, a prime: so the check symbol tells every single mistake and every two neighbours that changed places. */
export const letterAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXY';
const prefix = 'SJP';
const drawnSymbols = 12;

/** @param draw one of so many, each as likely as the next: a source that nobody can foresee */
export function drawLetterNumber(draw: (below: number) => number): string {
	return `${prefix}-${grouped(drawSymbols(drawnSymbols, draw))}`;
}

/** Symbols with their check symbol after them, for other numbers that people say aloud. */
export function drawSymbols(count: number, draw: (below: number) => number): string {
	const symbols = Array.from({ length: count }, () =>
		letterAlphabet.charAt(draw(letterAlphabet.length))
	).join('');
	return symbols + checkSymbol(symbols);
}

const grouped = (symbols: string) => symbols.replace(/(.{4})(?=.)/g, '$1-').replace(/-(.)$/, '$1');

function checkSymbol(symbols: string): string {
	let sum = 0;
	for (const [index, symbol] of [...symbols].entries()) sum += (index + 1) * letterAlphabet.indexOf(symbol);
	return letterAlphabet.charAt(sum % letterAlphabet.length);
}

/**
 * As people type it: in any case, with or without the prefix, spaces, hyphens and other marks. Undefined for what is no number.
 * The database says the same of the letter that a claim names (`claim.letter_number`).
 */
export function readLetterNumber(text: string): string | undefined {
	const symbols = text
		.replace(/[^0-9A-Za-z]/g, '')
		.toUpperCase()
		.replace(new RegExp(`^${prefix}(?=.{${drawnSymbols + 1}}$)`), '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
	return areChecked(symbols, drawnSymbols) ? `${prefix}-${grouped(symbols)}` : undefined;
}

/** So many drawn symbols and the check symbol that belongs to them? */
export function areChecked(symbols: string, drawn: number): boolean {
	if (symbols.length !== drawn + 1 || [...symbols].some((symbol) => !letterAlphabet.includes(symbol)))
		return false;
	return symbols.endsWith(checkSymbol(symbols.slice(0, drawn)));
}

/** `sktm`: a poverty letter in the place of a card; `newborn`: on the mother's card. Both are Dinkes' to decide. */
export const letterKinds = ['member', 'newborn', 'sktm'] as const;
export type LetterKind = (typeof letterKinds)[number];

/**
 * How long a letter holds, in days after the first: one visit for what is one visit, a stay for what is a stay. The
 * programme's letters name none: chosen here.
 */
const heldDays: Readonly<Record<ServiceId, number>> = {
	outpatient: 7,
	dialysis: 7,
	ambulance: 1,
	emergency: 3,
	'inpatient-3': 30,
	icu: 30,
	picu: 30,
	nicu: 30
};

/** The last day on which a letter holds. */
export const lastDayOf = (service: ServiceId, from: string): string => addDays(from, heldDays[service]);

/** A service may be asked a letter for so many days before and after the asking, where Dinkes decides: chosen here. */
export const askedDays = 7;

export type LetterStanding = 'valid' | 'cancelled' | 'expired';

export function standingOf(letter: { validTo: string; isCancelled: boolean }, today: string): LetterStanding {
	if (letter.isCancelled) return 'cancelled';
	return letter.validTo < today ? 'expired' : 'valid';
}

/** An emergency is treated first: its letter, and that of the stay it leads to, may follow so many days after the patient. */
export const lateDays = 3;

/** What is wrong with the letter that a claim names: a finding for whoever checks the bill, and no refusal. */
export const letterFaults = [
	'none-named',
	'unknown',
	'other-facility',
	'other-person',
	/** Neither the claim nor its visit says who was treated; or, for a newborn's letter, whose child. */
	'unproven',
	'other-service',
	'cancelled',
	'outside',
	/** Another claim stands on it already. */
	'used'
] as const;
export type LetterFault = (typeof letterFaults)[number];

export type LetterOfClaim = {
	facility: string;
	/** Null for a newborn's: it is for a child of `motherId`. */
	personId: string | null;
	motherId: string | null;
	service: string;
	emergency: boolean | null;
	validFrom: string;
	validTo: string;
	cancelledOn: string | null;
	/** A claim that came before this one stands on the letter, without any other fault. */
	isUsed: boolean;
};
export type ClaimOfLetter = {
	facility: string;
	personId: string | null;
	service: string;
	letter: string | null;
	serviceFrom: string;
	/** Whom the visit that the claim names was for; null where it names none that stands. */
	visit: { personId: string | null; motherId: string | null } | null;
};

/** @param letter the one that the claim names; null where none has that number */
export function findLetterFault(claim: ClaimOfLetter, letter: LetterOfClaim | null): LetterFault | null {
	if (claim.letter === null) return 'none-named';
	if (letter === null) return 'unknown';
	if (letter.facility !== claim.facility) return 'other-facility';
	const person = findPersonFault(claim, letter);
	if (person !== null) return person;
	if (letter.service !== claim.service) return 'other-service';
	if (letter.cancelledOn !== null && letter.cancelledOn <= claim.serviceFrom) return 'cancelled';
	const isLate = letter.emergency === true || letter.service === 'emergency';
	const first = isLate ? addDays(letter.validFrom, -lateDays) : letter.validFrom;
	if (claim.serviceFrom < first || claim.serviceFrom > letter.validTo) return 'outside';
	return letter.isUsed ? 'used' : null;
}

/** A newborn is known by its mother: the visit says whose child it is. Others by themselves, the visit standing in for the claim. */
function findPersonFault({ personId, visit }: ClaimOfLetter, letter: LetterOfClaim): LetterFault | null {
	const treated = personId ?? visit?.personId ?? null;
	const mother = visit?.motherId ?? null;
	if (letter.personId !== null) {
		if (treated === null) return mother === null ? 'unproven' : 'other-person';
		return treated === letter.personId ? null : 'other-person';
	}
	if (mother !== null) return mother === letter.motherId ? null : 'other-person';
	return treated !== null && treated === letter.motherId ? 'other-person' : 'unproven';
}
