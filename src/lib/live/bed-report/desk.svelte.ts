/**
 * The form's desk: what the rooms were last, what the person is changing, and the reports on their way. The phone's store is
 * the truth of the queue; `reports` is what was last read of it. One round of sending runs at a time, in one tab: a round
 * takes the waiting reports oldest first, stops where the network ends, and is tried again after a growing pause, when the
 * network or the person comes back, and after each tap.
 */
import type { FacilityRooms, FormRoom } from '../../protocol/bed-report.ts';
import { faultOf, isChanged, newRoom, rebase, refill, statementOf, type DraftRoom } from './draft.ts';
import type { ReportLine } from './line.ts';
import {
	applyReports,
	makeReport,
	outworn,
	refusedOf,
	pauseMs,
	refusedRooms,
	retimed,
	settle,
	waitingOf,
	type QueuedReport,
	type RefusedReport
} from './queue.ts';
import type { ReportStore } from './store.ts';

export type DeskPorts = {
	line: ReportLine;
	store: Promise<ReportStore>;
	now: () => Date;
	newId: () => string;
	/** Runs one round at a time among this browser's tabs; answers false where another tab has its turn. */
	alone: (round: () => Promise<void>) => Promise<boolean>;
	chance: () => number;
};

/** A round that another tab is at is looked after this much later. */
const otherTabMs = 3_000;

export class ReportDesk {
	facility: FacilityRooms | null = $state.raw(null);
	drafts: DraftRoom[] = $state([]);
	reports: readonly QueuedReport[] = $state.raw([]);
	isSending = $state(false);
	/** Null until it was tried. */
	isReachable: boolean | null = $state(null);
	needsSignIn = $state(false);
	isLasting = $state(true);
	/** By how much the phone's clock is ahead of the server's (behind: below nought); null until one answered. */
	clockAheadMs: number | null = $state(null);
	readonly changed = $derived(this.drafts.filter(isChanged).length);
	readonly faults = $derived(this.drafts.filter((draft) => faultOf(draft) !== null).length);
	readonly waiting = $derived(waitingOf(this.reports, this.facility?.facility.code).length);
	/** That a person has to look at. */
	readonly refused = $derived(refusedOf(this.reports, this.facility?.facility.code));
	readonly rooms: readonly FormRoom[] = $derived(
		this.facility === null ? [] : applyReports(this.facility.rooms, this.reports, this.facility.facility.code)
	);
	readonly #ports: DeskPorts;
	#correcting: string | null = null;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isOpen = false;

	/** @param start what the server told with the page; null where it did not. */
	constructor(ports: DeskPorts, start: FacilityRooms | null) {
		this.#ports = ports;
		this.facility = start;
		this.#rebase();
	}

	/** Takes up what the phone kept: the rooms where the server told none, and the reports on their way. */
	async open(): Promise<void> {
		this.#isOpen = true;
		const store = await this.#ports.store;
		this.isLasting = store.isLasting;
		if (this.facility) await this.#learn(this.facility);
		else this.facility = (await store.rooms()) ?? null;
		await this.#reread();
		await this.flush();
	}

	close(): void {
		this.#isOpen = false;
		clearTimeout(this.#timer);
	}

	/** The person says that all is as the form shows it: every room, whether changed or not. */
	async send(): Promise<void> {
		if (this.facility === null || this.drafts.length === 0 || this.faults > 0) return;
		const report = makeReport(this.facility.facility, this.drafts.map(statementOf), {
			isUnchanged: this.changed === 0,
			time: this.#ports.now().toISOString(),
			newId: this.#ports.newId
		});
		await this.#keep(report, this.#correcting);
	}

	/** Puts a refused report's rooms back into the form; it is gone once the corrected one is sent. */
	correct(report: RefusedReport): void {
		this.#correcting = report.id;
		this.drafts = refill(this.drafts, refusedRooms(report));
	}

	/** Sends what was refused for the phone's clock once more, at the time that it really was. */
	sendRetimed(report: RefusedReport): Promise<void> {
		return this.#keep(retimed(report, this.#ports.newId), report.id);
	}

	async discard(report: RefusedReport): Promise<void> {
		await (await this.#ports.store).change({ drop: [report.id] });
		if (this.#correcting === report.id) this.#correcting = null;
		await this.#reread();
	}

	add(ward: string, name: string): void {
		this.drafts.push(newRoom(ward, name));
	}

	/** Takes back a room that was never sent. */
	remove(key: string): void {
		this.drafts = this.drafts.filter((draft) => draft.key !== key || draft.last !== null);
	}

	/** Back to what was last stated. */
	undo(): void {
		this.#correcting = null;
		this.drafts = [];
		this.#rebase();
	}

	/** Sends what waits, then looks what the rooms are now. Never fails: what could not be sent goes on waiting. */
	async flush(): Promise<void> {
		if (this.isSending) return;
		this.isSending = true;
		clearTimeout(this.#timer);
		let isMine: boolean;
		try {
			isMine = await this.#ports.alone(() => this.#round());
			await this.#reread();
			if (this.facility) await this.refresh(this.facility.facility.code);
		} finally {
			this.isSending = false;
		}
		this.#again(isMine);
	}

	/** Is the server still there? Where something waits, its own tries tell. */
	async look(): Promise<void> {
		if (this.isSending || this.waiting > 0 || this.facility === null) return;
		await this.refresh(this.facility.facility.code);
	}

	/** Looks what the rooms are now. A hospital that is not this person's (any more) is let go; what waits is not. */
	async refresh(code: string): Promise<void> {
		const told = await this.#ports.line.readRooms(code);
		this.isReachable = told !== 'unreachable';
		this.needsSignIn = told === 'sign-in';
		if (typeof told === 'object') await this.#learn(told);
		else if (told === 'refused') this.facility = null;
	}

	/** In one step: the new report is there before the one that it replaces is gone. */
	async #keep(report: QueuedReport, replaced: string | null): Promise<void> {
		await (await this.#ports.store).change({ put: [report], drop: replaced === null ? [] : [replaced] });
		this.#correcting = null;
		this.#failures = 0;
		this.drafts = [];
		await this.#reread();
		await this.flush();
	}

	async #round(): Promise<void> {
		const store = await this.#ports.store;
		const own = this.facility?.facility.code;
		const tried = new Set<string>();
		// Read anew each time: the person may tap again meanwhile.
		for (;;) {
			const report = waitingOf(await store.reports(), own).find(({ id }) => !tried.has(id));
			if (!report) break;
			tried.add(report.id);
			const outcome = await this.#ports.line.send(report);
			this.isReachable = outcome.kind !== 'unreachable';
			this.needsSignIn = outcome.kind === 'sign-in';
			if (outcome.kind === 'unreachable' || outcome.kind === 'sign-in') break;
			if (outcome.kind === 'answered') this.#compareClocks(outcome.answer.now);
			await store.change({ put: [settle(report, outcome, this.#ports.now())] });
			await this.#reread();
		}
		const old = outworn(await store.reports());
		if (old.length > 0) await store.change({ drop: old.map(({ id }) => id) });
	}

	#again(isMine: boolean): void {
		if (this.waiting === 0) this.#failures = 0;
		if (this.waiting === 0 || !this.#isOpen) return;
		if (isMine) this.#failures += 1;
		const waitMs = isMine ? pauseMs(this.#failures, this.#ports.chance()) : otherTabMs;
		this.#timer = setTimeout(() => void this.flush(), waitMs);
	}

	async #learn(told: FacilityRooms): Promise<void> {
		this.facility = told;
		this.isReachable = true;
		this.#compareClocks(told.now);
		this.#rebase();
		await (await this.#ports.store).keepRooms(told);
	}

	#compareClocks(serverNow: string): void {
		this.clockAheadMs = this.#ports.now().getTime() - Date.parse(serverNow);
	}

	async #reread(): Promise<void> {
		this.reports = await (await this.#ports.store).reports();
		this.#rebase();
	}

	#rebase(): void {
		this.drafts = rebase(this.rooms, this.drafts);
	}
}
