/** Socket.IO on the one HTTP server: websocket only, same origin only, rooms derived here. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { z } from 'zod';
import { topics, type ClientToServer, type ServerToClient, type WatchAnswer } from '../../protocol/live.ts';
import type { Hub, LiveServer } from './hub.ts';

const watchRequest = z.object({ topic: z.enum(topics), since: z.number().int().min(0) });
/** The longest request that is ever sent is a topic and a number. */
const maxMessageBytes = 4_096;

export const socketPath = '/live';

/** @param isAllowedHost tells whether the named host is one that this server answers to. */
export function attachSockets(
	server: HttpServer,
	hub: Hub,
	isAllowedHost: (host: string | undefined) => boolean
): LiveServer {
	const io = new Server<ClientToServer, ServerToClient>(server, {
		path: socketPath,
		transports: ['websocket'],
		perMessageDeflate: false,
		maxHttpBufferSize: maxMessageBytes,
		serveClient: false,
		allowRequest: (request, decide) =>
			decide(null, isAllowedHost(request.headers.host) && isSameOrigin(request))
	});
	io.on('connection', (socket) => {
		socket.on('watch', (request: unknown, answer: unknown) => {
			if (typeof answer !== 'function') return;
			const reply = answer as (answer: WatchAnswer) => void;
			const parsed = watchRequest.safeParse(request);
			if (!parsed.success) return reply({ status: 'refused', reason: 'bad-request' });
			hub
				.watch(parsed.data, () => void socket.join(parsed.data.topic))
				.then(reply, () => reply({ status: 'resync' }));
		});
		socket.on('unwatch', (topic: unknown) => {
			if (typeof topic === 'string') void socket.leave(topic);
		});
	});
	return io;
}

/** A page of another site must not open a socket with the visitor's cookies. Programs send no Origin. */
function isSameOrigin(request: IncomingMessage): boolean {
	const { origin, host } = request.headers;
	if (origin === undefined) return true;
	return URL.canParse(origin) && new URL(origin).host === host;
}
