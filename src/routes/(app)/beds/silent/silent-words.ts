import { type Locale, formatAge, formatMoment, formatNumber, formatSpan } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { Reminder, SilentHospital, SilentHospitalsView } from '$lib/protocol/views/silent-hospitals';

const hourMs = 3_600_000;

/** The page's one sentence: how many are silent, and who the longest. */
export function answerSentence(locale: Locale, view: SilentHospitalsView, now: string): string {
	const number = (value: number) => formatNumber(locale, value);
	const { hospitals, silent, never } = view;
	if (hospitals === 0) return m.silent_answer_empty({ never: number(never.length) });
	const [longest] = silent;
	if (longest === undefined || longest.lastReportedAt === null)
		return m.silent_answer_none({ hospitals: number(hospitals) });
	const spanMs = Date.parse(now) - Date.parse(longest.lastReportedAt);
	return m.silent_answer({
		...{ silent: number(silent.length), hospitals: number(hospitals), hospital: longest.name },
		span: formatSpan(locale, spanMs)
	});
}

export function usualText(locale: Locale, { usualHours }: SilentHospital): string {
	if (usualHours === null) return m.silent_usual_unknown();
	return m.silent_usual({ span: formatSpan(locale, usualHours * hourMs) });
}

/** What became of the last reminder: whether a report came since is what its sender wants to know. */
export function reminderWords(locale: Locale, { at, by, way }: Reminder, now: string): string {
	const facts = { by, age: formatAge(locale, at, now), moment: formatMoment(locale, at) };
	return way === 'webhook' ? m.silent_reminded_sent(facts) : m.silent_reminded_copied(facts);
}

export function outcomeText(outcome: string | undefined): string | null {
	switch (outcome) {
		case 'sent':
			return m.silent_said_sent();
		case 'to-copy':
			return m.silent_said_copy();
		case 'just-reminded':
			return m.silent_said_just();
		case 'not-silent':
			return m.silent_said_not_silent();
		case 'forbidden':
			return m.silent_said_forbidden();
		default:
			return null;
	}
}
