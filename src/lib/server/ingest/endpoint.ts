/**
 * What every way in over HTTP shares: who sends, a bounded body, an answer in JSON. A protocol is an endpoint of its own
 * that turns its payload into raw items for the one validated path, and the one answer into the protocol's own.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Party } from '../../domain/role.ts';
import { localeOf, requestRefusals, type Locale, type RequestRefusalCode } from '../../protocol/refusals.ts';
import { RequestRefusal } from './batch.ts';
import type { Ingest } from './ingest.ts';
import type { Sender } from './sender.ts';

/** Who a token belongs to; the auth folder knows how. */
export type KeyFinder = {
	find: (token: string) => Promise<FoundKey | undefined>;
	/** For protocols that sign: the key whose id this is, when `signature` over `text` is its own. */
	findSigner: (id: string, text: string, signature: string) => Promise<FoundKey | undefined>;
	/** Which of these keys still hold, asked of the database for all of them at once. */
	findAlive: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
};
type FoundKey = { id: string; party: Party | null; facility: string | null };

export type EndpointContext = { ingest: Ingest; keys: KeyFinder; onFault: (error: unknown) => void };

export type Endpoint = {
	/** @param path without the query. */
	owns: (path: string) => boolean;
	/** Only a key in the request itself lets anyone in, no cookie: no page can make a visitor's browser send it. */
	takesKeysOnly?: boolean;
	/** Answers always, refusals and faults too; never rejects. */
	handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

const retryAfterSeconds = 1;

/** Whoever sends such a header means it, whatever older software sends beside it. */
export const isBearer = (authorization: string | undefined) => /^Bearer\s/i.test(authorization ?? '');

/** @throws RequestRefusal `no-key`, `bad-key` or `read-key`. */
export async function authenticate(authorization: string | undefined, keys: KeyFinder): Promise<Sender> {
	const { party, facility } = await authenticateKey(authorization, keys);
	return { party, facility };
}

/** The same, with the key's id, for what stays open and must end with the key. */
export async function authenticateKey(
	authorization: string | undefined,
	keys: Pick<KeyFinder, 'find'>
): Promise<Sender & { id: string }> {
	const [, token] = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '') ?? [];
	if (token === undefined) throw new RequestRefusal('no-key');
	const key = await keys.find(token);
	return { ...senderOf(key), id: key?.id ?? '' };
}

/** @throws RequestRefusal `bad-key` or `read-key`. */
export function senderOf(key: FoundKey | undefined): Sender {
	if (key === undefined) throw new RequestRefusal('bad-key');
	if (key.party === null) throw new RequestRefusal('read-key');
	return { party: key.party, facility: key.facility };
}

export const requestLocale = (request: IncomingMessage): Locale =>
	localeOf(request.headers['accept-language']);

/** What a fault of ours is to the sender: nothing was stored, send it again. */
export function refusalOf(error: unknown, onFault: (error: unknown) => void): RequestRefusalCode {
	if (error instanceof RequestRefusal) return error.code;
	onFault(error);
	return 'unavailable';
}

/** The status and headers of a refusal, whatever body the protocol gives it. Then `sendJson` and `request.resume()`. */
export function prepareRefusal(
	request: IncomingMessage,
	response: ServerResponse,
	code: RequestRefusalCode
): { status: number; code: RequestRefusalCode; message: string } {
	const refusal = requestRefusals[code];
	prepareStatus(request, response, refusal.status);
	return { status: refusal.status, code, message: refusal[requestLocale(request)] };
}

/** What goes with the status of a refusal, whichever table it stands in. */
export function prepareStatus(request: IncomingMessage, response: ServerResponse, status: number): void {
	// What was not read of the body would be taken for the next request.
	if (!request.complete) response.setHeader('Connection', 'close');
	if (status === 503 || status === 429) response.setHeader('Retry-After', String(retryAfterSeconds));
	if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
	if (status === 405) response.setHeader('Allow', 'POST');
}

export function sendJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	contentType = 'application/json'
): void {
	const text = JSON.stringify(body);
	response.writeHead(status, {
		'Content-Type': `${contentType}; charset=utf-8`,
		'Content-Length': Buffer.byteLength(text),
		'Cache-Control': 'no-store'
	});
	response.end(text);
}
