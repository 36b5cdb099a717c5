import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LetterSigner } from './letter-signature.ts';

const signer = new LetterSigner(Buffer.alloc(32, 7));
const letter = {
	...{ number: 'SJP-7K3M-Q9XD-2FHT4', facility: '3275013', service: 'outpatient' },
	...{ validFrom: '2026-11-22', validTo: '2026-11-29' }
};
const token = signer.tokenOf(letter);
const words = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a letter’s token', () => {
	it('gives back what was promised, and tells it the same way each time', () => {
		expect(signer.read(token)).toEqual(letter);
		expect(signer.tokenOf({ ...letter })).toBe(token);
		expect(encodeURIComponent(token)).toBe(token);
	});

	it('is refused when any one of its characters is another', () => {
		for (let at = 0; at < token.length; at++)
			for (const by of [1, 17, 32]) {
				const place = words.indexOf(token.charAt(at));
				const other = place < 0 ? 'x' : words.charAt((place + by) % words.length);
				expect(signer.read(token.slice(0, at) + other + token.slice(at + 1)), `character ${at}`).toBeNull();
			}
	});

	it.each([
		['another facility', { facility: '3275017' }],
		['a later day', { validTo: '2027-11-29' }],
		['another service', { service: 'inpatient-3' }],
		['another number', { number: 'SJP-0000-0000-00000' }]
	])('is refused with %s under the same signature', (_, change) => {
		const [keyId, , signature] = token.split('.');
		const { number, facility, service, validFrom, validTo } = { ...letter, ...change };
		const promise = Buffer.from(JSON.stringify([number, facility, service, validFrom, validTo]));
		expect(signer.read(`${keyId}.${promise.toString('base64url')}.${signature}`)).toBeNull();
	});

	it('of another key is refused, also under this key’s name', () => {
		const stranger = new LetterSigner(Buffer.alloc(32, 8)).tokenOf(letter);
		expect(signer.read(stranger)).toBeNull();
		expect(signer.read(stranger.replace(/^\w+/, token.slice(0, 8)))).toBeNull();
	});

	it('is none when it is anything else', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(signer.read(text)).toBeNull();
			})
		);
		expect(signer.read(`${token}x`)).toBeNull();
	});

	it('can be checked by a stranger with the published key alone', () => {
		const { pem } = signer.publicKey();
		const [keyId, promise, signature = ''] = token.split('.');
		const text = Buffer.from(`denyut guarantee letter 1\n${keyId}.${promise}`);
		expect(verify(null, text, createPublicKey(pem), Buffer.from(signature, 'base64url'))).toBe(true);
		expect(JSON.stringify(signer.publicKey())).not.toContain('"d"');
	});
});
