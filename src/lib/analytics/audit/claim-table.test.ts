import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimRow } from './audit-rows.ts';
import { readClaims, selectClaims } from './claim-table.ts';

const texts = (...some: string[]) => fc.constantFrom(...some);
const row: fc.Arbitrary<ClaimRow> = fc.record({
	id: fc.uuid(),
	facility: texts('a', 'b', 'c'),
	hospitalClass: fc.constantFrom('B', 'C', null),
	personId: fc.option(texts('p', 'q', 'r')),
	visitNo: fc.constant(null),
	service: fc.constantFrom('outpatient', 'inpatient-3'),
	diagnoses: fc.array(texts('A09', 'J06.9', 'I10'), { maxLength: 2 }),
	serviceFrom: texts('2026-01-01', '2026-01-03'),
	serviceTo: texts('2026-01-04', '2026-02-01'),
	tariffCode: fc.option(texts('X-1', 'X-2')),
	amountRupiah: fc.nat(),
	hasReferral: fc.option(fc.boolean()),
	emergency: fc.option(fc.boolean())
});

describe('selectClaims', () => {
	it('makes the table that reading these claims alone would make', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(row, fc.boolean())), (drawn) => {
				const rows = drawn.map(([claim]) => claim);
				const places = drawn.flatMap(([, isOwn], place) => (isOwn ? [place] : []));
				const own = rows.filter((_, place) => places.includes(place));
				expect(selectClaims(readClaims(rows), Int32Array.from(places))).toEqual(readClaims(own));
			})
		);
	});
});
