/**
 * One viewer without a screen: follows a topic as `src/lib/live/connection.ts` does (asks with its number, checks each
 * delta's `from`, asks again after a gap) and keeps what a page would show, to be held against the database at the end.
 */
import { io, type Socket } from 'socket.io-client';
import { hash } from 'node:crypto';
import type {
	BedCell,
	Changes,
	ClientToServer,
	Delta,
	ServerToClient,
	Topic
} from '../../../src/lib/protocol/live.ts';
import type { Histogram } from './histogram.ts';

/** What a page would be rendered with: read in one transaction with its change number. */
export type Start = { change: number; rooms: BedCell[]; accepted: number };
export type Seen = {
	topic: Topic;
	at: number;
	gaps: number;
	resyncs: number;
	board: string;
	accepted: number;
};
/** Reports carry the instant of their sending as `reportedAt`, and in `queue` through which server they went. */
export type Latencies = { byRoute: Map<number, Histogram>; commitToOverview: Histogram };

const keyOf = ({ facility, ward, way, room }: BedCell) => [facility, ward, way, room].join('|');
export const wallClockMs = () => performance.timeOrigin + performance.now();

export class Viewer {
	readonly #socket: Socket<ServerToClient, ClientToServer>;
	readonly #board = new Map<string, string>();
	readonly #latencies: Latencies;
	#at: number;
	#asking = false;
	#seenTo: number;
	#accepted: number;
	#gaps = 0;
	#resyncs = 0;
	#ready: () => void = () => undefined;
	readonly ready = new Promise<void>((done) => (this.#ready = done));

	constructor(
		origin: string,
		readonly topic: Topic,
		start: Start,
		latencies: Latencies,
		cookie: string
	) {
		this.#at = this.#seenTo = start.change;
		this.#accepted = start.accepted;
		this.#latencies = latencies;
		for (const room of start.rooms) this.#keep(room);
		this.#socket = io(origin, {
			path: '/live',
			transports: ['websocket'],
			forceNew: true,
			reconnectionDelay: 300,
			extraHeaders: { cookie }
		});
		this.#socket.on('connect', () => {
			this.#asking = false;
			this.#ask();
		});
		this.#socket.on('delta', (delta) => this.#receive(delta));
	}

	seen(): Seen {
		const board = [...this.#board].map(([key, state]) => `${key}=${state}`).sort();
		return {
			topic: this.topic,
			at: this.#at,
			gaps: this.#gaps,
			resyncs: this.#resyncs,
			board: this.topic === 'beds' ? hash('sha256', board.join('\n'), 'hex') : '',
			accepted: this.#accepted
		};
	}

	close(): void {
		this.#socket.close();
	}

	#ask(): void {
		if (this.#asking) return;
		this.#asking = true;
		this.#socket.emit('watch', { topic: this.topic, since: this.#at }, (answer) => {
			this.#asking = false;
			if (answer.status !== 'caughtUp') {
				this.#resyncs++;
				return;
			}
			this.#at = answer.at;
			if (answer.delta) this.#apply(answer.delta.changes);
			if (this.#seenTo > this.#at) this.#ask();
			this.#ready();
		});
	}

	#receive(delta: Delta): void {
		if (delta.topic !== this.topic) return;
		this.#seenTo = Math.max(this.#seenTo, delta.to);
		if (this.#asking) return;
		if (delta.from !== this.#at) {
			if (delta.to <= this.#at) return;
			this.#gaps++;
			this.#ask();
			return;
		}
		this.#at = delta.to;
		this.#measure(delta);
		this.#apply(delta.changes);
	}

	#measure({ changes, committedAt, from, to }: Delta): void {
		const now = wallClockMs();
		for (const { reportedAt, queue } of changes.beds ?? []) {
			if (reportedAt !== null) this.#latencies.byRoute.get(queue ?? 0)?.add(now - Date.parse(reportedAt));
		}
		if (this.topic === 'overview' && from < to)
			this.#latencies.commitToOverview.add(now - Date.parse(committedAt));
	}

	#apply(changes: Changes): void {
		// A page would load its data anew; a bench that sends so much at once is to be mended.
		if (changes.reload) this.#resyncs++;
		for (const room of changes.beds ?? []) this.#keep(room);
		for (const { accepted } of changes.sources ?? []) this.#accepted += accepted;
	}

	#keep(room: BedCell): void {
		this.#board.set(keyOf(room), stateOf(room));
	}
}

export const stateOf = ({ capacity, occupied, free, queue, reportedAt }: BedCell) =>
	[capacity, occupied, free, queue, reportedAt].join(',');

/** What every viewer's board must be in the end. */
export function boardOf(rooms: readonly BedCell[]): string {
	const lines = rooms.map((room) => `${keyOf(room)}=${stateOf(room)}`).sort();
	return hash('sha256', lines.join('\n'), 'hex');
}
