/**
 * What a line that stays open may cost before anybody knows whether it means well: how many an address may have, how much
 * comes over one in a second, counted as the bytes arrive, so that fragments, pings and half messages count too. Who begins
 * by polling is told at once: polling would need the same process every time.
 */
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';
import { AddressCount } from './address-count.ts';
import { visitorAddress } from './visitor.ts';

const maxLinesOfAddress = 1_000;
const goodbyeMs = 1_000;
const windowMs = 1_000;
/** A page says a few dozen bytes when it opens and a few every half minute. */
const maxBytesInWindow = 64 * 1024;
const maxPacketsInWindow = 100;

export type LineLimits = {
	trustedProxies: readonly string[];
	maxLinesOfAddress?: number;
};
type Engine = Server['engine'];
type Line = {
	request: IncomingMessage;
	on: (event: 'packet' | 'close', listener: () => void) => unknown;
	close: (discard: boolean) => void;
};
export type LineGuard = (engine: Engine, isTrusted?: (line: object) => boolean) => void;

/** One for all paths: an address has its lines wherever they lead. */
export function makeLineGuard(limits: LineLimits): LineGuard {
	const lines = new AddressCount(limits.maxLinesOfAddress ?? maxLinesOfAddress);
	const addressOf = (request: IncomingMessage) => visitorAddress(request, limits.trustedProxies);
	return (engine, isTrusted = () => false) => {
		engine.use(refusePolling);
		engine.use((request: IncomingMessage, _response: unknown, next: (error?: Error) => void) =>
			lines.isFull(addressOf(request)) ? next(new Error('too many lines')) : next()
		);
		engine.on('connection', (line: Line) => {
			const address = addressOf(line.request);
			lines.add(address);
			line.on('close', () => {
				lines.remove(address);
				// Who does not answer our goodbye would keep the connection for half a minute.
				setTimeout(() => line.request.socket.destroy(), goodbyeMs).unref();
			});
			boundWhatComes(line, () => isTrusted(line));
		});
	};
}

function boundWhatComes(line: Line, isTrusted: () => boolean): void {
	let [bytes, packets, since] = [0, 0, Date.now()];
	const judge = () => {
		const now = Date.now();
		if (now - since > windowMs) [bytes, packets, since] = [0, 0, now];
		else if ((bytes > maxBytesInWindow || packets > maxPacketsInWindow) && !isTrusted()) {
			line.close(true);
			line.request.socket.destroy();
		}
	};
	line.request.socket.on('data', (chunk: Buffer) => {
		bytes += chunk.length;
		judge();
	});
	line.on('packet', () => {
		packets += 1;
		judge();
	});
}

const websocketOnly = {
	code: 'websocket-only',
	message: "This line speaks WebSocket only: set transports to ['websocket'] in the client."
};

/** Requests that ask for an upgrade have no response of HTTP here. */
function refusePolling(_request: IncomingMessage, response: unknown, next: () => void): void {
	if (!(response instanceof ServerResponse)) return next();
	response.writeHead(400, {
		'Content-Type': 'application/json',
		'Cache-Control': 'no-store',
		'X-Content-Type-Options': 'nosniff',
		Connection: 'close'
	});
	response.end(JSON.stringify(websocketOnly));
}
