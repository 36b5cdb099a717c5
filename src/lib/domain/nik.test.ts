import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnUuids, uuidsLikeNiks } from '../../../tests/support/uuids-like-niks.ts';
import {
	holdsIdentityNumber,
	maskIdentityNumbers,
	maskName,
	maskNik,
	nameHoldsIdentityNumber,
	parseNik
} from './nik.ts';

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

describe('holdsIdentityNumber', () => {
	const told = [
		'3275015203890000',
		'9999999999999999',
		'rm-3275015203890000/2',
		'3275013113890000-01',
		'20263275015203890000',
		'32.7501.520389.0000',
		'32.75.01.520389.0000',
		'3275-0152-0389-0000',
		'3275 0152 0389 0000',
		'327501/520389/0000',
		'32 75 01 52 03 89 00 00',
		'NIK 3275-0152-0389-0000, Budi',
		'rm/7/3275-0152-0389-0000/2',
		'2026-11-22/3275-0152-0389-0000',
		'32-7501520389-00001',
		// With defects: 31 June, day 00, no city.
		'32750131068900001',
		'3275-0131-0689-0000-1',
		'3275-0100-0689-0000',
		'3200-0152-0389-0000'
	];
	const plain = [
		'',
		'0301R0010916V000001',
		'0001234567890',
		'b-2026-11-22T14:05:07Z',
		'b-2026-11-22T14:05:07.123456+07:00',
		'b-2026-11-22 14.05.07.123456',
		'x-2026-11-22-0001-17',
		'2026-11-22-0001-0042',
		'2026-11-22-100512-345678',
		'2026-12-05-1005-12-345678',
		'20261122-100512-345678',
		'20261122140507001',
		'3275011-2026-11-05-0001-17',
		'3275011-20261105-1',
		'3275013-20261105140507-12',
		'3275013/20261105/000001/17',
		'550e8400-e29b-41d4-a716-446655440000',
		'+62 812-3456-7890',
		'/simrs/rsud',
		'https://10.20.30.40/simrs/2026/11/22'
	];

	it.each(told)('tells a person in %s, and its mask does not', (text) => {
		expect(holdsIdentityNumber(text)).toBe(true);
		const masked = maskIdentityNumbers(text);
		expect(masked).toHaveLength(text.length);
		expect(holdsIdentityNumber(masked)).toBe(false);
		expect(masked).not.toMatch(/0389|0689|1389|9999/);
	});

	it.each(plain)('lets %s pass', (text) => {
		expect(holdsIdentityNumber(text)).toBe(false);
	});

	it('lets any instant pass as an id, whatever stands around it', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
				fc.constantFrom('3275013', '3275171', '0134R012', ''),
				fc.integer({ min: 0, max: 99_999 }),
				(date, facility, serial) => {
					const iso = date.toISOString();
					const stamp = iso.replace(/\D/g, '').slice(0, 14);
					for (const time of [iso, iso.slice(0, 19), iso.slice(0, 10), stamp, stamp.slice(0, 8)]) {
						expect(holdsIdentityNumber(`b-${time}`)).toBe(false);
						expect(holdsIdentityNumber(`${facility}-${time}-${serial}`)).toBe(false);
					}
				}
			)
		);
	});

	it('finds any sound NIK in any even grouping', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 28 }),
				fc.integer({ min: 1, max: 12 }),
				fc.integer({ min: 0, max: 999_999 }),
				fc.array(fc.constantFrom('', '', ' ', '.', '-', '/'), { minLength: 7, maxLength: 7 }),
				(date, month, rest, separators) => {
					const two = (number: number) => String(number).padStart(2, '0');
					const nik = `327501${two(date)}${two(month)}${String(rest).padStart(6, '0')}`;
					const pairs = nik.match(/\d\d/g) ?? [];
					expect(holdsIdentityNumber(pairs.map((pair, i) => pair + (separators[i] ?? '')).join(''))).toBe(
						true
					);
				}
			)
		);
	});
});

describe('nameHoldsIdentityNumber', () => {
	const like = (check: (uuid: string) => void) =>
		fc.assert(fc.property(uuidsLikeNiks, check), {
			numRuns: 500,
			examples: drawnUuids.map((one): [string] => [one])
		});

	it('takes a whole UUID whatever its digits, in large letters too, and leaves it as it is', () => {
		const starts = new Set<number>();
		like((uuid) => {
			expect(holdsIdentityNumber(uuid)).toBe(true);
			for (const written of [uuid, uuid.toUpperCase()]) {
				expect(nameHoldsIdentityNumber(written)).toBe(false);
				expect(maskName(written)).toBe(written);
			}
			starts.add(uuid.search(/(?:\d\d-?){8}/));
		});
		// Over one hyphen, two and three.
		expect(starts.size).toBeGreaterThan(4);
	});

	it('searches everything else as before: what stands around a UUID, and what only has its hyphens', () => {
		like((uuid) => {
			for (const other of [
				`${uuid} `,
				`urn:uuid:${uuid}`,
				`${uuid}0`,
				`{${uuid}}`,
				uuid.replaceAll('-', '.')
			]) {
				expect(nameHoldsIdentityNumber(other)).toBe(holdsIdentityNumber(other));
				expect(maskName(other)).toBe(maskIdentityNumbers(other));
			}
		});
	});

	it.each([
		'32750152-0389-0000-0000-000000000000',
		'32750152-0389-0000-ffff-ffffffffffff',
		'00000000-0000-0000-3275-015203890000',
		'00000000-0000-4000-3275-015203890000',
		'ffffffff-ffff-3275-0152-038900000000',
		'3275015203890000'
	])('is not deceived by %s, a NIK that was padded into the shape of a UUID', (name) => {
		expect(nameHoldsIdentityNumber(name)).toBe(true);
		expect(maskName(name)).not.toContain('0389');
	});
});

describe('maskNik', () => {
	it('keeps province and city and nothing else', () => {
		expect(maskNik('3275015203890000')).toBe('3275************');
		expect(maskNik('budi 3275015203890000')).toBe('*'.repeat(16));
	});
});
