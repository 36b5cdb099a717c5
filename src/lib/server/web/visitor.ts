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

/** The last address in the list is the one that the proxy saw itself; those before it are hearsay. */
export function visitorAddress(request: IncomingMessage, trustedProxies: readonly string[]): string {
	const peer = plainAddress(request.socket.remoteAddress);
	if (!trustedProxies.includes(peer)) return peer;
	const told = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim() ?? '';
	return isIP(told) === 0 ? peer : plainAddress(told);
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
