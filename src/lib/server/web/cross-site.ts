/**
 * Does another site's page make the visitor's browser send this? Its cookies would come along, so whatever changes something
 * must come from a page of ours. A browser says where from, in `Origin` and `Sec-Fetch-Site`, and no page can forge either.
 */
import type { IncomingMessage } from 'node:http';
import type { OwnAddress } from './own-address.ts';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isCrossSite({ method = '', headers }: IncomingMessage, own: OwnAddress): boolean {
	if (harmless.has(method)) return false;
	const { origin, 'sec-fetch-site': site } = headers;
	if (origin !== undefined && origin !== own.originOf(headers.host)) return true;
	if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
	// No browser sends a form or a script's request without saying where from; a program brings no cookie.
	return origin === undefined && site === undefined && headers.cookie !== undefined;
}

/** A socket is opened by a page of ours or by a program, which sends no Origin. */
export function isOwnOrForNoPage({ headers }: IncomingMessage, own: OwnAddress): boolean {
	return headers.origin === undefined || headers.origin === own.originOf(headers.host);
}
