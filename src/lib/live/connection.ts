/**
 * The browser's end of the live wire. A topic stands at a change number; a delta that leads on from it is applied, any
 * other means that something was missed and is asked for, and what cannot be caught up is loaded anew. States: connecting
 * → live (a pulse came) → stale (no pulse for a while, or the line is down) → live again after every topic was asked for.
 */
import type { Socket } from 'socket.io-client';
import {
	staleAfterMs,
	type Changes,
	type ClientToServer,
	type Delta,
	type ServerToClient,
	type Topic,
	type WatchAnswer
} from '../protocol/live.ts';

export type LiveState = { state: 'off' | 'connecting' | 'live' | 'stale'; since: string | null };

export type Receiver = {
	/** Changes that follow what the page shows. */
	apply: (changes: Changes, committedAt: string) => void;
	/** Absolute figures sent anew because time passed, though nobody committed anything. */
	retime?: (changes: Changes) => void;
	/** What was missed cannot be caught up: take a new snapshot and watch from its number. */
	reload: () => void;
};

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

/** `seenTo`: where a delta led to that came while it was asked for. */
type Watch = { number: number; receiver: Receiver; asking: boolean; seenTo: number; refused: boolean };

const checkIntervalMs = 1_000;
/** Viewers of one lost line must not all come back in the same instant. */
const reloadJitterMs = 800;

export class LiveConnection {
	readonly #watches = new Map<Topic, Watch>();
	readonly #tell: (state: LiveState) => void;
	readonly #connect: () => Promise<LiveSocket>;
	#socket: LiveSocket | null = null;
	#lastPulseAt: number | null = null;
	#openedAt = Date.now();
	#timer: ReturnType<typeof setInterval> | undefined;
	/** Counts the openings and closings: a socket that comes for an older one is not taken. */
	#opening = 0;

	/** @param tell is called whenever the state that a person should see changes. */
	constructor(tell: (state: LiveState) => void, connect: () => Promise<LiveSocket> = connectToServer) {
		this.#tell = tell;
		this.#connect = connect;
	}

	/** May be called again after `close`: the reader looked at the past and came back. */
	async open(): Promise<void> {
		this.#drop();
		const opening = ++this.#opening;
		this.#lastPulseAt = null;
		this.#openedAt = Date.now();
		this.#tell({ state: 'connecting', since: null });
		this.#timer = setInterval(() => this.#check(), checkIntervalMs);
		const socket = await this.#connect();
		if (opening !== this.#opening) return void socket.close();
		this.#socket = socket;
		socket.on('connect', () => this.#askAll());
		socket.on('delta', (delta) => this.#receive(delta));
		socket.on('pulse', () => this.#pulse());
		socket.on('disconnect', (reason) => {
			if (reason === 'io server disconnect') this.#comeBack(socket);
		});
	}

	close(): void {
		this.#opening++;
		this.#drop();
		this.#tell({ state: 'off', since: null });
	}

	#drop(): void {
		clearInterval(this.#timer);
		this.#socket?.close();
		this.#socket = null;
	}

	/** Follows a topic from a snapshot's number on; returns the stop. A second watch of a topic replaces the first. */
	watch(topic: Topic, since: number, receiver: Receiver): () => void {
		const watch: Watch = { number: since, receiver, asking: false, seenTo: 0, refused: false };
		this.#watches.set(topic, watch);
		if (this.#socket?.connected) this.#ask(topic, watch);
		return () => {
			if (this.#watches.get(topic) !== watch) return;
			this.#watches.delete(topic);
			if (this.#socket?.connected) this.#socket.emit('unwatch', topic);
		};
	}

	#askAll(): void {
		for (const [topic, watch] of this.#watches) {
			watch.asking = false;
			this.#ask(topic, watch);
		}
	}

	#ask(topic: Topic, watch: Watch): void {
		if (watch.asking) return;
		watch.asking = true;
		const since = watch.number;
		const socket = this.#socket;
		socket?.emit('watch', { topic, since }, (answer) => {
			if (this.#watches.get(topic) !== watch || this.#socket !== socket) return;
			watch.asking = false;
			this.#settle(topic, watch, answer);
		});
	}

	#settle(topic: Topic, watch: Watch, answer: WatchAnswer): void {
		if (answer.status === 'refused') return this.#askAsWhoIAmNow(watch);
		if (answer.status !== 'caughtUp') return this.#reload(watch);
		watch.refused = false;
		this.#pulse();
		watch.number = answer.at;
		if (answer.delta) this.#apply(watch, answer.delta);
		if (watch.seenTo > watch.number) this.#ask(topic, watch);
	}

	/** The line was opened before the reader signed in, perhaps: one more handshake tells. A second refusal stands. */
	#askAsWhoIAmNow(watch: Watch): void {
		if (watch.refused) return;
		watch.refused = true;
		this.#socket?.disconnect().connect();
	}

	/** The server cut the line: who looks has changed. The page asks anew what it may show, and the line is opened again. */
	#comeBack(socket: LiveSocket): void {
		for (const watch of this.#watches.values()) this.#reload(watch);
		setTimeout(() => {
			if (this.#socket === socket) socket.connect();
		}, Math.random() * reloadJitterMs);
	}

	#receive(delta: Delta): void {
		const watch = this.#watches.get(delta.topic);
		if (!watch) return;
		watch.seenTo = Math.max(watch.seenTo, delta.to);
		if (watch.asking) return;
		if (delta.from !== watch.number) {
			if (delta.to > watch.number) this.#ask(delta.topic, watch);
			return;
		}
		watch.number = delta.to;
		this.#apply(watch, delta);
	}

	#apply(watch: Watch, { from, to, changes, committedAt }: Delta): void {
		if (changes.reload) this.#reload(watch);
		else if (from === to) watch.receiver.retime?.(changes);
		else watch.receiver.apply(changes, committedAt);
	}

	#reload(watch: Watch): void {
		setTimeout(() => {
			if ([...this.#watches.values()].includes(watch)) watch.receiver.reload();
		}, Math.random() * reloadJitterMs);
	}

	#pulse(): void {
		this.#lastPulseAt = Date.now();
		this.#tell({ state: 'live', since: null });
	}

	#check(): void {
		const heardAt = this.#lastPulseAt ?? this.#openedAt;
		if (Date.now() - heardAt <= staleAfterMs && this.#socket?.connected) return;
		const isYoung = this.#lastPulseAt === null && Date.now() - this.#openedAt < staleAfterMs;
		if (!isYoung) this.#tell({ state: 'stale', since: new Date(heardAt).toISOString() });
	}
}

/** The client library is fetched when a page is live, and is no part of the first paint. */
async function connectToServer(): Promise<LiveSocket> {
	const { io } = await import('socket.io-client');
	return io({
		path: '/live',
		transports: ['websocket'],
		reconnectionDelay: 300,
		reconnectionDelayMax: 5_000,
		randomizationFactor: 0.5
	});
}
