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
import { isEmpty, narrowChanges, roomOf, type LiveScope } from '../../protocol/live-scope.ts';
import { BedMirror } from './bed-mirror.ts';
import { ChangeLog, type ChangeRow } from './change-log.ts';
import { CityMirror, type StandingTotals } from './city-mirror.ts';

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
	rooms: Map<string, Room>;
};
/** `sentTo`: the number that all in the room stand at. It stays behind the topic's while nothing is for them. */
type Room = { scope: LiveScope; sentTo: number };
export type LiveServer = Server<ClientToServer, ServerToClient>;
/** What the hub asks of the store. */
export type ChangeSource = {
	/** Every room's newest state, the city's totals, and the change number at which both were read. */
	readStanding: () => Promise<{ change: number; rooms: BedCell[]; totals: StandingTotals }>;
	readChangesAfter: (change: number, limit: number) => Promise<ChangeRow[]>;
};
export type HubOptions = { source: ChangeSource; clock: () => Date; log: Logger };

export class Hub {
	readonly #options: HubOptions;
	readonly #states = new Map<Topic, TopicState>();
	readonly #beds = new BedMirror();
	readonly #city = new CityMirror();
	#log = new ChangeLog(0);
	#io: LiveServer | null = null;
	#polling: Promise<void> | null = null;
	#reading: Promise<void> | null = null;
	#timers: NodeJS.Timeout[] = [];
	#stopped = false;
	#lastReadAt = 0;

	constructor(options: HubOptions) {
		this.#options = options;
	}

	/** Begins to follow the sequence; nothing before it is ever sent. */
	async start(io: LiveServer): Promise<void> {
		const last = await this.#loadStanding();
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
				rooms: new Map()
			});
		this.#io = io;
		this.#timers = [
			setInterval(() => void this.poll(), pollIntervalMs),
			setInterval(() => this.#pulse(), pulseIntervalMs),
			setInterval(() => this.#resendBedTotals(), bedTotalsIntervalMs),
			setInterval(() => void this.#reloadStanding(), bedReloadIntervalMs)
		];
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		for (const timer of this.#timers) clearInterval(timer);
		await Promise.all([this.#polling, this.#reading]);
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
		this.#seat(topic, state, scope, join);
		const parts = missed.map((row) => this.#project(topic, row.changes)).filter((part) => part !== null);
		const newest = missed.at(-1);
		if (parts.length === 0 || !newest) return { status: 'caughtUp', at: state.sentTo, delta: null };
		const whole = deltaOf(topic, since, state.sentTo, newest.committedAt, this.#withTotals(parts));
		const delta = this.#narrow(whole, scope);
		return { status: 'caughtUp', at: state.sentTo, delta: isEmpty(delta.changes) ? null : delta };
	}

	/** All in a room stand at one number: who is there already is brought to where the newcomer stands. */
	#seat(topic: Topic, { rooms, sentTo }: TopicState, scope: LiveScope, join: (room: string) => void): void {
		const name = roomOf(topic, scope);
		const room = rooms.get(name);
		if (room && room.sentTo !== sentTo)
			this.#io?.to(name).emit('delta', deltaOf(topic, room.sentTo, sentTo, this.#options.clock(), []));
		rooms.set(name, { scope, sentTo });
		join(name);
	}

	#narrow(delta: Delta, scope: LiveScope): Delta {
		const totals = this.#city.isKnown ? this.#city : null;
		return { ...delta, changes: narrowChanges(delta.changes, scope, totals) };
	}

	async #loadStanding(): Promise<number> {
		const { change, rooms, totals } = await this.#options.source.readStanding();
		this.#beds.replace(rooms);
		this.#city.replace(change, totals);
		return change;
	}

	/** One reading at a time; again a little later while the database does not answer, or what was read is overtaken. */
	#reloadStanding(): Promise<void> {
		if (this.#stopped) return Promise.resolve();
		this.#reading ??= this.#readAnew()
			.catch((error: unknown) => {
				this.#city.forget();
				this.#options.log.warn({ name: errorName(error) }, 'the beds and totals cannot be read');
			})
			.finally(() => {
				this.#reading = null;
				if (!this.#city.isKnown) setTimeout(() => void this.#reloadStanding(), retryMs).unref();
			});
		return this.#reading;
	}

	/** Adds what was committed while it was read. */
	async #readAnew(): Promise<void> {
		const since = this.#log.after(await this.#loadStanding());
		// Not remembered any more: the next reading is in time.
		if (since === undefined) this.#city.forget();
		for (const row of since ?? []) {
			if (row.changes.beds) this.#beds.apply(row.changes.beds);
			this.#city.apply(row);
		}
		this.#resendBedTotals();
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
		if (hasGap) this.#city.forget();
		this.#city.apply(row);
		if (!this.#city.isKnown || row.changes.reload?.includes('beds')) void this.#reloadStanding();
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

	/** To each kind of viewer what it may see, if there is anything; a room that emptied is forgotten. */
	#emit({ rooms }: TopicState, delta: Delta): void {
		const occupied = this.#io?.of('/').adapter.rooms;
		for (const [name, room] of rooms) {
			if (!occupied?.has(name)) {
				rooms.delete(name);
				continue;
			}
			const narrowed = this.#narrow(delta, room.scope);
			if (isEmpty(narrowed.changes)) continue;
			const from = room.sentTo;
			// What is sent anew because time passed leads nowhere.
			if (delta.to > delta.from) room.sentTo = delta.to;
			this.#io?.to(name).emit('delta', { ...narrowed, from, to: room.sentTo });
		}
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
