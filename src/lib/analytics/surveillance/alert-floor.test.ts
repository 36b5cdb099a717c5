import { describe, expect, it } from 'vitest';
import { reachesFloor, usualFloor } from './alert-floor.ts';

describe('reachesFloor', () => {
	it('does not take one case after none for news', () => {
		expect(reachesFloor([0, 0, 0, 1], 3, usualFloor)).toBe(false);
		expect(reachesFloor([0, 0, 0, 5], 3, usualFloor)).toBe(true);
	});

	it('looks back four observations and no further', () => {
		expect(reachesFloor([9, 1, 1, 1, 1], 4, usualFloor)).toBe(false);
		expect(reachesFloor([9, 2, 1, 1, 1], 4, usualFloor)).toBe(true);
	});

	it('counts nothing for what nobody reported, and manages before four observations', () => {
		expect(reachesFloor([4, null], 1, usualFloor)).toBe(false);
		expect(reachesFloor([5], 0, usualFloor)).toBe(true);
		expect(reachesFloor([null], 0, [0, 1])).toBe(true);
	});
});
