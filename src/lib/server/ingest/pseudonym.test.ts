import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPseudonymiser } from './pseudonym.ts';

const digits = fc.stringMatching(/^\d{16}$/);

describe('createPseudonymiser', () => {
	it('gives the HMAC-SHA-256 of the number for keys of any length', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 130 }), digits, digits, (bytes, nik, family) => {
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
});
