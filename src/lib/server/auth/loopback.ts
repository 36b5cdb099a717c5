/** Until sign-in exists, being on this machine is the only permission. */
const loopbackName = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Is the host that a request names this machine? A website can point a name of its own at 127.0.0.1 (DNS rebinding) and
 * would then read everything as its own origin; it cannot make the browser name another host.
 */
export function isLoopbackHost(host: string | undefined): boolean {
	return host !== undefined && loopbackName.test(host);
}
