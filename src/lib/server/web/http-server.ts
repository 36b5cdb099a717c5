/**
 * An HTTP server that one visitor cannot hold for himself: what may be sent before a request is understood, how slowly, and
 * over how many connections, is bounded here, before any handler sees it.
 */
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { AddressCount } from './address-count.ts';
import { plainAddress } from './visitor.ts';

/** Long enough for 8 MiB over a slow line, short enough that dripping clients do not pile up. */
const requestTimeoutMs = 60_000;
const headersTimeoutMs = 10_000;
/** Node looks every half minute otherwise, and ten seconds would mean forty. */
const lookEveryMs = 1_000;
/** Nothing is sent and nothing is read: the reader of a long answer has gone to sleep. Sockets that were upgraded are exempt. */
const silenceTimeoutMs = 120_000;
/** Request line and headers together, cookies with them; beyond it Node answers 431. */
const maxHeaderBytes = 16_384;
const maxConnections = 10_000;
/** An office behind one address, each screen with a page and its socket. */
const maxConnectionsOfPeer = 1_024;

export type Limits = {
	/** Every visitor comes through these, so they are not counted as one. */
	trustedProxies?: readonly string[];
	maxConnectionsOfPeer?: number;
	requestTimeoutMs?: number;
	headersTimeoutMs?: number;
};

export function createHttpServer(limits: Limits = {}): Server {
	const server = createServer({
		requestTimeout: limits.requestTimeoutMs ?? requestTimeoutMs,
		headersTimeout: limits.headersTimeoutMs ?? headersTimeoutMs,
		connectionsCheckingInterval: lookEveryMs,
		maxHeaderSize: maxHeaderBytes
	});
	// Node would drop what is beyond without a word, and Host or Origin with it: the front counts them and refuses.
	server.maxHeadersCount = 0;
	server.maxConnections = maxConnections;
	server.setTimeout(silenceTimeoutMs);
	limitPeers(server, limits);
	return server;
}

function limitPeers(server: Server, limits: Limits): void {
	const open = new AddressCount(limits.maxConnectionsOfPeer ?? maxConnectionsOfPeer);
	server.on('connection', (socket: Socket) => {
		const peer = plainAddress(socket.remoteAddress);
		if (limits.trustedProxies?.includes(peer)) return;
		if (open.isFull(peer)) return void socket.destroy();
		open.add(peer);
		socket.once('close', () => open.remove(peer));
	});
}
