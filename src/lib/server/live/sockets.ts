/** Socket.IO on the one HTTP server: websocket only, same origin only, rooms derived here. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { topics, type ClientToServer, type ServerToClient, type WatchAnswer } from '../../protocol/live.ts';
import { liveScopeOf, roomOf } from '../../protocol/live-scope.ts';
import { findRefusal, type Admitted, type LiveGate } from './gate.ts';
import type { Hub, LiveServer } from './hub.ts';
import { StandingCheck } from './standing-check.ts';

const watchRequest = z.object({ topic: z.enum(topics), since: z.number().int().min(0) });
/** The longest request that is ever sent is a topic and a number. */
const maxMessageBytes = 4_096;
/** Who has not said by then what he came for is taking up room. */
const connectTimeoutMs = 5_000;

export const socketPath = '/live';

export type SocketOptions = {
	gate: LiveGate;
	/** Bounds what comes over a line, see web/line-guard.ts. */
	guard?: (engine: Server['engine']) => void;
	onFault: (error: unknown) => void;
	checkEveryMs?: number;
	trustWithoutAnswerMs?: number;
};

type LiveSocket = Socket<ClientToServer, ServerToClient>;

export function attachSockets(server: HttpServer, hub: Hub, options: SocketOptions): LiveServer {
	/** Found at the handshake, before there is a socket to hang it on. A line that comes again is another request. */
	const admittedBy = new WeakMap<IncomingMessage, Admitted>();
	const io = openServer(server, options, admittedBy);
	options.guard?.(io.engine);
	const admittedOf = (socket: LiveSocket) => admittedBy.get(socket.request);
	io.on('connection', (socket) => {
		const admitted = admittedOf(socket);
		if (admitted) serve(socket, admitted, hub, options.gate);
		else socket.disconnect(true);
	});
	const check = new StandingCheck({
		...options,
		findStanding: options.gate.findStanding,
		lines: () =>
			[...io.of('/').sockets.values()].flatMap((socket) => {
				const admitted = admittedOf(socket);
				return admitted ? [{ admitted, cut: () => socket.disconnect(true) }] : [];
			})
	});
	server.once('close', () => check.stop());
	return io;
}

function openServer(
	server: HttpServer,
	{ gate, onFault }: SocketOptions,
	admittedBy: WeakMap<IncomingMessage, Admitted>
): LiveServer {
	return new Server<ClientToServer, ServerToClient>(server, {
		path: socketPath,
		transports: ['websocket'],
		perMessageDeflate: false,
		maxHttpBufferSize: maxMessageBytes,
		connectTimeout: connectTimeoutMs,
		serveClient: false,
		allowRequest: (request, decide) => {
			// Nobody else listens while the gate is asked; a line that breaks then would end the process.
			request.socket.on('error', () => undefined);
			findRefusal(gate, request, (admitted) => admittedBy.set(request, admitted)).then(
				(refusal) => decide(refusal, refusal === null),
				(error: unknown) => {
					onFault(error);
					decide('Try again in a moment.', false);
				}
			);
		}
	});
}

function serve(socket: LiveSocket, { viewer }: Admitted, hub: Hub, gate: LiveGate): void {
	socket.on('watch', (request: unknown, answer: unknown) => {
		if (typeof answer !== 'function') return;
		const reply = answer as (answer: WatchAnswer) => void;
		const parsed = watchRequest.safeParse(request);
		if (!parsed.success) return reply({ status: 'refused', reason: 'bad-request' });
		const { topic } = parsed.data;
		if (!gate.mayWatch(viewer, topic)) return reply({ status: 'refused', reason: 'not-allowed' });
		hub
			.watch(parsed.data, liveScopeOf(viewer, topic), (room) => void (socket.connected && socket.join(room)))
			.then(reply, () => reply({ status: 'resync' }));
	});
	socket.on('unwatch', (topic: unknown) => {
		// Its own room, by which it is reached, it may not leave.
		const parsed = z.enum(topics).safeParse(topic);
		if (parsed.success) void socket.leave(roomOf(parsed.data, liveScopeOf(viewer, parsed.data)));
	});
}
