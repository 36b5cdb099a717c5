import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jknStatuses } from '../../domain/membership-validity.ts';
import { addDays } from '../../domain/period.ts';
import type { ClaimRow } from './audit-rows.ts';
import { readClaims } from './claim-table.ts';
import { tellHistory, type KnownMembership } from './member-history.ts';
import { findDoubleFinancing, findNonResidents, indexMembers } from './membership-findings.ts';

const known: KnownMembership = {
	...{ personId: 'P1', knownOn: '2026-01-10', registerStatus: 'active', statusSince: null },
	...{ kecamatan: '32.75.03', jkn: 'none', jknSince: null }
};
const claim: ClaimRow = {
	...{ id: 'C1', facility: 'F1', hospitalClass: 'C', personId: 'P1', visitNo: null, service: 'outpatient' },
	...{ diagnoses: [], serviceFrom: '2026-01-10', serviceTo: '2026-01-10', tariffCode: null, amountRupiah: 1 },
	...{ hasReferral: null, emergency: null }
};
const on = (day: string, ...rows: Partial<KnownMembership>[]) =>
	indexMembers(tellHistory(Object.freeze(rows.map((row) => ({ ...known, ...row })))))('P1', day);

it('says nothing of the days before the first that anybody named', () => {
	expect(on('2026-01-09', {})).toBeUndefined();
	expect(on('2026-01-10', {})).toMatchObject({ registerStatus: 'active', jkn: 'none' });
});

it('dates JKN and residence apart, each by the day that its register names', () => {
	const row = {
		registerStatus: 'moved',
		statusSince: '2025-11-01',
		jkn: 'active',
		jknSince: '2025-06-01'
	} as const;
	expect(on('2025-10-31', row)).toMatchObject({
		registerStatus: null,
		jkn: 'active',
		jknSince: '2025-06-01'
	});
	expect(on('2026-03-01', row)).toMatchObject({
		registerStatus: 'moved',
		statusSince: '2025-11-01',
		jkn: 'active'
	});
});

it('lets what was learned later speak for its days only', () => {
	const ended = { knownOn: '2026-06-15', jkn: 'inactive', jknSince: '2026-05-10' } as const;
	const paid = { jkn: 'pbi-apbn', jknSince: '2025-01-01' } as const;
	expect(on('2026-05-09', ended, paid)).toMatchObject({ jkn: 'pbi-apbn', jknSince: '2025-01-01' });
	expect(on('2026-05-10', ended, paid)).toMatchObject({ jkn: 'inactive' });
	// A correction: it had never been so.
	const never = { knownOn: '2026-07-01', jkn: 'none', jknSince: '2024-01-01' } as const;
	expect(on('2026-05-09', ended, paid, never)).toMatchObject({ jkn: 'none' });
});

it('keeps the first day of what is only said again', () => {
	const again = {
		knownOn: '2026-04-01',
		kecamatan: '32.75.04',
		jkn: 'active',
		jknSince: '2026-02-01'
	} as const;
	const first = { jkn: 'active', jknSince: '2025-03-01' } as const;
	expect(on('2026-08-01', first, again)).toMatchObject({ jknSince: '2025-03-01', kecamatan: '32.75.04' });
});

const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2025-06-01', days));
it('answers, for any history, with what was learned last about that day', () => {
	const row = fc.record({ knownOn: day, jkn: fc.constantFrom(...jknStatuses), jknSince: fc.option(day) });
	const history = fc.uniqueArray(row, { minLength: 1, maxLength: 6, selector: ({ knownOn }) => knownOn });
	fc.assert(
		fc.property(history, day, (rows, asked) => {
			const speaking = rows
				.filter(({ jknSince, knownOn }) => (jknSince ?? knownOn) <= asked)
				.sort((a, b) => (a.knownOn < b.knownOn ? 1 : -1));
			// Another row may only know the person's residence on that day.
			expect(on(asked, ...rows)?.jkn ?? 'none').toBe(speaking[0]?.jkn ?? 'none');
		}),
		{ seed: 11 }
	);
});

/** `readMemberships` leaves such people out, since nothing that stands of them could become a finding. */
it('makes nothing that speaks against a claim out of rows that do not', () => {
	const harmless: fc.Arbitrary<KnownMembership> = fc.record({
		personId: fc.constant('P1'),
		knownOn: day,
		registerStatus: fc.constantFrom('active', null),
		statusSince: fc.option(day),
		kecamatan: fc.constantFrom('32.75.01', '32.75.12', null),
		jkn: fc.constantFrom('none', 'inactive'),
		jknSince: fc.option(day)
	});
	fc.assert(
		fc.property(fc.array(harmless, { minLength: 1, maxLength: 5 }), day, (rows, asked) => {
			const table = readClaims([{ ...claim, serviceFrom: asked, serviceTo: asked }]);
			const membership = indexMembers(tellHistory(rows));
			expect(findDoubleFinancing(table, membership)).toEqual([]);
			expect(findNonResidents(table, membership)).toEqual([]);
		})
	);
});
