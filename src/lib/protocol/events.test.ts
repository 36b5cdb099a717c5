import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnUuids, uuidsLikeNiks } from '../../../tests/support/uuids-like-niks.ts';
import { holdsIdentityNumber } from '../domain/nik.ts';
import { bedData, claimData, envelope, visitData } from './events.ts';

const of = (id: unknown) => ({
	...{ specversion: '1.0', source: '/simrs', type: 'id.denyut.bed.v1' },
	...{ id, time: '2026-11-22T05:00:00Z', data: {} }
});
const bed = (room: string) => ({ ward: 'icu', room, free: 1 });
const visit = (number: string) => ({
	...{ visit: number, referral: number, nik: '3275015203890000', service: 'outpatient' },
	...{ diagnoses: ['A91'], arrivedAt: '2026-11-22T05:00:00Z' }
});
const claim = (number: string) => ({
	...{ claim: number, visit: number, letter: number, state: 'submitted', service: 'outpatient' },
	...{ serviceFrom: '2026-11-01', serviceTo: '2026-11-01', billedRupiah: 1 }
});

/** What a refusal says of itself: its words and its place. */
const issuesOf = (id: unknown) =>
	(envelope.safeParse(of(id)).error?.issues ?? []).map(({ code, message, path }) => [code, message, path]);
const asNumber = [['custom', 'identity-number', ['id']]];

describe('the id of an event', () => {
	it('may be any UUID, and so may the numbers that programs make of their own ids', () => {
		fc.assert(
			fc.property(fc.oneof(uuidsLikeNiks, fc.uuid({ version: [1, 4, 7] })), (uuid) => {
				expect(envelope.safeParse(of(uuid)).data?.id).toBe(uuid);
				expect(bedData.safeParse(bed(uuid)).data?.room).toBe(uuid);
				expect(visitData.safeParse(visit(uuid)).data).toMatchObject({ visit: uuid, referral: uuid });
				expect(claimData.safeParse(claim(uuid)).data).toMatchObject({ claim: uuid, letter: uuid });
			}),
			{ numRuns: 500, examples: drawnUuids.map((one): [string] => [one]) }
		);
	});

	it('is refused with an identity number in any other text, at its place and in the same words', () => {
		fc.assert(
			fc.property(uuidsLikeNiks, fc.constantFrom('x', ' ', '/', 'urn:uuid:'), (uuid, sign) => {
				for (const other of [`${sign}${uuid}`, `${uuid}${sign}`])
					expect(issuesOf(other)).toEqual(holdsIdentityNumber(other) ? asNumber : []);
			}),
			{ numRuns: 300 }
		);
		for (const other of [
			'3275015203890000',
			'32750152-0389-0000-0000-000000000000',
			'rm-3275-0152-0389-0000'
		])
			expect(issuesOf(other)).toEqual(asNumber);
	});

	it('is refused for what else it may not be, as before', () => {
		expect(issuesOf('')).toMatchObject([['too_small', expect.any(String), ['id']]]);
		expect(issuesOf('x'.repeat(257))).toMatchObject([['too_big', expect.any(String), ['id']]]);
		expect(issuesOf('a\0b')).toEqual([['invalid_format', 'unstorable', ['id']]]);
		expect(issuesOf(5)).toMatchObject([['invalid_type', expect.any(String), ['id']]]);
		expect(issuesOf(undefined)).toMatchObject([['invalid_type', expect.any(String), ['id']]]);
	});
});
