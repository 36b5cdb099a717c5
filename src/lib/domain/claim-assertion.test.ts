import { describe, expect, it } from 'vitest';
import { judgeAssertion, type ClaimAmounts, type ClaimSoFar } from './claim-assertion.ts';
import { claimStates, mayAssert, parties, type ClaimState, type Party } from './role.ts';

const amounts = { billedRupiah: 1_000, verifiedRupiah: null, approvedRupiah: null, paidRupiah: null };
const inState = (state: ClaimState, fields: Partial<ClaimAmounts> = {}): ClaimAmounts => ({
	...amounts,
	...((state === 'verified' || state === 'approved' || state === 'paid') && { verifiedRupiah: 900 }),
	...((state === 'approved' || state === 'paid') && { approvedRupiah: 800 }),
	...(state === 'paid' && { paidRupiah: 800 }),
	state,
	...fields
});
const after = (standing: ClaimAmounts | null, fields: Partial<ClaimSoFar> = {}): ClaimSoFar => ({
	...{ standing, wasPaid: standing?.state === 'paid', past: [] },
	...fields
});
const codeOf = (
	party: Party,
	said: ClaimAmounts,
	so: ClaimSoFar,
	who: string | null = null
): string | undefined => judgeAssertion({ party, who, said }, so)?.code;

describe('what a party says of a claim', () => {
	it('follows the state that it answers, and nothing else', () => {
		const lawful: string[] = [];
		for (const party of parties)
			for (const standing of [null, ...claimStates])
				for (const state of claimStates)
					if (party !== 'importer' && mayAssert(party, 'claim', state)) {
						const so = after(standing && inState(standing));
						if (codeOf(party, inState(state), so) === undefined)
							lawful.push(`${party}: ${standing ?? 'new'} → ${state}`);
					}
		expect(lawful.sort()).toEqual([
			'dinkes: verified → approved',
			'dinkes: verified → rejected',
			'dinkes: verified → returned',
			'finance: approved → paid',
			'hospital: new → submitted',
			'hospital: returned → submitted',
			'hospital: submitted → submitted',
			'verifier: submitted → rejected',
			'verifier: submitted → returned',
			'verifier: submitted → verified'
		]);
	});

	it('is refused with what is wrong', () => {
		expect(codeOf('finance', inState('paid'), after(null))).toBe('claim-unknown');
		expect(codeOf('finance', inState('paid'), after(inState('submitted')))).toBe('claim-stage');
		expect(codeOf('finance', inState('paid'), after(inState('paid')))).toBe('claim-paid');
		expect(codeOf('hospital', inState('submitted'), after(inState('verified')))).toBe('claim-settled');
		const again = after(inState('returned'), { wasPaid: true });
		expect(codeOf('hospital', inState('submitted'), again)).toBe('claim-settled');
	});

	it('leaves no step above the one before, whatever it says of that one', () => {
		const approved = after(inState('approved'));
		const paid = (fields: Partial<ClaimAmounts>) => codeOf('finance', inState('paid', fields), approved);
		expect(paid({ paidRupiah: 800 })).toBeUndefined();
		expect(paid({ paidRupiah: 801 })).toBe('claim-amount');
		expect(paid({ approvedRupiah: null, paidRupiah: 801 })).toBe('claim-amount');
		expect(paid({ approvedRupiah: 5_000, paidRupiah: 800 })).toBe('claim-differs');
		expect(paid({ billedRupiah: 5_000 })).toBe('claim-differs');
		const verified = inState('verified', { verifiedRupiah: 1_001 });
		expect(codeOf('verifier', verified, after(inState('submitted')))).toBe('claim-amount');
	});

	it('is not said by the account that took the step which it checks', () => {
		const past = [{ move: 'verify', who: 'user:vera' }] as const;
		const so = after(inState('verified'), { past });
		expect(codeOf('dinkes', inState('approved'), so, 'user:vera')).toBe('claim-four-eyes');
		expect(codeOf('dinkes', inState('approved'), so, 'user:dina')).toBeUndefined();
		expect(codeOf('dinkes', inState('approved'), so)).toBeUndefined();
	});

	it('binds nobody who imports old history', () => {
		for (const state of claimStates)
			expect(codeOf('importer', inState(state), after(inState('paid')))).toBeUndefined();
	});
});
