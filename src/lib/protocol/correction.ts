/**
 * A correction puts right what was wrong with an event; it does not make another one of it. Whoever corrects sends in the
 * first sender's name, so what the event is about and which state it asserts stay what that sender said.
 */
import type { EventType } from './events.ts';
import type { Locale } from './refusals.ts';

/** The natural key of each type, and what else says what is asserted. */
const identity: Readonly<Record<EventType, readonly string[]>> = {
	'id.denyut.visit.v1': ['visit'],
	'id.denyut.bed.v1': ['ward', 'room'],
	'id.denyut.claim.v1': ['claim', 'state'],
	'id.denyut.member.v1': [],
	'id.denyut.stock.v1': ['item', 'month'],
	'id.denyut.tally.v1': ['reporter', 'measure', 'code', 'area', 'period', 'grain']
};
const fieldsOf = (type: unknown): readonly string[] => [
	'type',
	'subject',
	...(typeof type === 'string' && Object.hasOwn(identity, type)
		? identity[type as EventType].map((field) => `data.${field}`)
		: [])
];

/**
 * The first field by which a correction would be another event; null where it is the same one.
 * @param refused the field that the event was held for: just that may change, whatever it is
 */
export function findOtherEvent(held: unknown, corrected: unknown, refused: string | null): string | null {
	const asserted = fieldsOf(valueAt(held, 'type'));
	return asserted.find((field) => field !== refused && isChanged(held, corrected, field)) ?? null;
}

/** What was not said is said now, or what was said is left to the edge to ask for: neither is a change. */
function isChanged(held: unknown, corrected: unknown, field: string): boolean {
	const [before, after] = [valueAt(held, field), valueAt(corrected, field)];
	return isStated(before) && isStated(after) && JSON.stringify(before) !== JSON.stringify(after);
}

const isStated = (value: unknown) => value !== undefined && value !== null && value !== '';

function valueAt(event: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, name) =>
				typeof value === 'object' && value !== null && Object.hasOwn(value, name)
					? (value as Record<string, unknown>)[name]
					: undefined,
			event
		);
}

export const otherEventSentence: Readonly<Record<Locale, (field: string) => string>> = {
	id: (field) =>
		`«${field}» menentukan kejadian mana ini dan tidak dapat diganti di sini. Buang baris ini dan minta pengirimnya mengirim kejadian yang benar.`,
	en: (field) =>
		`«${field}» says which event this is and cannot be changed here. Discard this row and ask its sender for the right event.`
};
