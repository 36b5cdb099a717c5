/**
 * Is this card good, and if not, why: what three registers say of one person, judged for one day. The database says the
 * same of everybody at once (`store/register/judge.ts`), and a test holds the two together.
 *
 * Each source has the last word on its own field: the population register (Dukcapil) on status, kecamatan, family and
 * e-KTP; the social office (Dinsos) on who has a card and in which segment; JKN on JKN. A card's family counts only where the
 * population register names none. Only who has a card is a member and is judged.
 */
import { daysBetween, yearOf } from './period.ts';

export const registerSources = ['dukcapil', 'dinsos', 'jkn'] as const;
export type RegisterSource = (typeof registerSources)[number];
export const isRegisterSource = (text: string): text is RegisterSource =>
	(registerSources as readonly string[]).includes(text);

/** A source that was silent for longer than this is late (days): the programme's own expectation, not a law. */
export const expectedSyncDays: Readonly<Record<RegisterSource, number>> = {
	dukcapil: 31,
	dinsos: 7,
	jkn: 31
};

export const registerStatuses = ['active', 'moved', 'deceased', 'not-found'] as const;
export type RegisterStatus = (typeof registerStatuses)[number];

export const jknStatuses = ['none', 'active', 'pbi-apbn', 'pbi-apbd', 'inactive'] as const;
export type JknStatus = (typeof jknStatuses)[number];
/** Somebody pays a JKN premium for them already, whoever it is: the card would finance them twice. */
export const coveredByJkn: readonly JknStatus[] = ['active', 'pbi-apbn', 'pbi-apbd'];

/** Why a card does not count, in the order of precedence: the first is the one that is told where only one is. */
export const validityReasons = [
	'nik-malformed',
	'deceased',
	'moved',
	'not-in-register',
	'two-families',
	'two-heads',
	'jkn-active',
	'residence-under-six-months',
	'ektp-missing'
] as const;
/** Those of a person with a NIK, and the one of a child that should have had one by now. */
export type ValidityReason = (typeof validityReasons)[number] | 'newborn-without-nik';

/** Months of residence before a card counts. */
export const residenceMonths = 6;
/** Up to and with this day of life a child without a NIK follows its mother. */
export const newbornDays = 90;
/** An e-KTP is recorded at 17. Only the year of birth is kept, so the year of the seventeenth birthday is let pass. */
export const ektpAge = 17;

/** What the sources say of a person who has a card. */
export type PersonFacts = {
	/** The number has sixteen digits, but no such date or area exists. */
	nikDefect: boolean;
	birthYear: number | null;
	/** Families under which the social office lists the card; 1 as it should be. */
	cardFamilies: number;
	/**
	 * What the population register says; `unread` where it was never told to us, which is no defect of the person's; `absent`
	 * where it was, and does not know the person.
	 */
	register:
		| 'unread'
		| 'absent'
		| {
				status: RegisterStatus;
				/** Null where it does not say. */
				ektp: boolean | null;
				/** Family cards that list the person. */
				families: number;
				isHead: boolean;
				/** Heads among the family's active people. */
				headsInFamily: number;
				registeredSince: string | null;
		  };
	jkn: JknStatus;
};

/** @returns no reason for a card that counts; else all that hold, the weightiest first. */
export function judgeValidity(facts: PersonFacts, day: string): ValidityReason[] {
	const { nikDefect, birthYear, cardFamilies, register, jkn } = facts;
	const told = typeof register === 'string' ? null : register;
	// Of who is not there any more nothing else of the register is asked.
	const present = told?.status === 'active' ? told : null;
	const holds: Record<(typeof validityReasons)[number], boolean> = {
		'nik-malformed': nikDefect,
		deceased: told?.status === 'deceased',
		moved: told?.status === 'moved',
		'not-in-register': register === 'absent' || told?.status === 'not-found',
		'two-families': cardFamilies > 1 || (present?.families ?? 1) > 1,
		'two-heads': present !== null && present.isHead && present.headsInFamily > 1,
		'jkn-active': coveredByJkn.includes(jkn),
		'residence-under-six-months':
			present?.registeredSince != null && addWholeMonths(present.registeredSince, residenceMonths) > day,
		'ektp-missing': present?.ektp === false && birthYear !== null && yearOf(day) - birthYear > ektpAge
	};
	return validityReasons.filter((reason) => holds[reason]);
}

/** A child without a NIK: as its mother while it is young, then a finding of its own. */
export function judgeNewborn(
	motherReasons: readonly ValidityReason[],
	bornOn: string,
	day: string
): ValidityReason[] {
	return daysBetween(bornOn, day) <= newbornDays ? [...motherReasons] : ['newborn-without-nik'];
}

/** The same day so many months on, or that month's last: as PostgreSQL adds months. */
export function addWholeMonths(day: string, months: number): string {
	const month = Number(day.slice(5, 7)) - 1 + months;
	const year = Number(day.slice(0, 4)) + Math.floor(month / 12);
	const inYear = (month % 12) + 1;
	const last = new Date(Date.UTC(year, inYear, 0)).getUTCDate();
	const date = Math.min(Number(day.slice(8, 10)), last);
	return `${year}-${String(inYear).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** As one number in a table: bit n is the n-th reason. */
export const reasonBit = (reason: (typeof validityReasons)[number]): number =>
	1 << validityReasons.indexOf(reason);

export const reasonsOfMask = (mask: number): ValidityReason[] =>
	validityReasons.filter((reason) => (mask & reasonBit(reason)) !== 0);

/** What is known of one person, and how old each source's word is. */
export type PersonValidity = {
	/** Has a card; who has none is judged by nothing. */
	isMember: boolean;
	/** Empty for a card that counts. */
	reasons: ValidityReason[];
	/** Null where no source says where the person lives. */
	kecamatan: string | null;
	segment: string | null;
	registerStatus: RegisterStatus | null;
	jkn: JknStatus;
	registeredSince: string | null;
	/** When each source was last read whole or in part; null for never. */
	asOf: Readonly<Record<RegisterSource, Date | null>>;
};
