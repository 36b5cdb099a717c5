/** A change of rooms as events: the room that is reported, and those that it takes the place of. */
import type { BatchAnswer } from '../../../../protocol/events.ts';
import { holdsBeds } from '../../../../domain/bed-freshness.ts';
import type { EventRefusal, Locale } from '../../../../protocol/refusals.ts';
import type { StandingRoom } from '../../../store/facility-rooms.ts';
import type { RawItem } from '../../batch.ts';
import type { Ingest } from '../../ingest.ts';
import type { Sender } from '../../sender.ts';
import { digestInLetters, timeAfter } from './stamp.ts';

/** What is said of a room; fields may be anything, since the schema judges them. */
export type RoomState = {
	ward: unknown;
	room: unknown;
	capacity: unknown;
	occupied?: unknown;
	free?: unknown;
	queue?: unknown;
};

export type Telling = {
	protocol: 'sirs' | 'aplicares';
	facility: string;
	/** The protocol's own name of the room's record, kept in the event's id. */
	record: string;
	second: Date;
	/** What this protocol told: rooms that came another way are not its to list, change or give up. */
	rooms: readonly StandingRoom[];
};

export const isStanding = (room: StandingRoom) => holdsBeds(room);

const isRoom =
	({ ward, room }: Pick<RoomState, 'ward' | 'room'>) =>
	(one: StandingRoom) =>
		one.ward === ward && one.room === (room ?? '-');

export function bedEvent(state: RoomState, { protocol, facility, record, second, rooms }: Telling): RawItem {
	const standing = rooms.find(isRoom(state));
	const time = timeAfter(
		second,
		standing?.versionTime,
		standing !== undefined && saysTheSame(state, standing)
	);
	const reportedAt = time.toISOString();
	const id = `${protocol}:${record}:${digestInLetters([facility, state, reportedAt])}`;
	return {
		value: {
			specversion: '1.0',
			id,
			source: `/${protocol}/${facility}`,
			type: 'id.denyut.bed.v1',
			time: reportedAt,
			subject: facility,
			data: { ...state, reportedAt }
		}
	};
}

/** What is left unsaid is derived when it is stored, and so is the same as far as it says anything. */
function saysTheSame(state: RoomState, standing: StandingRoom): boolean {
	const isSame = (said: unknown, stands: number | null) => said === undefined || said === stands;
	return (
		isSame(state.capacity, standing.capacity) &&
		isSame(state.occupied, standing.occupied) &&
		isSame(state.free, standing.free) &&
		(state.queue ?? null) === standing.queue
	);
}

/** A room without a bed: how one that is given up leaves the present and stays in the past. */
export const givenUp = ({ ward, room }: StandingRoom): RoomState => ({
	ward,
	room,
	capacity: 0,
	occupied: 0,
	free: 0,
	queue: 0
});

/** Held for correction with a reader's own refusal; no time in it, so that the same again is one row seen once more. */
export function refusedBed(state: RoomState, refusal: EventRefusal, telling: Telling): RawItem {
	const { protocol, facility } = telling;
	const id = `${protocol}:${digestInLetters([facility, state.ward, state.room])}`;
	return {
		value: {
			specversion: '1.0',
			id,
			source: `/${protocol}/${facility}`,
			type: 'id.denyut.bed.v1',
			subject: facility,
			data: state
		},
		refusal
	};
}

/**
 * All or nothing where several rooms change at once. Where the first cannot be used it alone is held for correction, and
 * the others stay as they are.
 */
export async function takeTogether(
	ingest: Ingest,
	sender: Sender,
	items: readonly RawItem[],
	locale: Locale
): Promise<BatchAnswer> {
	if (items.length === 1) return ingest.take(sender, items, { mode: 'each', locale });
	const answer = await ingest.take(sender, items, { mode: 'atomic', locale });
	return answer.rejected === undefined
		? answer
		: ingest.take(sender, items.slice(0, 1), { mode: 'each', locale });
}
