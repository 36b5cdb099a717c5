import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isCrossSite } from './cross-site.ts';
import { ownAddress } from './own-address.ts';
import { believeNoForwarding, visitorAddress } from './visitor.ts';

const own = ownAddress({ host: '127.0.0.1', origin: 'https://denyut.example' });

function request(headers: Record<string, string>, method = 'POST', peer = '192.0.2.7'): IncomingMessage {
	const socket = new Socket();
	Object.defineProperty(socket, 'remoteAddress', { value: peer });
	const made = new IncomingMessage(socket);
	made.method = method;
	Object.assign(made.headers, { host: 'denyut.example', ...headers });
	return made;
}

describe('a request that changes something', () => {
	const ours = 'https://denyut.example';
	it.each([
		['our own page, as a browser tells it', { origin: ours, 'sec-fetch-site': 'same-origin', cookie: 'a=b' }],
		['our own page in an older browser', { origin: ours, cookie: 'a=b' }],
		['our own page under this machine’s name', { host: 'localhost:3000', origin: 'http://localhost:3000' }],
		['a program without a cookie', {}]
	])('comes from %s', (_, headers) => expect(isCrossSite(request(headers), own)).toBe(false));

	it.each([
		['another site', { origin: 'https://evil.example', cookie: 'a=b' }],
		['another site without a cookie, as to a sign-in form', { origin: 'https://evil.example' }],
		['another site that hides its name', { origin: 'null', cookie: 'a=b' }],
		['another site, told by Sec-Fetch-Site alone', { 'sec-fetch-site': 'cross-site', cookie: 'a=b' }],
		['a sister site', { 'sec-fetch-site': 'same-site', cookie: 'a=b' }],
		['our name without TLS', { origin: 'http://denyut.example', cookie: 'a=b' }],
		['another port of ours', { origin: 'https://denyut.example:8443', cookie: 'a=b' }],
		['who knows where, with a cookie', { cookie: 'a=b' }],
		['our name, while another host is asked', { host: 'localhost:3000', origin: ours }]
	])('comes from %s, and is refused', (_, headers) => expect(isCrossSite(request(headers), own)).toBe(true));

	it.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND'])('is %s too', (method) =>
		expect(isCrossSite(request({ origin: 'https://evil.example' }, method), own)).toBe(true)
	);
	it.each(['GET', 'HEAD', 'OPTIONS'])('is not %s', (method) =>
		expect(isCrossSite(request({ origin: 'https://evil.example', cookie: 'a=b' }, method), own)).toBe(false)
	);
});

describe('what a request claims of its way', () => {
	const claims = {
		'x-forwarded-for': '203.0.113.9, 198.51.100.4',
		'x-forwarded-host': 'evil.example',
		'x-forwarded-proto': 'https',
		'x-forwarded-port': '1',
		forwarded: 'for=203.0.113.9',
		'x-real-ip': '203.0.113.9'
	};

	it('is forgotten, and what is so takes its place', () => {
		const made = request({ ...claims, host: 'localhost:3000' });
		believeNoForwarding(made, own, []);
		expect(made.headers).toEqual({
			host: 'localhost:3000',
			'x-forwarded-proto': 'http',
			'x-forwarded-host': 'localhost:3000',
			'x-forwarded-for': '192.0.2.7'
		});
	});
	it('does not tell the address, but from a proxy that the configuration names: the last one', () => {
		expect(visitorAddress(request(claims), [])).toBe('192.0.2.7');
		expect(visitorAddress(request(claims), ['192.0.2.8'])).toBe('192.0.2.7');
		expect(visitorAddress(request(claims), ['192.0.2.7'])).toBe('198.51.100.4');
		expect(visitorAddress(request(claims, 'GET', '::ffff:192.0.2.7'), ['192.0.2.7'])).toBe('198.51.100.4');
	});
	it('is told past every proxy of the configuration, and no further', () => {
		const told = (list: string) =>
			visitorAddress(request({ 'x-forwarded-for': list }), ['192.0.2.7', '192.0.2.8', '192.0.2.9']);
		expect(told('198.51.100.4, 192.0.2.9, ::ffff:192.0.2.8')).toBe('198.51.100.4');
		expect(told('203.0.113.9, 198.51.100.4, 192.0.2.8')).toBe('198.51.100.4');
		// What a stranger claims to be is no proxy of ours.
		expect(told('203.0.113.9, 192.0.2.8, 198.51.100.4')).toBe('198.51.100.4');
		expect(told('192.0.2.8')).toBe('192.0.2.8');
		expect(told('nobody, 192.0.2.8')).toBe('192.0.2.8');
	});
	it.each(['', 'nobody', '1.2.3.4.5', '1.2.3.4:99'])('is no address when it is «%s»', (told) =>
		expect(visitorAddress(request({ 'x-forwarded-for': told }), ['192.0.2.7'])).toBe('192.0.2.7')
	);
	it('is TLS only under the name that ORIGIN gives', () => {
		const made = request(claims);
		believeNoForwarding(made, own, []);
		expect(made.headers['x-forwarded-proto']).toBe('https');
		expect(made.headers['x-forwarded-host']).toBe('denyut.example');
	});
});
