/** Answers as Aplicares gives them. Client software compares the messages, full stop included. */
import type { StandingRoom } from '../../../store/facility-rooms.ts';
import { isStanding } from '../bridging/bed-events.ts';
import { jakartaTime } from '../bridging/stamp.ts';
import type { TheirRefusal } from '../bridging/told-fields.ts';
import { aplicaresRoomOf } from './rooms.ts';

export const doneAnswer = (message: string) => ({
	metadata: { code: 1, message, totalitems: 0 },
	response: {}
});

/** @param code 0, or the status of a request that is refused as a whole. */
export const refusalAnswer = (code: number, { code: reason, field, message }: TheirRefusal) => ({
	metadata: { code, message, totalitems: 0, reason, field },
	response: {}
});

/** The words on which software adds the room. */
export const notFoundAnswer = () =>
	refusalAnswer(0, { code: 'unknown-code', field: 'koderuang', message: 'Data tidak ada di database' });

export const listAnswer = (list: readonly unknown[], totalitems = list.length) => ({
	metadata: { code: 1, message: 'OK', totalitems },
	response: { list }
});

const maxRows = 1_000;

/** `start` counts from one; nought means the same. */
export function roomsAnswer(
	rooms: readonly StandingRoom[],
	kodeppk: string,
	{ start = '1', limit = '100' }: { start?: string | undefined; limit?: string | undefined }
) {
	const all = rooms.filter(isStanding).flatMap((room) => listed(room, kodeppk));
	const first = Math.max(1, wholeOr(start, 1));
	const numbered = all.map((row, index) => ({ ...row, rownumber: index + 1 }));
	const shown = numbered.slice(first - 1, first - 1 + Math.min(maxRows, wholeOr(limit, maxRows)));
	return listAnswer(shown, all.length);
}

const wholeOr = (text: string, otherwise: number) => (/^\d{1,6}$/.test(text) ? Number(text) : otherwise);

function listed(room: StandingRoom, kodeppk: string) {
	const name = aplicaresRoomOf(room);
	if (!name) return [];
	const counts = {
		kapasitas: room.capacity ?? room.free + (room.occupied ?? 0),
		tersedia: room.free,
		tersediapria: 0,
		tersediawanita: 0,
		tersediapriawanita: 0
	};
	return [{ kodeppk, ...name, ...counts, lastupdate: jakartaTime(room.reportedAt ?? room.versionTime) }];
}
