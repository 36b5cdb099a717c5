/**
 * Where a webhook may lead. Whoever adds one must not be able to make this server speak to itself, to its neighbours or to
 * a cloud's own services, neither by an address nor by a name that resolves to one: so the address is judged at the moment
 * of connecting, by the very answer that is connected to.
 */
import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const reserved = new BlockList();
// IANA's special-purpose registries (IPv4, IPv6), multicast included.
for (const [net, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3]
] as const)
	reserved.addSubnet(net, bits, 'ipv4');

/** Of IPv6 only global unicast is public, and of that not what carries an IPv4 address inside or documents something. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20]
] as const)
	reserved.addSubnet(net, bits, 'ipv6');

export function isPublicAddress(address: string): boolean {
	if (isIP(address) === 4) return !reserved.check(address, 'ipv4');
	return isIP(address) === 6 && globalUnicast.check(address, 'ipv6') && !reserved.check(address, 'ipv6');
}

export class PrivateAddress extends Error {
	readonly code = 'PRIVATE_ADDRESS';
}

/** The host of an address without the brackets that IPv6 has there. */
export const hostOf = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, '$1');

/** Resolves names for a request; fails where any answer is not public, unless the host is one that was allowed by name. */
export function guardedLookup(allowedHosts: readonly string[]): LookupFunction {
	return (hostname, options, done) => {
		lookUp(hostname, { ...options, all: true }, (error, found) => {
			if (error) return done(error, '', 0);
			const isAllowed = allowedHosts.includes(hostname.toLowerCase());
			const [first] = found;
			if (!first || (!isAllowed && !found.every(({ address }) => isPublicAddress(address))))
				return done(new PrivateAddress('private address'), '', 0);
			if (options.all) (done as unknown as (error: null, found: LookupAddress[]) => void)(null, found);
			else done(null, first.address, first.family);
		});
	};
}

/**
 * Why an address cannot be a webhook's, without asking the network; null when it may be tried. Bodies are signed, not
 * sealed: on the open network they go encrypted only.
 */
export function faultOfAddress(text: string, allowedHosts: readonly string[]): AddressFault | null {
	if (!URL.canParse(text)) return 'no-address';
	const url = new URL(text);
	if (url.username || url.password) return 'credentials';
	if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'no-address';
	if (allowedHosts.includes(hostOf(url).toLowerCase())) return null;
	if (isIP(hostOf(url)) !== 0 && !isPublicAddress(hostOf(url))) return 'private';
	return url.protocol === 'http:' ? 'not-encrypted' : null;
}
export type AddressFault = 'no-address' | 'credentials' | 'private' | 'not-encrypted';
