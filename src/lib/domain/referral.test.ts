import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referralKey } from './referral.ts';

describe('the number of a referral', () => {
	it.each([
		['R-12/XI/2026', 'R12XI2026'],
		['  r 12 xi 2026 ', 'R12XI2026'],
		['R–12‑XI.2026', 'R12XI2026'],
		['R\u00a012\tXI\u20132026', 'R12XI2026']
	])('«%s» is compared as %s', (typed, key) => expect(referralKey(typed)).toBe(key));

	it.each([null, undefined, '', ' ', '-', '–'])('«%s» is none', (typed) =>
		expect(referralKey(typed)).toBeNull()
	);

	it('is the same however often it is compared, and in whatever capitals and separators', () => {
		const separator = fc.constantFrom('', ' ', '-', '/', '–', '.');
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.constantFrom(...'aB3z09Q'), separator), { minLength: 1, maxLength: 20 }),
				(parts) => {
					const plain = parts.map(([symbol]) => symbol).join('');
					const typed = parts.map(([symbol, mark]) => symbol + mark).join('');
					expect(referralKey(typed)).toBe(plain.toUpperCase());
					expect(referralKey(referralKey(typed))).toBe(referralKey(typed));
				}
			)
		);
	});
});
