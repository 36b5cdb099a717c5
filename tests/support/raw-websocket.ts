/** A WebSocket as bytes on a socket, for frames that no client library would send. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export type RawSocket = {
	socket: Socket;
	/** Everything that came so far. */
	heard: () => string;
	/** Masked, as a client's frames are; `isLast` false begins or continues a message of several fragments. */
	frame: (opcode: number, text: string, isLast?: boolean) => void;
	closed: Promise<void>;
};

export function openRaw(
	port: number,
	path: string,
	headers: Record<string, string> = {}
): Promise<RawSocket> {
	const socket = connect(port, '127.0.0.1');
	let heard = '';
	socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
	socket.on('error', () => undefined);
	const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
	const lines = Object.entries({
		Host: `127.0.0.1:${port}`,
		Connection: 'Upgrade',
		Upgrade: 'websocket',
		'Sec-WebSocket-Version': '13',
		'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
		...headers
	}).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
	const raw = { socket, heard: () => heard, frame: writeFrame.bind(null, socket), closed };
	return new Promise((resolve, reject) => {
		const look = () => {
			if (heard.startsWith('HTTP/1.1 101')) resolve(raw);
			else if (heard.includes('\r\n\r\n')) reject(new Error(heard));
		};
		socket.on('data', look);
		socket.once('close', () => reject(new Error(`closed: ${heard}`)));
	});
}

function writeFrame(socket: Socket, opcode: number, text: string, isLast = true): void {
	const payload = Buffer.from(text);
	const mask = randomBytes(4);
	const masked = Buffer.alloc(payload.length);
	for (let index = 0; index < payload.length; index++)
		masked[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
	const first = (isLast ? 0x80 : 0) | opcode;
	socket.write(Buffer.concat([Buffer.from([first]), lengthOf(payload), mask, masked]));
}

function lengthOf({ length }: Buffer): Buffer {
	if (length < 126) return Buffer.from([0x80 | length]);
	const head = Buffer.alloc(9);
	head[0] = 0x80 | 127;
	head.writeBigUInt64BE(BigInt(length), 1);
	return head;
}
