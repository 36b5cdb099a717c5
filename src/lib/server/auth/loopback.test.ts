import { describe, expect, it } from 'vitest';
import { isLoopbackHost } from './loopback.ts';

describe('the host that a request names', () => {
	it.each(['localhost', 'localhost:3000', '127.0.0.1:3000', '127.8.9.1', '[::1]:3000', 'LOCALHOST:1'])(
		'is this machine: %s',
		(host) => expect(isLoopbackHost(host)).toBe(true)
	);
	it.each([
		undefined,
		'',
		'evil.example',
		'evil.example:3000',
		'127.0.0.1.evil.example',
		'localhost.evil',
		'10.0.0.1'
	])('is another: %s', (host) => expect(isLoopbackHost(host)).toBe(false));
});
