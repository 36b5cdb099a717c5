import { describe, expect, it } from 'vitest';
import { extrapolateSigma } from './extrapolate-sigma.ts';

describe('extrapolateSigma', () => {
	it("follows Mack's rule: the smallest of the two before and their continued fall", () => {
		expect(extrapolateSigma([4, 2, null], 'Mack')).toEqual([4, 2, 1]);
		expect(extrapolateSigma([2, 4, null], 'Mack')).toEqual([2, 4, 2]);
		expect(extrapolateSigma([4, 2, null, null], 'Mack')).toEqual([4, 2, 1, 0.5]);
	});

	it('draws a clear decline on along its line', () => {
		const [, , , , last] = extrapolateSigma([16.1, 8, 3.9, 2, null], 'log-linear');
		expect(last).toBeCloseTo(1, 1);
	});

	it("takes Mack's rule where no decline is to be seen, or too little of it", () => {
		const noDecline = [3, 9, 2, 8, null];
		expect(extrapolateSigma(noDecline, 'log-linear')).toEqual(extrapolateSigma(noDecline, 'Mack'));
		expect(extrapolateSigma([4, 2, null], 'log-linear')).toEqual([4, 2, 1]);
	});

	it('answers 0 where the spread has been 0, and repeats a single sigma', () => {
		expect(extrapolateSigma([1, 0, 0, null], 'Mack')).toEqual([1, 0, 0, 0]);
		expect(extrapolateSigma([5, null], 'Mack')).toEqual([5, 5]);
	});

	it('refuses where nothing shows any spread', () => {
		expect(() => extrapolateSigma([null, null], 'Mack')).toThrow('no spread');
	});
});
