/** The bed form: whose rooms a person may state, what they last were, and the report's way into the one way in. */
import { z } from 'zod';
import { countedRooms } from '../../domain/bed-freshness.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { wardClasses } from '../../domain/ward.ts';
import {
	maxReportRooms,
	type FacilityName,
	type FacilityRooms,
	type FormRoom,
	type ReportAnswer,
	type ReportRefusalCode,
	type RoomAnswer
} from '../../protocol/bed-report.ts';
import type { BatchAnswer } from '../../protocol/events.ts';
import { requestRefusals, type Locale } from '../../protocol/refusals.ts';
import { readRoomsOf, type StandingRoom } from '../store/facility-rooms.ts';
import { momentOf, readView, type ServiceContext } from './context.ts';

export type TakenReport = { ok: true; answer: ReportAnswer } | { ok: false; code: ReportRefusalCode };

/** What events of the form name as their source: a hospital's software, which has one of its own, never meets their ids. */
const source = '/beds/report';

/** Only the frame is judged here: what a room says is judged where every event is, and held there if it cannot be used. */
const said = z.unknown();
const reportFrame = z.object({
	facility: z.string().min(1).max(64),
	time: z.string().min(1).max(64),
	rooms: z
		.array(
			z.object({
				id: z.uuid(),
				...{ ward: said, room: said, capacity: said, occupied: said, free: said, queue: said }
			})
		)
		.min(1)
		.max(maxReportRooms)
});
type Report = z.output<typeof reportFrame>;

export class BedReportService {
	constructor(readonly context: ServiceContext) {}

	/** The one place that decides for whom somebody may report: a hospital's account for itself, and nobody else for anyone. */
	findOwn(
		{ role, facility }: Pick<Viewer, 'role' | 'facility'> = this.context.viewer
	): FacilityName | undefined {
		if (role !== 'hospital' || facility === null) return undefined;
		const found = this.context.facilities.find(facility);
		return found && { code: found.code, name: found.name };
	}

	/**
	 * The viewer's rooms as they stand now; undefined for whoever may not report.
	 * @param code what the phone takes the hospital to be; another one than the viewer's is undefined too.
	 */
	async findRooms(code?: string): Promise<FacilityRooms | undefined> {
		const facility = this.findOwn();
		if (!facility || (code !== undefined && code !== facility.code)) return undefined;
		const moment = momentOf(null, this.context.clock);
		const { rooms } = await readView(this.context, moment, async (tx) => ({
			rooms: await readRoomsOf(tx, facility.code)
		}));
		return {
			facility,
			rooms: formRooms(facility.code, rooms),
			now: moment.now.toISOString()
		};
	}

	/** Each room for itself: one that cannot be used holds back none of the others. */
	async take(body: unknown, locale: Locale): Promise<TakenReport> {
		const parsed = reportFrame.safeParse(body);
		if (!parsed.success) return { ok: false, code: 'bad-report' };
		const report = parsed.data;
		const facility = this.findOwn()?.code;
		if (facility === undefined || facility !== report.facility)
			return { ok: false, code: 'unknown-facility' };
		const sender = { party: 'hospital' as const, facility };
		const sent = await Promise.allSettled(
			report.rooms.map((room) => this.context.submitEvent(sender, eventOf(report, room), locale))
		);
		const answers = sent.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
		for (const one of sent)
			if (one.status === 'rejected' && !isRefusal(one.reason)) this.context.onFault(one.reason);
		// What was stored of it is a duplicate when the phone sends the whole again.
		if (answers.length < sent.length) return { ok: false, code: 'unavailable' };
		const rooms = report.rooms.flatMap(({ id }, index) => answerOf(id, answers[index]));
		return { ok: true, answer: { now: this.context.clock().toISOString(), rooms } };
	}
}

/** A full queue or a database that is away: said already, and no fault of the form. */
const isRefusal = (fault: unknown) =>
	fault instanceof Error && 'code' in fault && Object.hasOwn(requestRefusals, String(fault.code));

/** "Melati 9" before "Melati 10". */
const compareNames = new Intl.Collator('id', { numeric: true }).compare;

const wardOrder = new Map<string, number>(wardClasses.map(({ id }, index) => [id, index]));
const placeOf = (ward: string) => wardOrder.get(ward) ?? wardClasses.length;
const compareRooms = (a: FormRoom, b: FormRoom) =>
	placeOf(a.ward) - placeOf(b.ward) || compareNames(a.room, b.room);

/** Those that make the figures: where several ways tell a class, the rooms of the one that counts. */
function formRooms(facility: string, rooms: readonly StandingRoom[]): FormRoom[] {
	const told = rooms.map((room) => ({ ...formRoom(room), facility, way: room.way }));
	return countedRooms(told)
		.map(({ facility: _, way: __, ...room }) => room)
		.sort(compareRooms);
}

const formRoom = ({ ward, room, capacity, occupied, free, queue, reportedAt }: StandingRoom): FormRoom => ({
	...{ ward, room, capacity, occupied, free, queue },
	reportedAt: reportedAt?.toISOString() ?? null
});

function eventOf({ time }: Report, { id, ...data }: Report['rooms'][number]): unknown {
	return {
		specversion: '1.0',
		id,
		source,
		type: 'id.denyut.bed.v1',
		time,
		data: { ...data, reportedAt: time }
	};
}

function answerOf(id: string, answer: BatchAnswer | undefined): RoomAnswer[] {
	if (!answer) return [];
	const [error] = answer.errors;
	if (!error) return [{ id, fate: answer.duplicate > 0 ? 'duplicate' : 'accepted' }];
	const { code, field, message } = error;
	return [{ id, fate: 'quarantined', code, field, message }];
}
