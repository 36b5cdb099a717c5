/**
 * `POST /api/v1/events`, straight on the HTTP server: bounded bytes in, one answer out. SvelteKit's handler is not
 * asked, since it would buffer the body by its own rules first.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Party } from '../../domain/role.ts';
import type { BatchAnswer } from '../../protocol/events.ts';
import { localeOf, requestRefusals, type RequestRefusalCode } from '../../protocol/refusals.ts';
import { mediaTypeOf, parseBatch, RequestRefusal } from './batch.ts';
import type { Ingest } from './ingest.ts';
import { readBody } from './read-body.ts';
import type { Sender } from './sender.ts';

/** Who a token belongs to; the auth folder knows how. */
export type KeyFinder = {
	find: (token: string) => Promise<{ party: Party | null; facility: string | null } | undefined>;
};
export type EventsEndpoint = { ingest: Ingest; keys: KeyFinder; onFault: (error: unknown) => void };

export const eventsPath = '/api/v1/events';
const retryAfterSeconds = 1;

export async function handleEvents(
	request: IncomingMessage,
	response: ServerResponse,
	endpoint: EventsEndpoint
): Promise<void> {
	try {
		const answer = await take(request, endpoint);
		send(response, answer.rejected === undefined ? 200 : 422, answer);
	} catch (error) {
		if (!(error instanceof RequestRefusal)) endpoint.onFault(error);
		refuse(request, response, error instanceof RequestRefusal ? error.code : 'unavailable');
	}
}

async function take(request: IncomingMessage, { ingest, keys }: EventsEndpoint): Promise<BatchAnswer> {
	if (request.method !== 'POST') throw new RequestRefusal('wrong-method');
	const sender = await authenticate(request.headers.authorization, keys);
	const mode = new URL(request.url ?? '/', 'http://localhost').searchParams.get('mode') ?? 'each';
	if (mode !== 'each' && mode !== 'atomic') throw new RequestRefusal('bad-mode');
	const form = mediaTypeOf(request.headers['content-type']);
	const items = parseBatch(await readBody(request), form);
	return ingest.take(sender, items, { mode, locale: localeOf(request.headers['accept-language']) });
}

export async function authenticate(authorization: string | undefined, keys: KeyFinder): Promise<Sender> {
	const [, token] = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '') ?? [];
	if (token === undefined) throw new RequestRefusal('no-key');
	const key = await keys.find(token);
	if (key === undefined) throw new RequestRefusal('bad-key');
	if (key.party === null) throw new RequestRefusal('read-key');
	return { party: key.party, facility: key.facility };
}

function refuse(request: IncomingMessage, response: ServerResponse, code: RequestRefusalCode): void {
	const refusal = requestRefusals[code];
	// What was not read of the body would be taken for the next request.
	if (!request.complete) response.setHeader('Connection', 'close');
	if (refusal.status === 503) response.setHeader('Retry-After', String(retryAfterSeconds));
	if (refusal.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
	if (refusal.status === 405) response.setHeader('Allow', 'POST');
	send(response, refusal.status, { code, message: refusal[localeOf(request.headers['accept-language'])] });
	request.resume();
}

function send(response: ServerResponse, status: number, body: unknown): void {
	const text = JSON.stringify(body);
	response.writeHead(status, {
		'Content-Type': 'application/json; charset=utf-8',
		'Content-Length': Buffer.byteLength(text),
		'Cache-Control': 'no-store'
	});
	response.end(text);
}
