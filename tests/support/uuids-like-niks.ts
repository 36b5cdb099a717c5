/** UUIDs that are sound, and whose digits over their hyphens look like a NIK all the same. */
import fc from 'fast-check';
import { holdsIdentityNumber } from '../../src/lib/domain/nik.ts';

/** Drawn by `randomUUID`, about one in 17,000 of them. */
export const drawnUuids = [
	'65621408-0239-4724-b99c-c9bea7de1109',
	'14819418-1000-4966-bea7-a88dff5ab1fd',
	'fccdb9b5-c3d8-4374-9204-191012882409',
	'67a5bb33-9c14-4a79-9629-551409914514',
	'4d352532-0003-4790-9076-269d6cb1ee7f'
] as const;

/** Where sixteen digits may begin: whole pairs in every group. */
const starts = [0, 2, 4, 6, 12, 14, 16] as const;
const [versionAt, variantAt] = [12, 16];
const hex = fc.constantFrom(...'0123456789abcdef');

export const uuidsLikeNiks = fc
	.record({
		rest: fc.array(hex, { minLength: 32, maxLength: 32 }),
		start: fc.constantFrom(...starts),
		province: fc.constantFrom('32', '14', '65', '81', '91'),
		area: fc.stringMatching(/^[0-9]{4}$/),
		day: fc.constantFrom('03', '14', '18', '29', '41', '48', '69'),
		month: fc.constantFrom('02', '10', '11', '12'),
		tail: fc.stringMatching(/^[0-9]{6}$/),
		version: fc.constantFrom(...'12345678'),
		variant: fc.constantFrom(...'89')
	})
	.map(({ rest, start, province, area, day, month, tail, version, variant }) => {
		const digits = [...rest];
		// A digit before it would be the first of its row.
		if (start > 0) digits[start - 1] = 'a';
		[...`${province}${area}${day}${month}${tail}`].forEach((digit, index) => (digits[start + index] = digit));
		[digits[versionAt], digits[variantAt]] = [version, variant];
		return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
	})
	// Version and variant may have taken the place of what made it look like one.
	.filter(holdsIdentityNumber);
