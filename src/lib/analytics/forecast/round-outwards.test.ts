import { describe, expect, it } from 'vitest';
import { roundOutwards } from './round-outwards.ts';

describe('roundOutwards', () => {
	it('widens intervals to whole units and rounds the mean', () => {
		const bounds = {
			lower80: Float64Array.of(1.6),
			upper80: Float64Array.of(3.2),
			lower95: Float64Array.of(0.9),
			upper95: Float64Array.of(4)
		};
		const rounded = roundOutwards({ mean: Float64Array.of(2.4), ...bounds });
		expect(Object.values(rounded).map(([value]) => value)).toEqual([2, 1, 4, 0, 4]);
	});
});
