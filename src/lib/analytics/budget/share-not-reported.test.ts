import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NotReportedRequest, shareNotReported } from './share-not-reported.ts';

const total = { p10: 700, p50: 1000, p90: 1400 };
const request = (change: Partial<NotReportedRequest> = {}): NotReportedRequest => ({
	parts: [
		{ key: 'a', billed: [1000, 900, 500] },
		{ key: 'b', billed: [3000, 2700, 1500] }
	],
	billedShares: [1, 0.9, 0.5],
	dispersion: 0,
	worth: 1,
	total,
	...change
});

describe('shareNotReported', () => {
	it('divides the programme’s estimate by what each one’s own bills say is missing', () => {
		// a: 900 × 0.1 ÷ 0.9 + 500 × 0.5 ÷ 0.5 = 600; b three times as much.
		expect(shareNotReported(request())).toEqual([
			{ key: 'a', p10: 175, p50: 250, p90: 350 },
			{ key: 'b', p10: 525, p50: 750, p90: 1050 }
		]);
	});

	it('takes a month without bills at the level of the part’s telling months', () => {
		const [a, b] = shareNotReported(
			request({
				parts: [
					{ key: 'a', billed: [1000, 0] },
					{ key: 'b', billed: [1000, 10] }
				],
				billedShares: [1, 0.01]
			})
		);
		expect([a?.p50, b?.p50]).toEqual([500, 500]);
	});

	it('is relatively less sure of a small part than of a large one, and never surer than of the whole', () => {
		const [small, large] = shareNotReported(request({ dispersion: 200 }));
		const width = (part: { p10: number; p50: number; p90: number } | undefined) =>
			part ? (part.p90 - part.p10) / part.p50 : 0;
		expect(width(small)).toBeGreaterThan(width(large));
		expect(width(large)).toBeGreaterThanOrEqual(0.7);
	});

	it('gives nobody anything where no bill says that anything is missing', () => {
		const parts = shareNotReported(request({ billedShares: [1, 1, 1] }));
		expect(parts.every(({ p10, p50, p90 }) => p10 === 0 && p50 === 0 && p90 === 0)).toBe(true);
	});

	it('adds up to the programme to the rupiah, with ordered ends, whatever the bills', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(fc.nat(1e11), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 30 }),
				fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), { minLength: 3, maxLength: 3 }),
				fc.nat(1e12),
				(bills, billedShares, p50) => {
					const parts = bills.map((billed, index) => ({ key: String(index), billed }));
					const told = shareNotReported(
						request({ parts, billedShares, total: { p10: p50 * 0.8, p50, p90: p50 * 1.3 }, dispersion: 1e6 })
					);
					const sum = told.reduce((all, part) => all + part.p50, 0);
					const isAnyBilled = bills.some((billed) => billed.some((amount) => amount > 0));
					if (isAnyBilled && sum > 0) expect(sum).toBe(p50);
					if (!isAnyBilled) expect(sum).toBe(0);
					for (const { p10, p50: middle, p90 } of told) {
						expect(p10).toBeLessThanOrEqual(middle);
						expect(middle).toBeLessThanOrEqual(p90);
					}
				}
			)
		);
	});

	it('refuses months that do not fit the shares, and what is no number', () => {
		expect(() => shareNotReported(request({ billedShares: [1] }))).toThrow(/Part 0 has 3 months/);
		expect(() => shareNotReported(request({ billedShares: [1, NaN, 0.5] }))).toThrow(/Month 1 of part 0/);
	});
});
