import { isFresh } from '$lib/domain/bed-freshness';
import { mostBeds } from '$lib/domain/bed-limits';
import { findWardClass } from '$lib/domain/ward';
import { dayOf, formatDayShort, formatNumber, formatTime, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import { freeOf, type DraftRoom, type NameFault, type RoomFault } from '$lib/live/bed-report/draft';
import type { FormRoom } from '$lib/protocol/bed-report';

export const wardName = (locale: Locale, ward: string): string => findWardClass(ward)?.names[locale] ?? ward;

/** A room that another system left unnamed goes by a dash on the wire. */
export const roomName = (room: string): string => (room === '-' ? m.bedreport_unnamed() : room);

/** `14.05 WIB`, with the day where it is another than today. */
export function timeText(locale: Locale, moment: string, now: string): string {
	const time = formatTime(locale, moment);
	return dayOf(moment) === dayOf(now) ? time : `${formatDayShort(locale, moment)}, ${time}`;
}

/** The page's one sentence, made from its numbers as they stand in the form. */
export function answerSentence(locale: Locale, drafts: readonly DraftRoom[]): string {
	if (drafts.length === 0) return m.bedreport_answer_none();
	const free = formatNumber(locale, sum(drafts.map(freeOf)));
	const capacities = drafts.map(({ capacity }) => capacity);
	if (capacities.some((capacity) => capacity === null || Number.isNaN(capacity)))
		return m.bedreport_answer_free({ free });
	return m.bedreport_answer({ free, capacity: formatNumber(locale, sum(capacities)) });
}

const sum = (values: readonly (number | null)[]) =>
	values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** A hospital's report is as old as its oldest room; unknown as soon as one is. */
export function oldestOf(rooms: readonly FormRoom[]): string | null {
	const times = rooms.map(({ reportedAt }) => reportedAt);
	if (times.includes(null)) return null;
	return times.reduce((a, b) => (Date.parse(a ?? '') <= Date.parse(b ?? '') ? a : b), times[0] ?? null);
}

export const isAnyStale = (rooms: readonly FormRoom[], now: string): boolean =>
	rooms.some(({ ward, reportedAt }) => !isFresh(ward, reportedAt, new Date(now)));

export function faultSentence(locale: Locale, fault: RoomFault, draft: DraftRoom): string {
	const number = (value: number | null) => formatNumber(locale, value ?? 0);
	const sentences: Record<RoomFault, () => string> = {
		'not-whole': m.bedreport_fault_not_whole,
		'capacity-missing': m.bedreport_fault_capacity_missing,
		'occupied-missing': m.bedreport_fault_occupied_missing,
		'too-many': () => m.bedreport_fault_too_many({ most: number(mostBeds) }),
		'above-capacity': () =>
			m.bedreport_fault_above_capacity({
				occupied: number(draft.occupied),
				capacity: number(draft.capacity)
			})
	};
	return sentences[fault]();
}

export function nameFaultSentence(fault: NameFault): string {
	const sentences: Record<NameFault, () => string> = {
		'ward-missing': m.bedreport_fault_ward_missing,
		'room-missing': m.bedreport_fault_room_missing,
		'room-too-long': m.bedreport_fault_room_too_long,
		'room-identity': m.bedreport_fault_room_identity,
		'room-taken': m.bedreport_fault_room_taken
	};
	return sentences[fault]();
}
