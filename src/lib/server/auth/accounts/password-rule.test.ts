import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weaknessOf } from './password-rule.ts';

describe('a password', () => {
	it.each([
		'kereta senja di Cawang',
		'hujan-reda-7-malam',
		'TqB9#xw2Lm!0',
		'ikan bakar jimbaran',
		'jakarta hujan lagi'
	])('may be %s', (password) => expect(weaknessOf(password, ['sari.dewi', 'Sari', 'Dewi'])).toBeNull());

	it.each([
		['sebelas1234', 'too-short'],
		['a'.repeat(129), 'too-long'],
		['aaaaaaaaaaaa', 'too-simple'],
		['abababababab', 'too-simple'],
		['123456789012', 'too-simple'],
		['abcdefghijklm', 'too-simple'],
		['mlkjihgfedcba', 'too-simple'],
		['password1234', 'too-simple'],
		['P@ssw0rd2026!', 'too-simple'],
		['passwordpassword', 'too-simple'],
		['rahasia123456', 'too-simple'],
		['KartuSehat2026', 'too-simple'],
		['kotabekasi!!!1', 'too-simple'],
		['1q2w3e4r5t6y', 'too-simple'],
		['1Qaz2Wsx3Edc', 'too-simple'],
		['zaq12wsxcde3', 'too-simple'],
		['Unbelievable1', 'too-simple'],
		['alhamdulillah', 'too-simple'],
		['Jakarta2026!', 'too-simple'],
		['TrustNo1TrustNo1', 'too-simple'],
		['milik sari.dewi', 'names-you'],
		['DEWI yang itu saja', 'names-you']
	])('may not be %s: %s', (password, why) =>
		expect(weaknessOf(password, ['sari.dewi', 'Sari', 'Dewi'])).toBe(why)
	);

	it('is judged without a fault, whatever it is', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 200 }), fc.array(fc.string()), (password, names) => {
				const why = weaknessOf(password, names);
				if (password.length < 12) expect(why).toBe('too-short');
				else if (password.length > 128) expect(why).toBe('too-long');
				else expect([null, 'too-simple', 'names-you']).toContain(why);
			})
		);
	});
});
