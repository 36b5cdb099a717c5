/**
 * What a patient or a clerk tells of a hospital: that it refused, told of a quota, or took money beside the card. Anybody may,
 * without signing in; the health office answers in the time stated here.
 */
import { addDays, daysBetween } from './period.ts';

export const complaintKinds = ['refusal', 'quota', 'extra-charge', 'other'] as const;
export type ComplaintKind = (typeof complaintKinds)[number];

export const complaintVerdicts = ['upheld', 'not-upheld', 'undecided'] as const;
export type ComplaintVerdict = (typeof complaintVerdicts)[number];

/** As public complaints in Indonesia are promised (SP4N-LAPOR: five working days). Holidays are not known here. */
export const answerWithinWorkingDays = 5;
/** What happened longer ago is nobody's to look into any more. */
export const oldestComplaintDays = 365;

/** Characters of what is told, and of the answer. */
export const storyLength = { shortest: 20, longest: 2_000 } as const;
/** Characters of where to reach whoever tells it. */
export const longestContact = 120;

/** The last day on which an answer is in time. */
export function answerDueOn(day: string): string {
	let due = day;
	for (let left = answerWithinWorkingDays; left > 0;) {
		due = addDays(due, 1);
		if (!isWeekend(due)) left -= 1;
	}
	return due;
}

/** A Sunday lies on the first day of its week. */
function isWeekend(day: string): boolean {
	const weekday = ((daysBetween('1970-01-04', day) % 7) + 7) % 7;
	return weekday === 0 || weekday === 6;
}
