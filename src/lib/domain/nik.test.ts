import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskNik, parseNik } from './nik.ts';

const today = '2026-11-22';

describe('parseNik', () => {
	it('reads sex, birth year and area', () => {
		expect(parseNik('3275015203890000', today)).toEqual({
			ok: true,
			nik: '3275015203890000',
			sex: 'female',
			birthYear: 1989,
			areaCode: '32.75.01',
			defect: null
		});
		expect(parseNik('3275121203890000', today)).toMatchObject({ sex: 'male', areaCode: '32.75.12' });
	});

	it('refuses only what is not sixteen digits', () => {
		for (const text of [
			'',
			'327501520389000',
			'32750152038900000',
			'32750152038900OO',
			'3275 0152 0389 0000',
			'٣'.repeat(16)
		]) {
			expect(parseNik(text, today)).toEqual({ ok: false, reason: 'not-16-digits' });
		}
	});

	it('takes the newest birth date that is not in the future', () => {
		expect(parseNik('3275012211260000', today)).toMatchObject({ birthYear: 2026, defect: null });
		expect(parseNik('3275012311260000', today)).toMatchObject({ birthYear: 1926, defect: null });
		expect(parseNik('3275010101990000', today)).toMatchObject({ birthYear: 1999 });
		expect(parseNik('3275012902000000', today)).toMatchObject({ birthYear: 2000, defect: null });
		expect(parseNik('3275012902010000', today)).toMatchObject({ birthYear: null, defect: 'birth-date' });
	});

	it('keeps an impossible date or area and names the defect', () => {
		expect(parseNik('3275013113890000', today)).toMatchObject({
			ok: true,
			defect: 'birth-date',
			birthYear: null
		});
		expect(parseNik('3275010000000001', today)).toMatchObject({ ok: true, defect: 'birth-date' });
		expect(parseNik('3275014002890000', today)).toMatchObject({
			ok: true,
			sex: 'male',
			defect: 'birth-date'
		});
		expect(parseNik('3275017202890000', today)).toMatchObject({
			ok: true,
			sex: 'female',
			defect: 'birth-date'
		});
		expect(parseNik('2075011203890000', today)).toMatchObject({ ok: true, defect: 'area', birthYear: 1989 });
		expect(parseNik('3200011203890000', today)).toMatchObject({ defect: 'area' });
		expect(parseNik('9912345203890000', today)).toMatchObject({ sex: 'female', defect: 'area' });
	});

	it('answers for any text, and is ok for any sixteen digits', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(parseNik(text, today).ok).toBe(/^\s*\d{16}\s*$/.test(text));
			})
		);
		fc.assert(
			fc.property(fc.stringMatching(/^[0-9]{16}$/), (text) => {
				expect(parseNik(text, today).ok).toBe(true);
			})
		);
	});
});

describe('maskNik', () => {
	it('keeps province and city and nothing else', () => {
		expect(maskNik('3275015203890000')).toBe('3275************');
		expect(maskNik('budi 3275015203890000')).toBe('*'.repeat(16));
	});
});
