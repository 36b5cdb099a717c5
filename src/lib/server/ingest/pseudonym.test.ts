import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPseudonymiser, lastStep } from './pseudonym.ts';

const digits = fc.stringMatching(/^\d{16}$/);

describe('createPseudonymiser', () => {
	it('gives the HMAC-SHA-256 of the number', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), digits, digits, (bytes, nik, family) => {
				const key = Buffer.from(bytes);
				const { macOfNik, macOfFamily } = createPseudonymiser(key, 'k');
				const expected = (text: string) => createHmac('sha256', key).update(text).digest('hex');
				expect(macOfNik(nik)).toBe(expected(nik));
				expect(macOfFamily(family)).toBe(expected(`family:${family}`));
				expect(macOfNik(nik)).toBe(expected(nik));
			})
		);
	});

	it('refuses a text that would not fit instead of cutting it short', () => {
		const { macOfNik } = createPseudonymiser(Buffer.alloc(32, 7), 'k');
		expect(() => macOfNik('1'.repeat(65))).toThrow(RangeError);
	});

	it('keeps a number its digest under a longer chain, and wraps what stands in the table', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), digits, (bytes, nik) => {
				const chain = Buffer.from(bytes);
				const [first, second] = [chain.subarray(0, 32), chain.subarray(32)];
				const before = createPseudonymiser(first);
				const after = createPseudonymiser(chain);
				const mac = before.macOfNik(nik);
				expect(after.macOfNik(nik)).toBe(mac);
				expect(before.wrapMac(mac)).toBe(mac);
				const wrapped = createHmac('sha256', second).update(mac).digest('hex');
				expect(after.wrapMac(mac)).toBe(wrapped);
				expect(lastStep(chain).wrapMac(before.wrapMac(mac))).toBe(wrapped);
				const digest = before.digestOf(nik);
				expect(after.digestOf(nik)).toBe(digest);
				expect(before.coverDigest(digest)).toBe(digest);
				expect(after.coverDigest(digest)).toBe(lastStep(chain).coverDigest(digest));
				expect(after.coverDigest(digest)).not.toBe(digest);
				expect(after.holdKey).toEqual(createPseudonymiser(second).holdKey);
			})
		);
	});

	it.each([0, 31, 33, 63])('refuses a chain of %i bytes', (length) => {
		expect(() => createPseudonymiser(Buffer.alloc(length))).toThrow(RangeError);
	});
});
