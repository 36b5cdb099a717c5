import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raa } from '../../../../tests/fixtures/triangles.ts';
import { benktander, bornhuetterFerguson } from './bornhuetter-ferguson.ts';
import { capeCod } from './cape-cod.ts';
import { readPattern } from './development-pattern.ts';
import { estimateMack } from './mack.ts';

const standing = fc.record({
	latest: fc.double({ min: 0, max: 1e9, noNaN: true }),
	knownShare: fc.double({ min: 0.01, max: 1, noNaN: true })
});

const mack = estimateMack(raa);
const shares = readPattern(mack.factors);
const standings = mack.origins.map(({ latest }, origin) => ({ latest, knownShare: shares[9 - origin] ?? 1 }));
const chainLadder = mack.origins.map(({ ultimate }) => ultimate);

describe('bornhuetterFerguson', () => {
	it('adds to what is known what was expected of the rest', () => {
		expect(bornhuetterFerguson([{ latest: 30, knownShare: 0.25 }], [100])).toEqual([
			{ ultimate: 105, ibnr: 75 }
		]);
	});

	it('answers the chain ladder where that was the prior', () => {
		for (const [origin, { ultimate }] of bornhuetterFerguson(standings, chainLadder).entries())
			expect(ultimate).toBeCloseTo(chainLadder[origin] ?? 0, 6);
	});

	it('refuses lists that do not match, NaN, and a share of 0', () => {
		expect(() => bornhuetterFerguson(standings, [1])).toThrow('10 origins and 1 expectations');
		expect(() => bornhuetterFerguson([{ latest: NaN, knownShare: 1 }], [1])).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 0 })
		);
		expect(() => bornhuetterFerguson([{ latest: 1, knownShare: 0 }], [1])).toThrow('not above 0');
	});
});

describe('benktander', () => {
	it('lies between Bornhuetter–Ferguson and the chain ladder, and ends at the latter', () => {
		fc.assert(
			fc.property(standing, fc.double({ min: 0, max: 1e9, noNaN: true }), (origin, prior) => {
				const [first] = bornhuetterFerguson([origin], [prior]);
				const [second] = benktander([origin], [prior]);
				const [endless] = benktander([origin], [prior], 5000);
				const ladder = origin.latest / origin.knownShare;
				const slack = 1e-9 * (1 + ladder + prior);
				expect(Math.abs((second?.ultimate ?? 0) - ladder)).toBeLessThanOrEqual(
					Math.abs((first?.ultimate ?? 0) - ladder) + slack
				);
				expect(Math.abs((endless?.ultimate ?? 0) - ladder)).toBeLessThanOrEqual(slack);
			})
		);
	});

	it('refuses half a round', () => {
		expect(() => benktander(standings, chainLadder, 0.5)).toThrow('whole number');
	});
});

describe('capeCod', () => {
	it('learns one cost a visit: 60 known of 200 visits half billed', () => {
		const { rates, origins } = capeCod(
			[
				{ latest: 50, knownShare: 0.5 },
				{ latest: 0, knownShare: 0.1 }
			],
			[100, 100]
		);
		expect(rates[0]).toBeCloseTo(50 / 60, 12);
		expect(origins[1]?.ultimate).toBeCloseTo(0.9 * 100 * (50 / 60), 9);
	});

	it('answers the chain ladder where the cost is the same everywhere', () => {
		const even = [0.2, 0.6, 1].map((knownShare) => ({ latest: 300 * knownShare, knownShare }));
		for (const { ultimate } of capeCod(even, [100, 100, 100], 0.8).origins)
			expect(ultimate).toBeCloseTo(300, 9);
	});

	it('lets near origins weigh more with a decay', () => {
		const rising = [10, 20, 40].map((latest) => ({ latest, knownShare: 1 }));
		const { rates } = capeCod(rising, [1, 1, 1], 0.5);
		expect(rates[0]).toBeLessThan(rates[2] ?? 0);
		expect(new Set(capeCod(rising, [1, 1, 1]).rates).size).toBe(1);
	});

	it('scales with the money and not with the count of visits', () => {
		const double = standings.map(({ latest, knownShare }) => ({ latest: 2 * latest, knownShare }));
		const exposures = standings.map((_, origin) => 50 + origin);
		const once = capeCod(standings, exposures).origins;
		const more = capeCod(
			double,
			exposures.map((exposure) => 8 * exposure)
		).origins;
		for (const [origin, { ibnr }] of more.entries())
			expect(ibnr).toBeCloseTo(2 * (once[origin]?.ibnr ?? 0), 6);
	});

	it('refuses where nobody came, and a negative count', () => {
		expect(() => capeCod([{ latest: 1, knownShare: 1 }], [0])).toThrow('No origin has any exposure');
		expect(() => capeCod([{ latest: 1, knownShare: 1 }], [-1])).toThrow(
			expect.objectContaining({ index: 0 })
		);
		expect(() => capeCod([{ latest: 1, knownShare: 1 }], [1], 0)).toThrow('decay');
	});
});

describe('readPattern', () => {
	it('is 1 at the end and grows with factors above 1', () => {
		expect(readPattern([2, 1.25, 1])).toEqual([0.4, 0.8, 1]);
	});

	it('refuses a factor of 0', () => {
		expect(() => readPattern([2, 0])).toThrow(expect.objectContaining({ index: 1 }));
	});
});
