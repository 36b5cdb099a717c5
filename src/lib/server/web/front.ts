/** What every request passes before anything looks at what it wants: names, headers, limits, and where it comes from. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Endpoint } from '../ingest/endpoint.ts';
import { isCrossSite } from './cross-site.ts';
import { closeGently } from './gentle-close.ts';
import type { OwnAddress } from './own-address.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { believeNoForwarding } from './visitor.ts';

export type Front = {
	own: OwnAddress;
	trustedProxies: readonly string[];
	endpoints: readonly Endpoint[];
};

const maxHeaders = 100;

/** Answers what is not a page; false when SvelteKit should. */
export function passFront(front: Front, request: IncomingMessage, response: ServerResponse): boolean {
	const { own, trustedProxies, endpoints } = front;
	const path = (request.url ?? '').split('?', 1)[0] ?? '';
	believeNoForwarding(request, own, trustedProxies);
	setSecurityHeaders(response, path, own.isSecure(request.headers.host));
	closeGently(request, response);
	if (request.rawHeaders.length / 2 > maxHeaders)
		return refuse(request, response, 431, `Send at most ${maxHeaders} headers.`);
	if (!own.isAllowedHost(request.headers.host)) return refuse(request, response, 421, own.advice);
	const endpoint = endpoints.find(({ owns }) => owns(path));
	if (!endpoint?.takesKeysOnly && isCrossSite(request, own))
		return refuse(
			request,
			response,
			403,
			`This came from another site than ${own.originOf(request.headers.host)}. Open the page there and try again.`
		);
	if (endpoint === undefined) return false;
	void endpoint.handle(request, response);
	return true;
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, sentence: string): true {
	if (!request.complete) response.setHeader('Connection', 'close');
	response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
	response.end(`${sentence}\n`);
	request.resume();
	return true;
}
