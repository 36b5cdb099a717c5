import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, ownAddress } from './own-address.ts';

describe('without ORIGIN, on this machine only', () => {
	const own = ownAddress({ host: '127.0.0.1', origin: undefined });
	it.each(['localhost', 'localhost:3000', '127.0.0.1:3000', '[::1]:3000'])('answers to %s', (host) => {
		expect(own.isAllowedHost(host)).toBe(true);
		expect(own.originOf(host)).toBe(`http://${host}`);
		expect(own.isSecure(host)).toBe(false);
	});
	it.each([undefined, '', 'denyut.example', 'localhost.evil.example'])('does not answer to %s', (host) =>
		expect(own.isAllowedHost(host)).toBe(false)
	);
});

describe('with ORIGIN behind TLS', () => {
	const own = ownAddress({ host: '0.0.0.0', origin: 'https://denyut.example' });
	it.each(['denyut.example', 'Denyut.Example', 'denyut.example:443'])('answers to %s, over TLS', (host) => {
		expect(own.isAllowedHost(host)).toBe(true);
		expect(own.originOf(host)).toBe('https://denyut.example');
		expect(own.isSecure(host)).toBe(true);
	});
	it.each([
		'localhost:3000',
		'127.0.0.1',
		'denyut.example:80',
		'denyut.example.evil',
		'x.denyut.example',
		undefined
	])('does not answer to %s once others can reach it', (host) => expect(own.isAllowedHost(host)).toBe(false));
	it('still answers to this machine’s names while bound to it, over plain HTTP', () => {
		const local = ownAddress({ host: '127.0.0.1', origin: 'https://denyut.example' });
		expect(local.isAllowedHost('localhost:3000')).toBe(true);
		expect(local.originOf('localhost:3000')).toBe('http://localhost:3000');
		expect(local.isSecure('localhost:3000')).toBe(false);
	});
});

it('takes a port of ORIGIN for what it says', () => {
	const own = ownAddress({ host: '127.0.0.1', origin: 'https://denyut.example:8443' });
	expect(own.isAllowedHost('denyut.example:8443')).toBe(true);
	expect(own.isAllowedHost('denyut.example')).toBe(false);
});

it.each([
	['127.0.0.1', true],
	['127.9.9.9', true],
	['::1', true],
	['localhost', true],
	['0.0.0.0', false],
	['::', false],
	['192.168.1.4', false],
	['127.0.0.1.evil.example', false]
])('knows whether %s leaves everybody else out: %s', (host, isLoopback) =>
	expect(isLoopbackAddress(host)).toBe(isLoopback)
);
