/** What a city puts before the server: it ends TLS and hands on what comes, sockets too, with the headers such proxies add. */
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { createServer } from 'node:https';
import { resolve } from 'node:path';

/** Self-signed: made for these tests, trusted by nobody. */
const pem = readFileSync(resolve(import.meta.dirname, '../fixtures/test-tls.pem'));

export type TlsProxy = { close: () => void };

/** Listens on this port of the loopback before the server on the other one. */
export function startTlsProxy(port: number, serverPort: number): Promise<TlsProxy> {
	const proxy = createServer({ key: pem, cert: pem });
	const handOn = ({ method, url, headers, socket }: IncomingMessage): RequestOptions => ({
		host: '127.0.0.1',
		port: serverPort,
		method,
		path: url,
		headers: { ...headers, 'x-forwarded-for': socket.remoteAddress, 'x-forwarded-proto': 'https' }
	});
	proxy.on('request', (request, response) => {
		const onward = httpRequest(handOn(request), (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});
	proxy.on('upgrade', (request, socket, head) => {
		const onward = httpRequest(handOn(request));
		onward.on('upgrade', (answer, far, farHead) => {
			const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
			socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
			far.on('error', () => socket.destroy());
			socket.on('error', () => far.destroy());
			// What came together with the two handshakes is no longer in the streams.
			socket.write(farHead);
			far.write(head);
			far.pipe(socket).pipe(far);
		});
		onward.on('response', () => socket.destroy());
		onward.on('error', () => socket.destroy());
		onward.end();
	});
	return new Promise((done) =>
		proxy.listen(port, '127.0.0.1', () =>
			done({
				close: () => {
					proxy.close();
					proxy.closeAllConnections();
				}
			})
		)
	);
}
