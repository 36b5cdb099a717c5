/**
 * The names under which this server is opened. A website can point a name of its own at this machine (DNS rebinding) and
 * would then read everything as its own origin; it cannot make the browser name another host. So only known names are
 * answered: that of ORIGIN, and those of this machine while only this machine can reach us.
 */
import { isLoopbackHost } from '../auth/loopback.ts';
import type { Config } from '../config.ts';

export type OwnAddress = {
	/** May a request name this host? */
	isAllowedHost: (host: string | undefined) => boolean;
	/** The origin that a page of this host has, as its browser would write it. */
	originOf: (host: string | undefined) => string;
	/** Visitors come over TLS, which a proxy before us ends. */
	isSecure: (host: string | undefined) => boolean;
	/** What to open instead of a host that is not ours. */
	advice: string;
};

export function ownAddress({ host: boundTo, origin }: Pick<Config, 'host' | 'origin'>): OwnAddress {
	const own = origin === undefined ? undefined : new URL(origin);
	const answersLoopback = isLoopbackAddress(boundTo);
	const isOwnName = (host: string | undefined) => own !== undefined && isHostOf(own, host);
	return {
		isAllowedHost: (host) => isOwnName(host) || (answersLoopback && isLoopbackHost(host)),
		originOf: (host) => (own && isOwnName(host) ? own.origin : originOfHttp(host)),
		isSecure: (host) => own?.protocol === 'https:' && isOwnName(host),
		advice: own ? `Open ${own.origin} instead.` : 'Open this address as localhost or 127.0.0.1.'
	};
}

/** Does binding to this address leave everybody else out? */
export function isLoopbackAddress(host: string): boolean {
	return isLoopbackHost(host === '::1' ? '[::1]' : host);
}

/** The port may be left out where it is the protocol's own. */
function isHostOf(own: URL, host: string | undefined): boolean {
	const said = host?.toLowerCase();
	const usualPort = own.protocol === 'https:' ? '443' : '80';
	return said === own.host || (own.port === '' && said === `${own.hostname}:${usualPort}`);
}

function originOfHttp(host: string | undefined): string {
	const address = `http://${host ?? 'localhost'}`;
	return URL.canParse(address) ? new URL(address).origin : 'null';
}
