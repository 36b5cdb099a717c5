/**
 * Who is at the other end of a connection. `X-Forwarded-*` is anybody's to write, so it is believed for one thing only, the
 * visitor's address, and only where the connection comes from a proxy that the configuration names.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { OwnAddress } from './own-address.ts';

/** As people write an IPv4 address, also where it came in over an IPv6 socket. */
export const plainAddress = (address: string | undefined): string =>
	(address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * Each proxy adds whom it saw to the end of the list. So the list is read from its end: while who speaks is a trusted proxy, it
 * is believed; the first who is none is the visitor, and what stands before that is hearsay.
 */
export function visitorAddress(request: IncomingMessage, trustedProxies: readonly string[]): string {
	const peer = plainAddress(request.socket.remoteAddress);
	const told = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
	let speaker = peer;
	while (trustedProxies.includes(speaker)) {
		const seen = plainAddress(told.pop()?.trim());
		if (isIP(seen) === 0) break;
		speaker = seen;
	}
	return speaker;
}

/** The headers that SvelteKit and services are told to believe are set here and nowhere else. */
export function believeNoForwarding(
	request: IncomingMessage,
	own: OwnAddress,
	trustedProxies: readonly string[]
): void {
	const address = visitorAddress(request, trustedProxies);
	for (const name of Object.keys(request.headers))
		if (name.startsWith('x-forwarded-') || name === 'forwarded' || name === 'x-real-ip')
			Reflect.deleteProperty(request.headers, name);
	const { host } = request.headers;
	request.headers['x-forwarded-proto'] = own.isSecure(host) ? 'https' : 'http';
	request.headers['x-forwarded-host'] = host ?? 'localhost';
	request.headers['x-forwarded-for'] = address;
}
