/** Clients that mean no good: they begin something and never come to its end. */
import { connect, type Socket } from 'node:net';

export type Drip = { socket: Socket; closed: Promise<number>; heard: () => string };

/** Sends the head at once and then `drop` every `everyMs` until the server ends it; `closed` tells after how many ms. */
export function drip(port: number, head: string, drop: string, everyMs = 200): Drip {
	const socket = connect(port, '127.0.0.1');
	const began = performance.now();
	let heard = '';
	socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
	socket.on('error', () => undefined);
	socket.write(head);
	const timer = setInterval(() => socket.write(drop), everyMs);
	const closed = new Promise<number>((resolve) =>
		socket.once('close', () => {
			clearInterval(timer);
			resolve(performance.now() - began);
		})
	);
	return { socket, closed, heard: () => heard };
}

export const drippingHead = (port: number) =>
	drip(port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`, 'X-A: b\r\n');

export const drippingBody = (port: number, headers = '', path = '/api/v1/events') =>
	drip(
		port,
		`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n${headers}\r\n`,
		'['
	);

/** A body in pieces that never ends, as fast as the line takes it. */
export function endlessBody(port: number, headers = '', path = '/api/v1/events'): Drip {
	const piece = `4000\r\n${' '.repeat(0x4000)}\r\n`;
	const made = drip(
		port,
		`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-Encoding: chunked\r\n${headers}\r\n`,
		'1\r\n \r\n'
	);
	const pump = () => {
		while (!made.socket.destroyed && made.socket.write(piece));
	};
	made.socket.on('drain', pump);
	pump();
	return made;
}
