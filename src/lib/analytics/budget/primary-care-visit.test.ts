import { describe, expect, it } from 'vitest';
import { isBypass, type VisitKind } from './primary-care-visit.ts';

const visit = (change: Partial<VisitKind> = {}): VisitKind => ({
	...{ service: 'outpatient', diagnosis: 'A09', hasReferral: false, emergency: null },
	...change
});

describe('isBypass', () => {
	it.each([
		['an outpatient without a referral', {}],
		['somebody admitted without a referral', { service: 'inpatient-3', emergency: false }],
		['no emergency in the emergency room', { service: 'emergency', emergency: false }]
	])('is %s, for what a puskesmas treats', (_, change) => {
		expect(isBypass(visit(change))).toBe(true);
	});

	it.each([
		['a referral', { hasReferral: true }],
		['an emergency', { emergency: true }],
		['the emergency room where nobody says that it was none', { service: 'emergency' }],
		['dialysis, which no puskesmas does', { service: 'dialysis' }],
		['a diagnosis off the list', { diagnosis: 'C50.9' }],
		['a doubtful code of the list', { diagnosis: 'S01' }],
		['no diagnosis', { diagnosis: null }]
	])('is not %s', (_, change) => {
		expect(isBypass(visit(change))).toBe(false);
	});
});
