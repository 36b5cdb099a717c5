/**
 * Is this card good, and if not, why: what three registers say of one person, judged for one day. The database says the
 * same of everybody at once (`store/register/judge.ts`), and a test holds the two together.
 *
 * Each source has the last word on its own field: the population register (Dukcapil) on status, kecamatan, family and
 * e-KTP; the social office (Dinsos) on who has a card and in which segment; JKN on JKN. A card's family counts only where the
 * population register names none. Only who has a card is a member and is judged.
 */
import { yearOf } from './period.ts';

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
/**
 * JKN pays for the care of these already, whoever pays their premium: the card would finance them twice. The programme's
 * rules say "not JKN-active" and know no difference by who pays; that the state pays for PBI makes it the dearer case, not
 * another one.
 */
export const coveredByJkn: readonly JknStatus[] = ['active', 'pbi-apbn', 'pbi-apbd'];

/**
 * Double financing, the one definition: of the card that stands (on the day that is judged), and of a claim (on the first day
 * of its service). `store/register/judge.ts` says the same in SQL.
 *
 * @param since first day of that status; null where nobody told one, then it holds on any day
 */
export function isDoublyFinanced(jkn: JknStatus, since: string | null, day: string): boolean {
	return coveredByJkn.includes(jkn) && (since === null || since <= day);
}

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
/**
 * Up to and with this day of life a child without a NIK follows its mother: what was paid for it counts under the reasons
 * against her card. From then on it is a finding of its own.
 */
export const newbornDays = 90;
/** A visit so many days after a birth is of another child of the same mother: no two births lie closer. */
export const birthsApartDays = 210;
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
	/** First day of that JKN status, where JKN tells it. */
	jknSince: string | null;
};

/** @returns no reason for a card that counts; else all that hold, the weightiest first. */
export function judgeValidity(facts: PersonFacts, day: string): ValidityReason[] {
	const { nikDefect, birthYear, cardFamilies, register, jkn, jknSince } = facts;
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
		'jkn-active': isDoublyFinanced(jkn, jknSince, day),
		'residence-under-six-months':
			present?.registeredSince != null && addWholeMonths(present.registeredSince, residenceMonths) > day,
		'ektp-missing': present?.ektp === false && birthYear !== null && yearOf(day) - birthYear > ektpAge
	};
	return validityReasons.filter((reason) => holds[reason]);
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
	/** When each source last spoke of this person, itself or by an event; null for never. */
	saidAt: Readonly<Record<RegisterSource, Date | null>>;
};
