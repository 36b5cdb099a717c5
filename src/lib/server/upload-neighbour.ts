/**
 * Several processes may serve one database, and a browser's next request may reach another one than took its file. Such a
 * request is handed on to the process that holds the upload, as it came; where that one is no more, the reader is led back
 * to where a file is chosen and told so. Uploading it again counts nothing twice.
 */
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Endpoint } from './ingest/endpoint.ts';
import type { SheetDesk } from './ingest/readers/sheet/sheet-desk.ts';
import { uploadIdPattern } from './ingest/readers/sheet/upload-id.ts';

const uploadPath = new RegExp(`^/upload/(${uploadIdPattern})(?:/|$)`);
/** Two processes that each believe the other to be the holder must not ask each other for ever. */
const handedOn = 'x-denyut-handed-on';
const gonePlace = '/upload?refused=gone';

export function uploadNeighbour(desk: Pick<SheetDesk, 'findElsewhere'>): Endpoint {
	const holderOf = (path: string) => {
		const [, id] = uploadPath.exec(path) ?? [];
		return id === undefined ? null : desk.findElsewhere(id);
	};
	return {
		owns: (path) => holderOf(path) !== null,
		handle: async (request, response) => {
			const holder = holderOf((request.url ?? '').split('?', 1)[0] ?? '');
			if (holder === null || request.headers[handedOn] !== undefined) return sayGone(request, response);
			await handOn(holder, request, response);
		}
	};
}

function handOn(holder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
	return new Promise((resolve) => {
		const { connection: _, ...headers } = request.headers;
		const { method, url = '/' } = request;
		const asked = ask(new URL(url, holder), { method, headers: { ...headers, [handedOn]: '1' } });
		asked.on('response', (answer) => {
			const { connection: __, ...told } = answer.headers;
			response.writeHead(answer.statusCode ?? 502, told);
			pipeline(answer, response, () => resolve());
		});
		asked.on('error', () => {
			if (response.headersSent) response.destroy();
			else sayGone(request, response);
			resolve();
		});
		response.on('close', () => asked.destroy());
		request.pipe(asked);
	});
}

/** As the page that asks understands it: SvelteKit asks for data and for actions by scripts, which follow no redirect. */
function sayGone(request: IncomingMessage, response: ServerResponse): void {
	const isAction = request.headers['x-sveltekit-action'] !== undefined;
	const isData = (request.url ?? '').split('?', 1)[0]?.endsWith('/__data.json') ?? false;
	request.resume();
	if (!isAction && !isData) return void response.writeHead(303, { Location: gonePlace }).end();
	response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
	response.end(JSON.stringify({ type: 'redirect', location: gonePlace, ...(isAction && { status: 303 }) }));
}
