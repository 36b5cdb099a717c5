import { describe, expect, it } from 'vitest';
import { onLogScale } from './log-scale.ts';
import { fitSeasonalNaive } from './seasonal-naive.ts';
import { combineSpreads } from './spread.ts';

describe('combineSpreads', () => {
	it('lets logarithmic members reach further up than down', () => {
		const values = Float64Array.from({ length: 40 }, (_, t) => 100 * 1.3 ** (((t * 7) % 5) - 2));
		const model = onLogScale(fitSeasonalNaive)(values, 12);
		const [spread] = combineSpreads([model], [1], model.mean(1));
		expect(spread?.up).toBeGreaterThan(spread?.down ?? Infinity);
		expect(spread?.down).toBeLessThan(model.mean(1)[0] ?? 0);
	});
});
