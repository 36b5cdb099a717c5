/**
 * `POST /api/v1/events`, straight on the HTTP server: bounded bytes in, one answer out. SvelteKit's handler is not
 * asked, since it would buffer the body by its own rules first.
 */
import type { IncomingMessage } from 'node:http';
import type { BatchAnswer } from '../../protocol/events.ts';
import { mediaTypeOf, parseBatch, RequestRefusal } from './batch.ts';
import {
	authenticate,
	prepareRefusal,
	refusalOf,
	requestLocale,
	sendJson,
	type Endpoint,
	type EndpointContext
} from './endpoint.ts';
import { readBody } from './read-body.ts';

const eventsPath = '/api/v1/events';

export function eventsEndpoint(context: EndpointContext): Endpoint {
	return {
		owns: (path) => path === eventsPath,
		handle: async (request, response) => {
			try {
				const answer = await take(request, context);
				sendJson(response, answer.rejected === undefined ? 200 : 422, answer);
			} catch (error) {
				const { status, ...body } = prepareRefusal(request, response, refusalOf(error, context.onFault));
				sendJson(response, status, body);
				request.resume();
			}
		}
	};
}

async function take(request: IncomingMessage, { ingest, keys }: EndpointContext): Promise<BatchAnswer> {
	if (request.method !== 'POST') throw new RequestRefusal('wrong-method');
	const sender = await authenticate(request.headers.authorization, keys);
	const mode = new URL(request.url ?? '/', 'http://localhost').searchParams.get('mode') ?? 'each';
	if (mode !== 'each' && mode !== 'atomic') throw new RequestRefusal('bad-mode');
	const form = mediaTypeOf(request.headers['content-type']);
	const items = parseBatch(await readBody(request), form);
	return ingest.take(sender, items, { mode, locale: requestLocale(request) });
}
