/**
 * Reports on their way from a phone. States of one: waiting (made, not answered) → accepted (the server named the time it
 * took every room) or refused (it took some rooms or none, and said why). A waiting one may be sent any number of times: its
 * rooms carry ids made here, once. A refused one stays until a person corrects or discards it; nothing is dropped silently.
 */
import { holdsBeds } from '../../domain/bed-freshness.ts';
import type {
	FacilityName,
	FormRoom,
	ReportAnswer,
	RoomAnswer,
	SentRoom
} from '../../protocol/bed-report.ts';
import { keyOf } from './draft.ts';

export type RoomRefusal = Extract<RoomAnswer, { fate: 'quarantined' }>;

export type QueuedReport = {
	id: string;
	facility: FacilityName;
	/** When the person tapped, by the phone's clock. */
	time: string;
	rooms: SentRoom[];
	isUnchanged: boolean;
} & (
	| { state: 'waiting' }
	| { state: 'accepted'; acknowledgedAt: string }
	| {
			state: 'refused';
			/** When the other rooms were taken; null where none was. */
			acknowledgedAt: string | null;
			/** By room; empty where the report as a whole was refused. */
			refusals: RoomRefusal[];
			/** Of the report as a whole. */
			message: string | null;
			/** How far the phone's clock was ahead, where that is what was wrong. */
			clockAheadMs: number | null;
	  }
);
export type RefusedReport = Extract<QueuedReport, { state: 'refused' }>;

export type SendOutcome =
	| { kind: 'answered'; answer: ReportAnswer }
	| { kind: 'refused'; message: string }
	/** Whoever sends must sign in (again) first. */
	| { kind: 'sign-in' }
	/** The server is there and cannot take it now. */
	| { kind: 'later' }
	/** No network, or somebody else's answer. */
	| { kind: 'unreachable' };

type Statement = Omit<SentRoom, 'id'>;

export function makeReport(
	facility: FacilityName,
	rooms: readonly Statement[],
	{ isUnchanged, time, newId }: { isUnchanged: boolean; time: string; newId: () => string }
): QueuedReport {
	const sent = rooms.map((room) => ({ ...room, id: newId() }));
	return { id: newId(), facility, time, rooms: sent, isUnchanged, state: 'waiting' };
}

/** @param now the phone's clock at the answer. */
export function settle(report: QueuedReport, outcome: SendOutcome, now: Date): QueuedReport {
	const { id, facility, time, rooms, isUnchanged } = report;
	const same = { id, facility, time, rooms, isUnchanged };
	if (outcome.kind === 'refused') {
		const nothing = { acknowledgedAt: null, refusals: [], clockAheadMs: null };
		return { ...same, ...nothing, state: 'refused', message: outcome.message };
	}
	if (outcome.kind !== 'answered') return report;
	const { answer } = outcome;
	const refusals = answer.rooms.filter((one): one is RoomRefusal => one.fate === 'quarantined');
	if (refusals.length === 0) return { ...same, state: 'accepted', acknowledgedAt: answer.now };
	const isClock = refusals.some(({ code }) => code === 'future-time');
	return {
		...same,
		state: 'refused',
		acknowledgedAt: refusals.length < rooms.length ? answer.now : null,
		refusals,
		message: null,
		clockAheadMs: isClock ? clockAhead(answer.now, report.time, now) : null
	};
}

/** As the phone's clock stands now; by the report's own time where it was set right since. */
function clockAhead(serverNow: string, time: string, now: Date): number {
	return Math.max(now.getTime(), Date.parse(time)) - Date.parse(serverNow);
}

/** Does the answer speak of every room of this report, and of no other? */
export function fits(report: QueuedReport, answer: ReportAnswer): boolean {
	const answered = new Set(answer.rooms.map(({ id }) => id));
	return answered.size === report.rooms.length && report.rooms.every(({ id }) => answered.has(id));
}

/** Those of a refused report that were not taken. */
export function refusedRooms({ rooms, refusals }: RefusedReport): SentRoom[] {
	if (refusals.length === 0) return rooms;
	const refused = new Set(refusals.map(({ id }) => id));
	return rooms.filter(({ id }) => refused.has(id));
}

/** The same words at the time that the person really said them: a new statement, with new ids. */
export function retimed(report: RefusedReport, newId: () => string): QueuedReport {
	const time = new Date(Date.parse(report.time) - (report.clockAheadMs ?? 0)).toISOString();
	const { facility, isUnchanged } = report;
	return makeReport(facility, refusedRooms(report), { isUnchanged, time, newId });
}

/** Of this hospital, oldest first, so that each room's history comes in its order; another's wait for its own account. */
export function waitingOf(reports: readonly QueuedReport[], own: string | undefined): QueuedReport[] {
	return reports.filter(({ state, facility }) => state === 'waiting' && facility.code === own).sort(byTime);
}

export function refusedOf(reports: readonly QueuedReport[], own: string | undefined): RefusedReport[] {
	return reports.filter(
		(report): report is RefusedReport => report.state === 'refused' && report.facility.code === own
	);
}

const byTime = (a: QueuedReport, b: QueuedReport) =>
	Date.parse(a.time) - Date.parse(b.time) || a.id.localeCompare(b.id);

const keptAccepted = 10;

/** Accepted reports beyond the newest few: they are the server's now. Waiting and refused ones are never among them. */
export function outworn(reports: readonly QueuedReport[]): QueuedReport[] {
	return reports
		.filter(({ state }) => state === 'accepted')
		.sort((a, b) => byTime(b, a))
		.slice(keptAccepted);
}

/** Rooms as the server last told them, with what was stated on this phone since. */
export function applyReports(
	rooms: readonly FormRoom[],
	reports: readonly QueuedReport[],
	facility: string
): FormRoom[] {
	const standing = new Map(rooms.map((room) => [keyOf(room), room]));
	for (const report of reports.filter((one) => one.facility.code === facility).sort(byTime)) {
		const refused = new Set((report.state === 'refused' ? refusedRooms(report) : []).map(({ id }) => id));
		for (const room of report.rooms.filter(({ id }) => !refused.has(id))) {
			const before = standing.get(keyOf(room));
			if (isNewer(report.time, before)) standing.set(keyOf(room), stated(room, report.time));
		}
	}
	return [...standing.values()].filter(holdsBeds);
}

const isNewer = (time: string, before: FormRoom | undefined) =>
	before === undefined || before.reportedAt === null || Date.parse(time) >= Date.parse(before.reportedAt);

function stated({ ward, room, capacity, occupied, free, queue }: SentRoom, reportedAt: string): FormRoom {
	const left = free ?? Math.max(0, (capacity ?? 0) - (occupied ?? 0));
	return { ward, room, capacity, occupied, free: left, queue, reportedAt };
}

const firstPauseMs = 2_000;
const longestPauseMs = 5 * 60_000;

/** @param chance 0 to 1: phones of one lost network must not all come back in the same instant. */
export function pauseMs(failures: number, chance: number): number {
	return Math.min(firstPauseMs * 2 ** Math.max(0, failures - 1), longestPauseMs) * (0.75 + chance / 2);
}
