import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noLevers, type NextYearLevers } from '../../domain/next-year.ts';
import type { ServiceId } from '../../domain/service.ts';
import type { ChainBase } from '../chain/chain-base.ts';
import { effectOf, splitRupiah, type LeverEffect, type LeverGround } from './next-year-levers.ts';
import { simulatePolicy } from './scenario/policy.ts';
import { createGenerator } from '../stats/generator.ts';

const rate = (value: number, reach = 0) => ({
	...{ value, lower80: value - reach, upper80: value + reach, of: 'all' as const }
});
const base: ChainBase = {
	...{ from: '2026-01-01', to: '2026-06-30', diseases: [], claimShare: rate(0.5), paidShare: 0.9 },
	referral: { complianceNow: 0.6, settledShare: rate(0.5, 0.1), outpatientCostShare: rate(0.41, 0.05) },
	tariffShare: rate(0.8),
	delayDays: null
};
const shares = (
	[
		['outpatient', 0.4],
		['inpatient-3', 0.5],
		['ambulance', 0.1]
	] as [ServiceId, number][]
).map(([service, share]) => ({ service, share }));
const turn = (change: Partial<NextYearLevers>, ground: Partial<LeverGround> = {}) =>
	effectOf({ ...noLevers, ...change }, { base, shares, ...ground });
function known(change: Partial<NextYearLevers>): LeverEffect {
	const effect = turn(change);
	if ('missing' in effect) throw new Error(effect.missing);
	return effect;
}
const product = ({ factors }: LeverEffect) => Object.values(factors).reduce((all, one) => all * one, 1);

describe('effectOf', () => {
	it('is nothing where nothing is turned', () => {
		const { ask, factors, weights } = known({});
		expect(ask).toEqual({ policy: {}, paidShare: 1 });
		expect(factors).toEqual({ services: 1, referral: 1, members: 1, tariff: 1 });
		expect(weights.map(({ weight }) => weight)).toEqual([0.4, 0.5, 0.1]);
	});

	it('takes each lever for what the assumptions say', () => {
		expect(known({ membersPercent: 5 }).factors.members).toBeCloseTo(1.05, 12);
		expect(known({ tariffPercent: 10 }).factors.tariff).toBeCloseTo(1.08, 12);
		// A fifth of outpatient visits stays away: 40 % of them without a referral, half of whom a puskesmas settles.
		expect(known({ referralPercent: 100 }).factors.referral).toBeCloseTo(1 - 0.4 * 0.4 * 0.5, 12);
		expect(known({ unpaid: ['ambulance'] }).factors.services).toBeCloseTo(0.9, 12);
	});

	it('takes nothing away twice: referral and services together are their services one by one', () => {
		const both = known({ referralPercent: 100, unpaid: ['ambulance'] });
		expect(product(both)).toBeCloseTo(0.4 * (1 - 0.4 * 0.5) + 0.5, 12);
		expect(known({ referralPercent: 100, unpaid: ['outpatient'] }).factors.referral).toBe(1);
	});

	it('is what simulatePolicy makes of it where nothing is in doubt', () => {
		const effect = known({ referralPercent: 90, tariffPercent: -10, membersPercent: 20 });
		const { referral, members, tariff } = effect.ask.policy;
		if (!referral || !members || !tariff) throw new Error('a lever is not turned');
		const sure = ({ key, value, source }: { key: string; value: number; source: string }) => ({
			...{ key, value, source, lower80: value, upper80: value }
		});
		const { factor } = simulatePolicy(
			{
				referral: {
					...referral,
					settledShare: sure(referral.settledShare),
					outpatientCostShare: sure(referral.outpatientCostShare)
				},
				...{ members, tariff }
			},
			1,
			createGenerator(1)
		);
		expect(product(effect)).toBeCloseTo(factor[0] ?? NaN, 12);
	});

	it('gives every service its part, and all of it, whatever is turned', () => {
		fc.assert(
			fc.property(
				fc.record({
					referralPercent: fc.option(fc.integer({ min: 0, max: 100 })),
					tariffPercent: fc.integer({ min: -50, max: 100 }),
					membersPercent: fc.integer({ min: -50, max: 100 }),
					unpaid: fc.subarray(['outpatient', 'ambulance'] as ServiceId[])
				}),
				(levers) => {
					const { weights } = known(levers);
					expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
					for (const { isPaid, weight } of weights) expect(weight > 0).toBe(isPaid);
				}
			)
		);
	});

	it('says which lever cannot be judged', () => {
		expect(turn({ tariffPercent: 5 }, { base: null })).toEqual({ missing: 'rates' });
		expect(turn({ referralPercent: 5 }, { base: { ...base, referral: null } })).toEqual({
			missing: 'referral'
		});
		expect(turn({ unpaid: ['icu'] }, { shares: [] })).toEqual({ missing: 'services' });
		expect(turn({ unpaid: ['outpatient', 'inpatient-3', 'ambulance'] })).toEqual({ missing: 'services' });
		expect(turn({}, { base: null, shares: [] })).toMatchObject({ weights: [] });
	});
});

describe('splitRupiah', () => {
	it('adds up to the rupiah', () => {
		fc.assert(
			fc.property(
				fc.nat(1e13),
				fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 8 }),
				(amount, raw) => {
					const sum = raw.reduce((all, one) => all + one, 0);
					const parts = splitRupiah(
						amount,
						raw.map((one) => one / sum)
					);
					expect(parts.reduce((all, one) => all + one, 0)).toBe(amount);
					parts.forEach((part, place) =>
						expect(Math.abs(part - (amount * (raw[place] ?? 0)) / sum)).toBeLessThan(2)
					);
				}
			)
		);
		expect(splitRupiah(0, [])).toEqual([]);
	});
});
