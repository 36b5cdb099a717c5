import { describe, expect, it } from 'vitest';
import { reachAddress } from './reach-address.ts';

describe('where other processes reach a server', () => {
	it.each([
		['127.0.0.1', 'IPv4', 'http://127.0.0.1:3000'],
		['10.1.2.3', 'IPv4', 'http://10.1.2.3:3000'],
		['::1', 'IPv6', 'http://[::1]:3000']
	])('that listens at %s', (address, family, expected) => {
		expect(reachAddress({ address, family, port: 3000 })).toBe(expected);
	});

	it.each(['0.0.0.0', '::'])('that listens everywhere (%s) is one address of this machine', (address) => {
		const reached = new URL(reachAddress({ address, family: 'IPv4', port: 3000 }));
		expect(reached.hostname).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
		expect(reached.hostname).not.toBe('0.0.0.0');
	});
});
