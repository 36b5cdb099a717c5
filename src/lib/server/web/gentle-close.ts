/**
 * An answer may be given before the request has come to its end: the body is too large, or nobody wants it. Closed at once,
 * the connection would take the answer along that is still on its way, since what was not read resets it. So the rest is
 * left unread, which costs nothing and stops the sender, the answer and our goodbye go out, and only then it is closed.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const lingerMs = 1_000;

export function closeGently(request: IncomingMessage, response: ServerResponse): void {
	const { socket } = request;
	if (announcesBody(request)) sayWhetherItCloses(request, response);
	response.once('prefinish', () => {
		// Node calls this itself, as soon as an answer with `Connection: close` is written.
		if (!request.complete) socket.destroySoon = () => sayGoodbye(socket);
	});
	response.once('finish', () => {
		if (!request.complete) sayGoodbye(socket);
	});
}

const announcesBody = ({ headers }: IncomingMessage) =>
	headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Else the sender would put its next request on a connection that is about to go. */
function sayWhetherItCloses(request: IncomingMessage, response: ServerResponse): void {
	const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
	response.writeHead = (...head: unknown[]) => {
		if (!request.complete && !response.headersSent) response.setHeader('Connection', 'close');
		return writeHead(...head);
	};
}

function sayGoodbye(socket: Socket): void {
	socket.end();
	socket.pause();
	setTimeout(() => socket.destroy(), lingerMs).unref();
}
