import { expect, it } from 'vitest';
import { sparklinePath } from './sparkline';

it('draws from nought at the foot to the top value', () => {
	expect(sparklinePath([0, 5, 10], 10)).toBe('M0 32L50 17L100 2');
});

it('breaks the line at a missing value instead of falling to nought', () => {
	expect(sparklinePath([10, null, 10], 10)).toBe('M0 2M100 2');
});

it('draws nothing from nothing', () => {
	expect(sparklinePath([], 1)).toBe('');
});
