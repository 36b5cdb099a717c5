import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FacilityRooms, RoomAnswer } from '../../protocol/bed-report.ts';
import { ReportDesk, type DeskPorts } from './desk.svelte.ts';
import type { ReportLine } from './line.ts';
import type { QueuedReport, SendOutcome } from './queue.ts';
import { makeMemoryStore } from './store.ts';

const at = '2026-11-22T07:00:00.000Z';
const facility = { code: '3275013', name: 'RS Uji' };
const start: FacilityRooms = {
	facility,
	rooms: ['Anggrek', 'Melati'].map((room) => ({
		...{ ward: 'inpatient-3', room, capacity: 20, occupied: 16, free: 4, queue: 1 },
		reportedAt: '2026-11-22T01:00:00.000Z'
	})),
	now: at
};

/** A server that counts what it took by id, and a network that can be cut. */
class FakeLine implements ReportLine {
	isUp = true;
	refuse: string | null = null;
	readonly sent: QueuedReport[] = [];
	readonly taken = new Set<string>();

	async send(report: QueuedReport): Promise<SendOutcome> {
		if (!this.isUp) return { kind: 'unreachable' };
		this.sent.push(report);
		const rooms = report.rooms.map(({ id }): RoomAnswer => {
			if (this.refuse !== null)
				return { id, fate: 'quarantined', code: this.refuse, field: null, message: 'No.' };
			const fate = this.taken.has(id) ? 'duplicate' : 'accepted';
			this.taken.add(id);
			return { id, fate };
		});
		return { kind: 'answered', answer: { now: at, rooms } };
	}

	async readRooms(code: string) {
		return this.isUp ? { ...start, facility: { ...facility, code } } : 'unreachable';
	}
}

let line: FakeLine;
let store: ReturnType<typeof makeMemoryStore>;
let serial = 0;

const ports = (rest: Partial<DeskPorts> = {}): DeskPorts => ({
	line,
	store: Promise.resolve(store),
	now: () => new Date(at),
	newId: () => `id-${serial++}`,
	alone: async (round) => {
		await round();
		return true;
	},
	chance: () => 0.5,
	...rest
});

async function open(rest: Partial<DeskPorts> = {}, told: FacilityRooms | null = start): Promise<ReportDesk> {
	const desk = new ReportDesk(ports(rest), told);
	await desk.open();
	return desk;
}

function occupy(desk: ReportDesk, occupied: number): void {
	const [first] = desk.drafts;
	if (first) first.occupied = occupied;
}

beforeEach(() => {
	vi.useFakeTimers();
	line = new FakeLine();
	store = makeMemoryStore();
});
afterEach(() => vi.useRealTimers());

describe('the desk', () => {
	it('states every room with one tap, as it last was', async () => {
		const desk = await open();
		await desk.send();
		expect(line.sent).toMatchObject([
			{ isUnchanged: true, time: at, rooms: [{ occupied: 16 }, { occupied: 16 }] }
		]);
		expect(desk.reports).toMatchObject([{ state: 'accepted', acknowledgedAt: at }]);
		expect(desk.rooms.every(({ reportedAt }) => reportedAt === at)).toBe(true);
	});

	it('keeps reports while the network is cut, also over a reload, and sends each once when it is back', async () => {
		line.isUp = false;
		const desk = await open();
		occupy(desk, 11);
		await desk.send();
		await desk.send();
		expect([desk.waiting, desk.isReachable]).toEqual([2, false]);
		desk.close();

		const again = await open({}, null);
		expect(again.waiting).toBe(2);
		expect(again.drafts[0]?.occupied).toBe(11);
		line.isUp = true;
		await vi.advanceTimersByTimeAsync(60_000);
		expect(again.reports.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
		expect(line.sent.map(({ isUnchanged }) => isUnchanged)).toEqual([false, true]);
		expect(line.taken.size).toBe(4);
	});

	it('keeps what waits for the account of its own hospital', async () => {
		line.isUp = false;
		const desk = await open();
		await desk.send();
		desk.close();
		line.isUp = true;
		const other = { ...start, facility: { code: '3275017', name: 'RS Lain' } };
		const theirs = await open({}, other);
		expect([theirs.waiting, line.sent.length, theirs.reports.length]).toEqual([0, 0, 1]);
		await theirs.send();
		expect(line.sent.map((report) => report.facility.code)).toEqual(['3275017']);
		theirs.close();
		expect((await open()).reports.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
	});

	it('does not try again once it is closed', async () => {
		line.isUp = false;
		const desk = await open();
		await desk.send();
		desk.close();
		line.isUp = true;
		await vi.advanceTimersByTimeAsync(3_600_000);
		expect(line.sent).toEqual([]);
	});

	it('leaves the round to another tab and looks again', async () => {
		let isFree = false;
		const desk = await open({
			alone: async (round) => {
				if (isFree) await round();
				return isFree;
			}
		});
		await desk.send();
		expect([line.sent.length, desk.waiting]).toEqual([0, 1]);
		isFree = true;
		await vi.advanceTimersByTimeAsync(5_000);
		expect([line.sent.length, desk.waiting]).toEqual([1, 0]);
	});

	it('sends a second tap that came while the first was on its way', async () => {
		const desk = await open();
		await Promise.all([desk.send(), desk.send()]);
		await vi.advanceTimersByTimeAsync(5_000);
		expect(desk.reports.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
	});

	it('sends nothing while a number is missing', async () => {
		const desk = await open();
		const [first] = desk.drafts;
		if (first) first.occupied = null;
		await desk.send();
		expect([desk.faults, line.sent.length, desk.reports.length]).toEqual([1, 0, 0]);
	});

	it('keeps a refused report until its correction is sent', async () => {
		line.refuse = 'bad-field';
		const desk = await open();
		occupy(desk, 11);
		await desk.send();
		const [refused] = desk.reports;
		if (refused?.state !== 'refused') throw new Error('not refused');
		expect(desk.rooms[0]?.occupied, 'a refused number does not stand').toBe(16);
		desk.correct(refused);
		expect(desk.drafts[0]?.occupied).toBe(11);
		expect(await store.reports()).toHaveLength(1);
		line.refuse = null;
		await desk.send();
		expect(desk.reports).toMatchObject([{ state: 'accepted' }]);
		expect(desk.reports[0]?.id).not.toBe(refused.id);
	});

	it('sends a report of a clock that was ahead once more, at its real time', async () => {
		let phone = '2026-11-22T08:00:00.000Z';
		line.refuse = 'future-time';
		const desk = await open({ now: () => new Date(phone) });
		expect(desk.clockAheadMs).toBe(3_600_000);
		await desk.send();
		const [refused] = desk.reports;
		if (refused?.state !== 'refused') throw new Error('not refused');
		line.refuse = null;
		phone = at;
		await desk.sendRetimed(refused);
		expect(line.sent.at(-1)?.time).toBe(at);
		expect(desk.reports).toMatchObject([{ state: 'accepted' }]);
	});

	it('drops a refused report only when the person says so', async () => {
		line.refuse = 'bad-field';
		const desk = await open();
		await desk.send();
		const [refused] = desk.reports;
		if (refused?.state !== 'refused') throw new Error('not refused');
		await desk.flush();
		expect(desk.reports).toHaveLength(1);
		await desk.discard(refused);
		expect(desk.reports).toEqual([]);
	});
});
