/**
 * The headers that every answer carries. The policy of pages, with its nonce, is SvelteKit's (svelte.config.js) and takes
 * the place of this one; what is no page needs nothing, but a script that runs as a worker may ask this server, and
 * SvelteKit's last resort, src/error.html, has one style element.
 */
import type { ServerResponse } from 'node:http';

/** Of the style element in src/error.html; a test compares the two. */
export const errorPageStyle = 'sha256-TbFp94CcFsWRpt84myOAeY9DvD9VD4WD7lTsnpQ+dCY=';

const unused = [
	'accelerometer',
	'camera',
	'display-capture',
	'geolocation',
	'gyroscope',
	'magnetometer',
	'microphone',
	'midi',
	'payment',
	'usb'
];

const fixed: Readonly<Record<string, string>> = {
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	// With `no-referrer` a browser would send its own forms with `Origin: null`.
	'Referrer-Policy': 'same-origin',
	'Permissions-Policy': unused.map((feature) => `${feature}=()`).join(', '),
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin'
};

const nobodyFrames = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const policies = {
	script: `default-src 'none'; script-src 'self'; connect-src 'self'; ${nobodyFrames}`,
	// A drawing may style itself, and nothing else.
	picture: `default-src 'none'; style-src 'unsafe-inline'; ${nobodyFrames}`,
	other: `default-src 'none'; style-src '${errorPageStyle}'; ${nobodyFrames}`
};

/** A year; subdomains may be another's. */
const onlyTls = 'max-age=31536000';

/** @param isSecure the visitor came over TLS: over plain HTTP browsers take no notice, and must not. */
export function setSecurityHeaders(response: ServerResponse, path: string, isSecure: boolean): void {
	for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
	response.setHeader('Content-Security-Policy', policies[kindOf(path)]);
	if (isSecure) response.setHeader('Strict-Transport-Security', onlyTls);
}

function kindOf(path: string): keyof typeof policies {
	if (path.endsWith('.js')) return 'script';
	return path.endsWith('.svg') ? 'picture' : 'other';
}
