import { describe, expect, it } from 'vitest';
import { authority, claimStates, eventKinds, isParty, isRole, mayAssert, parties } from './role.ts';

/** Written out on purpose, so that a change of the table has to be meant twice. */
const allowedClaimStates = {
	hospital: ['submitted'],
	verifier: ['returned', 'verified', 'rejected'],
	finance: ['paid'],
	dinkes: ['returned', 'rejected', 'approved'],
	register: [],
	importer: [...claimStates]
};
const allowedKinds = {
	hospital: ['visit', 'bed', 'stock', 'tally'],
	verifier: [],
	finance: [],
	dinkes: ['member', 'stock', 'tally'],
	register: ['member'],
	importer: ['visit', 'bed', 'member', 'stock', 'tally']
};

describe('mayAssert', () => {
	it('lets each party set the claim states it may and no other', () => {
		for (const party of parties) {
			expect(claimStates.filter((state) => mayAssert(party, 'claim', state))).toEqual(
				allowedClaimStates[party]
			);
		}
	});

	it('lets each party send the kinds of event it may and no other', () => {
		for (const party of parties) {
			expect(eventKinds.filter((kind) => mayAssert(party, kind, null))).toEqual(allowedKinds[party]);
		}
	});

	it('does not let a hospital pay, verify or approve its own claim', () => {
		for (const state of ['paid', 'verified', 'approved'] as const) {
			expect(mayAssert('hospital', 'claim', state)).toBe(false);
		}
	});

	it('refuses a claim without a state and a state without a claim', () => {
		for (const party of parties) {
			expect(mayAssert(party, 'claim', null)).toBe(false);
			expect(mayAssert(party, 'visit', 'paid')).toBe(false);
		}
	});
});

describe('authority', () => {
	it('binds hospitals alone to their own facility and lets the importer alone date what was known', () => {
		expect(parties.filter((party) => authority[party].ownFacilityOnly)).toEqual(['hospital']);
		expect(parties.filter((party) => authority[party].mayStateKnownOn)).toEqual(['importer']);
	});

	it('tells parties from roles', () => {
		expect(isParty('dinkes') && isRole('planner')).toBe(true);
		expect(isParty('planner') || isRole('dinkes') || isParty('__proto__')).toBe(false);
	});
});
