import { expect, it } from 'vitest';
import { areComparable, ratePer100k, type Counted } from './basis.ts';

const visits: Counted = {
	value: 10,
	kind: 'visits',
	reporter: null,
	ownCounts: 0,
	isPartial: false,
	others: []
};

it('never compares visits with ready-made counts, nor with a part of a period', () => {
	expect(areComparable(visits, { ...visits, kind: 'mixed', ownCounts: 2 })).toBe(true);
	expect(areComparable(visits, { ...visits, kind: 'tally', reporter: 'dinkes' })).toBe(false);
	expect(areComparable(visits, { ...visits, isPartial: true })).toBe(false);
});

it('counts for each 100,000 and says nothing without a population', () => {
	// Bekasi Utara, January to June 2022: 348 cases on about 336,959 inhabitants.
	expect(ratePer100k(348, 336_959)).toBeCloseTo(103.28, 2);
	expect(ratePer100k(3, null)).toBeNull();
	expect(ratePer100k(3, 0)).toBeNull();
});
