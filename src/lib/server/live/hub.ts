/**
 * From commits to viewers. Every process reads the one change sequence in order: its own commits are handed over at once,
 * those of others are polled. A topic sends at once while it has an allowance; then it gathers until the allowance
 * has grown again. `sentTo` is the number that every viewer of the topic stands at; a joining viewer is brought there first.
 */
import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { changesFor, mergeChanges } from '../../protocol/merge-changes.ts';
import {
	pulseIntervalMs,
	topicKinds,
	topics,
	type BedCell,
	type Changes,
	type ClientToServer,
	type Delta,
	type ServerToClient,
	type Topic,
	type WatchAnswer,
	type WatchRequest
} from '../../protocol/live.ts';
import { narrowChanges, roomOf, type LiveScope } from '../../protocol/live-scope.ts';
import { BedMirror } from './bed-mirror.ts';
import { ChangeLog, type ChangeRow } from './change-log.ts';

const pollIntervalMs = 150;
/** Ten deltas a second for each topic, in bursts of a few: a strict rest would beat against a steady stream of events. */
const deltaEveryMs = 100;
const maxBurst = 3;
const bedTotalsIntervalMs = 30_000;
/** Rooms that nobody hears of any more leave the totals. */
const bedReloadIntervalMs = 3_600_000;
const retryMs = 1_000;

type TopicState = {
	sentTo: number;
	pending: Changes[];
	pendingTo: number;
	pendingAt: Date;
	/** How many deltas may be sent now; one more every `deltaEveryMs`. */
	allowance: number;
	countedAt: number;
	timer: NodeJS.Timeout | null;
	/** Who watches: a room for each kind of viewer. */
	scopes: Map<string, LiveScope>;
};
export type LiveServer = Server<ClientToServer, ServerToClient>;
/** What the hub asks of the store. */
export type ChangeSource = {
	/** Every room's newest state and the change number at which it was read. */
	readBeds: () => Promise<{ change: number; rooms: BedCell[] }>;
	readChangesAfter: (change: number, limit: number) => Promise<ChangeRow[]>;
};
export type HubOptions = { source: ChangeSource; clock: () => Date; log: Logger };

export class Hub {
	readonly #options: HubOptions;
	readonly #states = new Map<Topic, TopicState>();
	readonly #beds = new BedMirror();
	#log = new ChangeLog(0);
	#io: LiveServer | null = null;
	#polling: Promise<void> | null = null;
	#timers: NodeJS.Timeout[] = [];
	#stopped = false;
	#lastReadAt = 0;

	constructor(options: HubOptions) {
		this.#options = options;
	}

	/** Begins to follow the sequence; nothing before it is ever sent. */
	async start(io: LiveServer): Promise<void> {
		const last = await this.#loadBeds();
		this.#log = new ChangeLog(last);
		for (const topic of topics)
			this.#states.set(topic, {
				sentTo: last,
				pending: [],
				pendingTo: last,
				pendingAt: new Date(0),
				allowance: maxBurst,
				countedAt: Date.now(),
				timer: null,
				scopes: new Map()
			});
		this.#io = io;
		this.#timers = [
			setInterval(() => void this.poll(), pollIntervalMs),
			setInterval(() => this.#pulse(), pulseIntervalMs),
			setInterval(() => this.#resendBedTotals(), bedTotalsIntervalMs),
			setInterval(() => void this.#reloadBeds(), bedReloadIntervalMs)
		];
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		for (const timer of this.#timers) clearInterval(timer);
		await this.#polling;
		this.#io = null;
	}

	/** The number of the newest commit that this process knows of. */
	get lastChange(): number {
		return this.#log.last;
	}

	onOwnCommit(row: ChangeRow): void {
		if (!this.#io) return;
		if (row.change === this.#log.last + 1) this.#apply(row);
		else void this.poll();
	}

	/** Reads what other processes committed. One at a time; a fault is told by the missing pulse. */
	poll(): Promise<void> {
		if (this.#stopped) return Promise.resolve();
		this.#polling ??= this.#readNewChanges()
			.catch((error: unknown) =>
				this.#options.log.warn({ name: errorName(error) }, 'the change sequence cannot be read')
			)
			.finally(() => (this.#polling = null));
		return this.#polling;
	}

	/** Brings a viewer to where its topic stands. The caller joins the room before anything else is sent. */
	async watch(
		{ topic, since }: WatchRequest,
		scope: LiveScope,
		join: (room: string) => void
	): Promise<WatchAnswer> {
		if (since > this.#log.last) await this.poll();
		const missed = since > this.#log.last ? undefined : this.#log.after(since);
		const state = this.#states.get(topic);
		if (missed === undefined || !state) return { status: 'resync' };
		this.#flush(topic, state);
		const room = roomOf(topic, scope);
		state.scopes.set(room, scope);
		join(room);
		const parts = missed.map((row) => this.#project(topic, row.changes)).filter((part) => part !== null);
		const newest = missed.at(-1);
		if (parts.length === 0 || !newest) return { status: 'caughtUp', at: state.sentTo, delta: null };
		return {
			status: 'caughtUp',
			at: state.sentTo,
			delta: narrowDelta(
				deltaOf(topic, since, state.sentTo, newest.committedAt, this.#withTotals(parts)),
				scope
			)
		};
	}

	async #loadBeds(): Promise<number> {
		const { change, rooms } = await this.#options.source.readBeds();
		this.#beds.replace(rooms);
		return change;
	}

	/** Reads the rooms anew and adds what was committed while they were read; tries again until the database answers. */
	async #reloadBeds(): Promise<void> {
		try {
			const read = await this.#loadBeds();
			for (const row of this.#log.after(read) ?? []) if (row.changes.beds) this.#beds.apply(row.changes.beds);
			this.#resendBedTotals();
		} catch (error) {
			this.#options.log.warn({ name: errorName(error) }, 'the beds cannot be read');
			if (!this.#stopped) setTimeout(() => void this.#reloadBeds(), retryMs);
		}
	}

	async #readNewChanges(): Promise<void> {
		const batch = 200;
		for (;;) {
			const rows = await this.#options.source.readChangesAfter(this.#log.last, batch);
			this.#lastReadAt = Date.now();
			// An own commit may have been handed over while the answer was under way.
			for (const row of rows) if (row.change > this.#log.last) this.#apply(row);
			if (rows.length < batch) return;
		}
	}

	#apply(row: ChangeRow): void {
		const hasGap = row.change !== this.#log.last + 1;
		this.#log.append(row);
		if (row.changes.beds) this.#beds.apply(row.changes.beds);
		if (hasGap || row.changes.reload?.includes('beds')) void this.#reloadBeds();
		for (const topic of topics) {
			// What lies in a gap is known to nobody any more: every viewer takes a new snapshot.
			const part = hasGap ? { reload: [...topicKinds[topic]] } : this.#project(topic, row.changes);
			const state = this.#states.get(topic);
			if (part === null || !state) continue;
			state.pending.push(part);
			state.pendingTo = row.change;
			state.pendingAt = row.committedAt;
			this.#send(topic, state);
		}
	}

	#project(topic: Topic, changes: Changes): Changes | null {
		return changesFor(topic, changes.beds ? { ...changes, bedTotals: [] } : changes);
	}

	#flush(topic: Topic, state: TopicState): void {
		if (state.pending.length === 0) return;
		const delta = deltaOf(
			topic,
			state.sentTo,
			state.pendingTo,
			state.pendingAt,
			this.#withTotals(state.pending)
		);
		state.pending = [];
		state.sentTo = delta.to;
		this.#emit(state, delta);
	}

	/** To each kind of viewer what it may see; a room that emptied is forgotten. */
	#emit({ scopes }: TopicState, delta: Delta): void {
		const occupied = this.#io?.of('/').adapter.rooms;
		for (const [room, scope] of scopes)
			if (occupied?.has(room)) this.#io?.to(room).emit('delta', narrowDelta(delta, scope));
			else scopes.delete(room);
	}

	/** Sends what is pending at once as far as the allowance goes, else when it has grown again. */
	#send(topic: Topic, state: TopicState): void {
		if (state.timer !== null || state.pending.length === 0) return;
		const now = Date.now();
		state.allowance = Math.min(maxBurst, state.allowance + (now - state.countedAt) / deltaEveryMs);
		state.countedAt = now;
		if (state.allowance >= 1) {
			state.allowance -= 1;
			this.#flush(topic, state);
			return;
		}
		state.timer = setTimeout(
			() => {
				state.timer = null;
				this.#send(topic, state);
			},
			(1 - state.allowance) * deltaEveryMs
		);
	}

	/** Totals are made when they are sent, not for each commit. */
	#withTotals(parts: Changes[]): Changes[] {
		if (!parts.some((part) => part.bedTotals)) return parts;
		return [...parts, { bedTotals: this.#beds.totals(this.#options.clock()) }];
	}

	/** Confirmed beds become possible ones by the mere passing of time. */
	#resendBedTotals(): void {
		const bedTotals = this.#beds.totals(this.#options.clock());
		for (const topic of ['overview', 'public'] as const) {
			const state = this.#states.get(topic);
			if (!state) continue;
			this.#flush(topic, state);
			const at = this.#options.clock();
			this.#emit(state, deltaOf(topic, state.sentTo, state.sentTo, at, [{ bedTotals }]));
		}
	}

	#pulse(): void {
		if (Date.now() - this.#lastReadAt > pulseIntervalMs) return;
		this.#io?.emit('pulse', { change: this.#log.last, at: this.#options.clock().toISOString() });
	}
}

function deltaOf(topic: Topic, from: number, to: number, at: Date, parts: readonly Changes[]): Delta {
	return { topic, from, to, committedAt: at.toISOString(), changes: mergeChanges(parts) };
}

const errorName = (error: unknown) => (error instanceof Error ? error.name : typeof error);

const narrowDelta = (delta: Delta, scope: LiveScope): Delta => ({
	...delta,
	changes: narrowChanges(delta.changes, scope)
});
