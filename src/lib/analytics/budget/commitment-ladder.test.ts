import { describe, expect, it } from 'vitest';
import { buildLadder } from './commitment-ladder.ts';

const standing = { paidRupiah: 500, approvedRupiah: 120, verifiedRupiah: 80, inVerificationRupiah: 60 };

describe('buildLadder', () => {
	it('climbs from what is paid to what no bill shows yet, and adds up', () => {
		const { rungs, totalRupiah, unpaidRupiah, interval } = buildLadder(
			standing,
			Float64Array.of(100, 200, 300)
		);
		expect(rungs.map(({ name, sumRupiah }) => [name, sumRupiah])).toEqual([
			['paid', 500],
			['approved', 620],
			['verified', 700],
			['in-verification', 760],
			['not-reported', 960]
		]);
		expect(totalRupiah).toBe(960);
		expect(unpaidRupiah).toBe(460);
		expect(rungs.reduce((sum, { rupiah }) => sum + rupiah, 0)).toBe(totalRupiah);
		expect(interval).toEqual({ lower80: 880, upper80: 1040, lower95: 865, upper95: 1055 });
	});

	it('ends at the bills, without an interval, where nothing can be said of the rest', () => {
		const { rungs, totalRupiah, interval } = buildLadder(standing, null);
		expect(rungs).toHaveLength(4);
		expect(totalRupiah).toBe(760);
		expect(interval).toBeNull();
	});

	it('refuses NaN, debts below 0 and no world', () => {
		expect(() => buildLadder({ ...standing, verifiedRupiah: NaN }, null)).toThrow(
			'What is verified is no number.'
		);
		expect(() => buildLadder({ ...standing, paidRupiah: -1 }, null)).toThrow(
			expect.objectContaining({ index: 0 })
		);
		expect(() => buildLadder(standing, new Float64Array())).toThrow('no simulated world');
		expect(() => buildLadder(standing, Float64Array.of(1, NaN))).toThrow(
			expect.objectContaining({ index: 1 })
		);
	});
});
