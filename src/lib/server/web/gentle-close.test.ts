import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { closeGently } from './gentle-close.ts';

/** What a server that answers so says first to these bytes, on a connection of their own. */
async function hearAnswer(listener: RequestListener, bytes: string): Promise<string> {
	const server = createServer((request, response) => {
		closeGently(request, response);
		listener(request, response);
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	socket.write(bytes);
	const heard = await new Promise<string>((resolve) =>
		socket.once('data', (chunk: Buffer) => resolve(chunk.toString()))
	);
	socket.destroy();
	server.close();
	return heard;
}

const head = (method: string, length: number) =>
	`${method} / HTTP/1.1\r\nHost: x\r\n${length > 0 ? `Content-Length: ${length}\r\n` : ''}\r\n`;
const refuse: RequestListener = (_request, response) => void response.writeHead(404).end();
const readFirst: RequestListener = (request, response) => {
	request.resume().on('end', () => response.end());
};

it('an answer given before the body has come says that the connection closes', async () => {
	expect(await hearAnswer(refuse, head('POST', 5))).toMatch(/connection: close/i);
	const chunked = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
	expect(await hearAnswer(refuse, chunked)).toMatch(/connection: close/i);
});

it('one that has no body, or whose body was read, keeps it open', async () => {
	expect(await hearAnswer(refuse, head('GET', 0))).toMatch(/connection: keep-alive/i);
	expect(await hearAnswer(readFirst, `${head('POST', 5)}hello`)).toMatch(/connection: keep-alive/i);
});
