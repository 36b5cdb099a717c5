import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Changes, Delta } from '../protocol/live.ts';
import { LiveConnection, type LiveSocket, type LiveState } from './connection.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Listener = (message?: unknown) => void;

/** A line whose server is always caught up. */
class FakeSocket {
	connected = false;
	readonly #listeners = new Map<string, Listener>();
	readonly watched: string[] = [];
	answer: (since: number) => object = (since) => ({ status: 'caughtUp', at: since, delta: null });

	on(name: string, listener: Listener): void {
		this.#listeners.set(name, listener);
	}
	emit(name: string, request: { topic: string; since: number }, answer?: Listener): void {
		if (name !== 'watch') return;
		this.watched.push(`${request.topic} ${request.since}`);
		answer?.(this.answer(request.since));
	}
	close(): void {
		this.connected = false;
	}
	/** How often it was opened again. */
	handshakes = 0;
	disconnect(): this {
		this.connected = false;
		return this;
	}
	connect(): void {
		this.handshakes++;
	}
	hear(name: string, message?: unknown): void {
		if (name === 'connect') this.connected = true;
		this.#listeners.get(name)?.(message);
	}
}

function connectionWith(sockets: Promise<FakeSocket>[]) {
	const states: LiveState['state'][] = [];
	const connection = new LiveConnection(
		({ state }) => states.push(state),
		async () => {
			const socket = await sockets.shift();
			if (!socket) throw new Error('no socket left');
			return socket as unknown as LiveSocket;
		}
	);
	return { connection, states };
}

it('goes live again when it is opened after it was closed', async () => {
	const [first, second] = [new FakeSocket(), new FakeSocket()];
	const { connection, states } = connectionWith([Promise.resolve(first), Promise.resolve(second)]);
	await connection.open();
	first.hear('connect');
	first.hear('pulse');
	connection.close();
	vi.advanceTimersByTime(60_000);
	expect(states.at(-1)).toBe('off');

	const opened = connection.open();
	connection.watch('beds', 7, { apply: vi.fn(), reload: vi.fn() });
	await opened;
	vi.advanceTimersByTime(5_000);
	expect(states.at(-1), 'silence before the close does not count').toBe('connecting');
	second.hear('connect');
	expect(second.watched).toEqual(['beds 7']);
	expect(states.at(-1)).toBe('live');
	expect(first.connected).toBe(false);
});

it('does not take a socket that comes after the close, nor that of an older opening', async () => {
	let bringFirst: (socket: FakeSocket) => void = () => undefined;
	const late = new Promise<FakeSocket>((resolve) => (bringFirst = resolve));
	const [first, second] = [new FakeSocket(), new FakeSocket()];
	first.connected = true;
	const { connection } = connectionWith([late, Promise.resolve(second)]);
	const opened = connection.open();
	connection.close();
	await connection.open();
	bringFirst(first);
	await opened;
	expect(first.connected).toBe(false);
	second.hear('connect');
	connection.watch('beds', 1, { apply: vi.fn(), reload: vi.fn() });
	expect([first.watched, second.watched]).toEqual([[], ['beds 1']]);
});

it('says that it is stale when nothing comes, even if there never was a socket', async () => {
	const { connection, states } = connectionWith([new Promise(() => undefined)]);
	void connection.open();
	await vi.advanceTimersByTimeAsync(12_000);
	expect(states.at(-1)).toBe('stale');
});

it('tells what was committed from what only time changed', async () => {
	const socket = new FakeSocket();
	const { connection } = connectionWith([Promise.resolve(socket)]);
	const [apply, retime] = [vi.fn(), vi.fn()];
	await connection.open();
	socket.hear('connect');
	connection.watch('overview', 3, { apply, retime, reload: vi.fn() });
	const changes: Changes = { bedTotals: [] };
	const delta = (from: number, to: number): Delta => ({
		topic: 'overview',
		from,
		to,
		committedAt: '2026-11-22T07:00:00.000Z',
		changes
	});
	socket.hear('delta', delta(3, 3));
	expect([apply.mock.calls, retime.mock.calls]).toEqual([[], [[changes]]]);
	socket.hear('delta', delta(3, 4));
	expect(apply.mock.calls).toEqual([[changes, '2026-11-22T07:00:00.000Z']]);
});

it('asks the page anew and comes back when the server cut the line, since who looks has changed', async () => {
	const socket = new FakeSocket();
	const { connection } = connectionWith([Promise.resolve(socket)]);
	await connection.open();
	socket.hear('connect');
	const reload = vi.fn();
	connection.watch('beds', 7, { apply: vi.fn(), reload });
	socket.hear('disconnect', 'transport close');
	vi.advanceTimersByTime(2_000);
	expect([reload.mock.calls.length, socket.handshakes], 'a lost line comes back by itself').toEqual([0, 0]);
	socket.hear('disconnect', 'io server disconnect');
	vi.advanceTimersByTime(2_000);
	expect([reload.mock.calls.length, socket.handshakes]).toEqual([1, 1]);
});

it('does not come back to a line that was closed meanwhile', async () => {
	const socket = new FakeSocket();
	const { connection } = connectionWith([Promise.resolve(socket)]);
	await connection.open();
	socket.hear('disconnect', 'io server disconnect');
	connection.close();
	vi.advanceTimersByTime(2_000);
	expect(socket.handshakes).toBe(0);
});

it('shows itself once more where a topic is refused, and takes the second no for an answer', async () => {
	const socket = new FakeSocket();
	socket.answer = () => ({ status: 'refused', reason: 'not-allowed' });
	const { connection } = connectionWith([Promise.resolve(socket)]);
	await connection.open();
	socket.hear('connect');
	const reload = vi.fn();
	connection.watch('drugs', 7, { apply: vi.fn(), reload });
	expect(socket.handshakes).toBe(1);
	socket.hear('connect');
	socket.hear('connect');
	vi.advanceTimersByTime(2_000);
	expect([socket.handshakes, reload.mock.calls.length]).toEqual([1, 0]);
	socket.answer = (since) => ({ status: 'caughtUp', at: since, delta: null });
	socket.hear('connect');
	socket.answer = () => ({ status: 'refused', reason: 'not-allowed' });
	socket.hear('connect');
	expect(socket.handshakes, 'after a yes a no may be news again').toBe(2);
});

it('asks once where nothing of its topic was committed since long before the snapshot', async () => {
	const socket = new FakeSocket();
	socket.answer = () => ({ status: 'caughtUp', at: 3, delta: null });
	const { connection } = connectionWith([Promise.resolve(socket)]);
	const apply = vi.fn();
	connection.watch('diseases', 5, { apply, reload: vi.fn() });
	await connection.open();
	socket.hear('connect');
	expect(socket.watched).toEqual(['diseases 5']);
	const delta: Delta = {
		...{ topic: 'diseases', from: 3, to: 6, committedAt: '2026-11-22T05:00:00.000Z' },
		changes: {}
	};
	socket.hear('delta', delta);
	expect(apply).toHaveBeenCalledOnce();
	expect(socket.watched).toEqual(['diseases 5']);
});
