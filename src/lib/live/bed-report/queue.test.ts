import { describe, expect, it } from 'vitest';
import type { FormRoom, ReportAnswer, RoomAnswer } from '../../protocol/bed-report.ts';
import { outcomeOf } from './line.ts';
import {
	applyReports,
	makeReport,
	outworn,
	pauseMs,
	refusedOf,
	refusedRooms,
	retimed,
	settle,
	waitingOf,
	type QueuedReport,
	type RefusedReport
} from './queue.ts';

const serverNow = '2026-11-22T07:05:00.000Z';
const facility = { code: '3275013', name: 'RS Uji' };
let serial = 0;
const newId = () => `id-${serial++}`;

function report(time = '2026-11-22T07:00:00.000Z', occupied = 12): QueuedReport {
	const usual = { ward: 'inpatient-3', capacity: 20, occupied, free: null, queue: 0 };
	const rooms = ['Anggrek', 'Melati'].map((room) => ({ ...usual, room }));
	return makeReport(facility, rooms, { isUnchanged: false, time, newId });
}

function answer(to: QueuedReport, fates: RoomAnswer['fate'][], code = 'bad-field'): ReportAnswer {
	const rooms = to.rooms.map(({ id }, index): RoomAnswer => {
		const fate = fates[index] ?? 'accepted';
		return fate === 'quarantined'
			? { id, fate, code, field: 'data.room', message: 'Sentence.' }
			: { id, fate };
	});
	return { now: serverNow, rooms };
}

const settled = (one: QueuedReport, fates: RoomAnswer['fate'][], code?: string, now = serverNow) =>
	settle(one, { kind: 'answered', answer: answer(one, fates, code) }, new Date(now));

const mustBeRefused = (one: QueuedReport): RefusedReport => {
	if (one.state !== 'refused') throw new Error(`it is ${one.state}`);
	return one;
};

describe('a report', () => {
	it('gives every room an id of its own, once', () => {
		const { id, rooms } = report();
		expect(new Set([id, ...rooms.map((room) => room.id)]).size).toBe(3);
	});

	it.each([{ kind: 'unreachable' }, { kind: 'later' }, { kind: 'sign-in' }] as const)(
		'goes on waiting, the same, after %j',
		(outcome) => {
			const one = report();
			expect(settle(one, outcome, new Date(serverNow))).toEqual(one);
		}
	);

	it('is acknowledged at the server’s time, also when it had come before', () => {
		expect(settled(report(), ['accepted', 'duplicate'])).toMatchObject({
			state: 'accepted',
			acknowledgedAt: serverNow
		});
	});

	it('that was refused in part keeps what was refused, and says when the rest was taken', () => {
		const one = mustBeRefused(settled(report(), ['accepted', 'quarantined']));
		expect(one).toMatchObject({ acknowledgedAt: serverNow, clockAheadMs: null });
		expect(refusedRooms(one).map(({ room }) => room)).toEqual(['Melati']);
	});

	it('that was refused as a whole keeps every room and the reason', () => {
		const one = mustBeRefused(settle(report(), { kind: 'refused', message: 'No.' }, new Date(serverNow)));
		expect(one).toMatchObject({ message: 'No.', acknowledgedAt: null });
		expect(refusedRooms(one)).toHaveLength(2);
	});

	it('of a clock that is ahead can be sent at the time it really was, under new ids', () => {
		// Tapped at 07:00 by a clock that is 47 minutes ahead; answered five minutes later.
		const ahead = report('2026-11-22T07:47:00.000Z');
		const one = mustBeRefused(
			settled(ahead, ['quarantined', 'quarantined'], 'future-time', '2026-11-22T07:52:00.000Z')
		);
		expect(one.clockAheadMs).toBe(47 * 60_000);
		const again = retimed(one, newId);
		expect(again).toMatchObject({ state: 'waiting', time: '2026-11-22T07:00:00.000Z' });
		expect(again.rooms.map(({ occupied }) => occupied)).toEqual([12, 12]);
		expect(again.rooms.some(({ id }) => ahead.rooms.some((room) => room.id === id))).toBe(false);
	});

	it('of a clock that was set right since is sent at the latest time it can have been', () => {
		const ahead = report('2026-11-22T09:00:00.000Z');
		const one = mustBeRefused(settled(ahead, ['quarantined', 'quarantined'], 'future-time'));
		expect(retimed(one, newId).time).toBe(serverNow);
	});
});

describe('what the line answered', () => {
	const one = report();
	it.each([
		['the answer', 200, answer(one, []), 'answered'],
		['an answer to another report', 200, { now: serverNow, rooms: [] }, 'later'],
		['a hotspot’s page', 200, { hello: 'wifi' }, 'unreachable'],
		['a proxy’s page without a code', 404, 'Not found', 'unreachable'],
		['a refusal', 400, { code: 'bad-report', message: 'No.' }, 'refused'],
		['another hospital’s account', 403, { code: 'unknown-facility', message: 'No.' }, 'later'],
		['no session', 401, null, 'sign-in'],
		['a database that is away', 503, { code: 'unavailable', message: 'Later.' }, 'later'],
		['too many at once', 429, { code: 'slow', message: 'Later.' }, 'later']
	])('%s (%i) is %s', (_, status, body, kind) => {
		expect(outcomeOf(one, { status, body }).kind).toBe(kind);
	});
});

describe('the queue', () => {
	it('sends the oldest first, and only what waits', () => {
		const [late, early] = [report('2026-11-22T07:10:00.000Z'), report('2026-11-22T07:00:00.000Z')];
		const done = settled(report('2026-11-22T06:00:00.000Z'), []);
		expect(waitingOf([late, done, early], facility.code)).toEqual([early, late]);
	});

	it('leaves another hospital’s reports to its own account', () => {
		const refused = settled(report(), ['quarantined']);
		expect([waitingOf([report()], '3275017'), waitingOf([report()], undefined)]).toEqual([[], []]);
		expect([refusedOf([refused], facility.code), refusedOf([refused], '3275017')]).toEqual([[refused], []]);
	});

	it('forgets old accepted reports only', () => {
		const accepted = Array.from({ length: 12 }, (_, n) =>
			settled(report(`2026-11-22T0${n % 10}:00:0${Math.floor(n / 10)}.000Z`), [])
		);
		const refused = settled(report('2026-01-01T00:00:00.000Z'), ['quarantined']);
		const waiting = report('2026-01-01T00:00:00.000Z');
		const old = outworn([...accepted, refused, waiting]);
		expect(old).toHaveLength(2);
		expect(old.every(({ state }) => state === 'accepted')).toBe(true);
		expect(old.map(({ time }) => time).sort()).toEqual(
			accepted
				.map(({ time }) => time)
				.sort()
				.slice(0, 2)
		);
	});

	it('waits longer after each failure, up to five minutes, and never all phones alike', () => {
		const pauses = [1, 2, 3, 20].map((failures) => pauseMs(failures, 0.5));
		expect(pauses).toEqual([2_000, 4_000, 8_000, 300_000]);
		expect(pauseMs(1, 0)).toBeLessThan(pauseMs(1, 1));
	});
});

describe('the rooms as they stand on the phone', () => {
	const told: FormRoom[] = ['Anggrek', 'Melati'].map((room) =>
		Object.freeze({
			...{ ward: 'inpatient-3', room, capacity: 20, occupied: 16, free: 4, queue: 1 },
			reportedAt: '2026-11-22T05:00:00.000Z'
		})
	);

	it('are what was stated last, sent or not', () => {
		const later = report('2026-11-22T07:10:00.000Z', 9);
		const rooms = applyReports(told, [later, settled(report(), [])], facility.code);
		expect(rooms).toMatchObject([
			{ occupied: 9, free: 11, reportedAt: '2026-11-22T07:10:00.000Z' },
			{ occupied: 9, free: 11 }
		]);
	});

	it('leave out what was refused, what others’ hospitals said, and what is older than the server’s word', () => {
		const refused = settled(report(), ['accepted', 'quarantined']);
		expect(applyReports(told, [refused], facility.code)).toMatchObject([{ occupied: 12 }, { occupied: 16 }]);
		expect(applyReports(told, [report()], '3275017')).toEqual(told);
		expect(applyReports(told, [report('2026-11-22T04:00:00.000Z')], facility.code)).toEqual(told);
	});

	it('lose a room that was given up', () => {
		const [first] = report().rooms;
		if (!first) throw new Error('no room');
		const closed = { ...report(), rooms: [{ ...first, capacity: 0, occupied: 0, queue: 0 }] };
		expect(applyReports(told, [closed], facility.code).map(({ room }) => room)).toEqual(['Melati']);
	});
});
