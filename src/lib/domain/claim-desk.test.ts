import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	claimMoves,
	drawOf,
	judgeMove,
	movesFor,
	sampleReason,
	stageOf,
	usualReviewRules,
	type ClaimMove,
	type DeskClaim,
	type MoveOrder
} from './claim-desk.ts';
import { authority, claimStates, roles, type Role } from './role.ts';
import { tariffItems } from './tariff-items.ts';

const claim = (fields: Partial<DeskClaim> = {}): DeskClaim => ({
	state: 'submitted',
	billedRupiah: 1_000,
	verifiedRupiah: null,
	approvedRupiah: null,
	items: { kamar: 300, obat: 900 },
	wasPaid: false,
	past: [],
	...fields
});
const order = (move: ClaimMove, fields: Partial<MoveOrder> = {}): MoveOrder => ({
	...{ move, amountRupiah: null, corrections: [], reason: 'sepuluh huruf lebih', isSampled: false },
	...fields
});
const by = (role: Role, name = `user:${role}`) => ({ role, name });

describe('who may move what', () => {
	const stages = { verifier: 'submitted', planner: 'verified', finance: 'approved' } as const;

	it('gives each stage to one role, and nothing to the others', () => {
		for (const role of roles)
			for (const state of claimStates) {
				const isTurn = Object.entries(stages).some(([own, stage]) => own === role && stage === state);
				for (const move of claimMoves)
					if (!isTurn)
						expect(judgeMove(by(role), claim({ state }), order(move)).ok, `${role} ${move} ${state}`).toBe(
							false
						);
			}
		expect(roles.map(stageOf)).toEqual([null, 'verified', null, 'submitted', 'approved', null, null]);
	});

	it('lists no move that the authority of its party does not cover', () => {
		for (const role of roles)
			for (const state of claimStates)
				for (const move of movesFor(role, state)) {
					const result = judgeMove(
						by(role),
						claim({ state, verifiedRupiah: 900, approvedRupiah: 800 }),
						order(move)
					);
					if (result.ok) expect(authority[result.party].claimStates).toContain(result.state);
				}
	});

	it('lets nobody check what he did before, under whatever role', () => {
		const verified = claim({
			state: 'verified',
			verifiedRupiah: 900,
			past: [{ move: 'verify', who: 'user:a' }]
		});
		expect(judgeMove(by('planner', 'user:a'), verified, order('approve'))).toEqual({
			ok: false,
			refusal: 'four-eyes'
		});
		expect(judgeMove(by('planner', 'user:b'), verified, order('approve')).ok).toBe(true);
		const approved = claim({
			state: 'approved',
			approvedRupiah: 900,
			past: [...verified.past, { move: 'approve', who: 'user:b' }]
		});
		for (const who of ['user:a', 'user:b'])
			expect(judgeMove(by('finance', who), approved, order('pay'))).toEqual({
				ok: false,
				refusal: 'four-eyes'
			});
		expect(judgeMove(by('finance', 'user:c'), approved, order('pay'))).toMatchObject({
			ok: true,
			toRupiah: 900
		});
	});

	it('takes a payment as final', () => {
		for (const move of claimMoves)
			for (const role of ['verifier', 'planner', 'finance'] as const)
				expect(judgeMove(by(role), claim({ wasPaid: true }), order(move)).ok).toBe(false);
	});
});

describe('amounts', () => {
	it('never rise, whatever is asked for', () => {
		let taken = 0;
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 1e9 }),
				fc.oneof(fc.constant(null), fc.integer({ min: -10, max: 2e9 }), fc.double()),
				fc.oneof(
					fc.constant([]),
					fc.array(
						fc.record({
							item: fc.constantFrom(...tariffItems),
							toRupiah: fc.integer({ min: -5, max: 2_000 })
						})
					)
				),
				(billedRupiah, amountRupiah, corrections) => {
					const result = judgeMove(
						by('verifier'),
						claim({ billedRupiah }),
						order('verify', { amountRupiah, corrections })
					);
					if (!result.ok) return;
					taken++;
					expect(Number.isSafeInteger(result.toRupiah)).toBe(true);
					expect(result.toRupiah).toBeGreaterThanOrEqual(0);
					expect(result.toRupiah).toBeLessThanOrEqual(billedRupiah);
				}
			)
		);
		expect(taken).toBeGreaterThan(0);
	});

	it('lose what their items lose, also where a package was billed for them', () => {
		const corrections = [{ item: 'obat', toRupiah: 600 } as const];
		expect(judgeMove(by('verifier'), claim(), order('verify', { corrections }))).toMatchObject({
			fromRupiah: 1_000,
			toRupiah: 700
		});
		const twice = [...corrections, ...corrections];
		expect(judgeMove(by('verifier'), claim(), order('verify', { corrections: twice })).ok).toBe(false);
		const unknown = [{ item: 'alkes', toRupiah: 0 } as const];
		expect(judgeMove(by('verifier'), claim(), order('verify', { corrections: unknown })).ok).toBe(false);
	});

	it('are cut, returned and rejected with a reason only, and a full review says what was seen', () => {
		const short = { reason: 'pendek' };
		const ask = (move: ClaimMove, more: Partial<MoveOrder> = {}) =>
			judgeMove(by('verifier'), claim(), order(move, { ...short, ...more }));
		expect(ask('verify', { amountRupiah: 900 })).toEqual({ ok: false, refusal: 'no-cut-without-reason' });
		expect(ask('return')).toEqual({ ok: false, refusal: 'reason-short' });
		expect(ask('reject')).toEqual({ ok: false, refusal: 'reason-short' });
		expect(ask('verify', { isSampled: true })).toEqual({ ok: false, refusal: 'reason-short' });
		expect(ask('verify').ok).toBe(true);
	});
});

describe('the draw for a full review', () => {
	const named = (n: number) => ({ facility: '3275013', claimNo: `C${n}`, billedRupiah: 1_000, findings: [] });
	const rules = { ...usualReviewRules, seed: 'uji', randomShare: 0.1 };
	const drawn = (seed: string) =>
		Array.from({ length: 20_000 }, (_, n) => sampleReason({ ...rules, seed }, named(n)) !== null);

	it('takes the share that was asked for, the same ones each time, others with another seed', () => {
		const [first, again, other] = [drawn('a'), drawn('a'), drawn('b')];
		expect(again).toEqual(first);
		for (const one of [first, other]) {
			const share = one.filter(Boolean).length / one.length;
			expect(share).toBeGreaterThan(0.093);
			expect(share).toBeLessThan(0.107);
		}
		const both = first.filter((is, n) => is && other[n]).length;
		expect(both / first.length).toBeLessThan(0.02);
	});

	it('lies between nought and one, and is not the same for neighbours', () => {
		const draws = Array.from({ length: 1_000 }, (_, n) => drawOf(`C${n}`));
		expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...draws)).toBeLessThan(1);
		expect(new Set(draws).size).toBeGreaterThan(995);
	});

	it('takes each large amount and each chosen finding', () => {
		const none = { ...rules, randomShare: 0 };
		expect(sampleReason(none, named(1))).toBeNull();
		expect(sampleReason(none, { ...named(1), billedRupiah: 50_000_000 })).toBe('value');
		expect(sampleReason(none, { ...named(1), findings: ['double-financing'] })).toBe('finding');
		expect(sampleReason(none, { ...named(1), findings: ['cost-outlier'] })).toBeNull();
	});
});
