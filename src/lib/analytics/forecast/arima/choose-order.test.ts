import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../stats/generator.ts';
import { chooseArima } from './choose-order.ts';
import { estimateArima } from './estimate.ts';
import type { ArimaOrder } from './order.ts';
import { isWellInside } from './shape.ts';

/** Autoregressive noise of the given strength, about a season of the given height. */
function series(length: number, seed: number, strength: number, height: number): Float64Array {
	const generator = createGenerator(seed);
	let noise = 0;
	return Float64Array.from({ length }, (_, t) => {
		noise = strength * noise + generator.normal();
		return 30 + noise + height * Math.sin((2 * Math.PI * t) / 12);
	});
}

describe('choosing an ARIMA order', () => {
	it('finds a strong autoregression and leaves noise without terms', () => {
		expect(chooseArima(series(300, 1, 0.7, 0), 1).order).toMatchObject({ p: 1, d: 0, q: 0, constant: true });
		expect(chooseArima(series(300, 2, 0, 0), 1).order).toMatchObject({ p: 0, d: 0, q: 0, constant: true });
	});

	it('ends no worse, by AICc, than the models from which it begins', () => {
		const values = series(120, 3, 0.6, 4);
		const found = chooseArima(values, 12);
		const plain: ArimaOrder = { ...found.order, p: 0, q: 0, seasonalP: 0, seasonalQ: 0 };
		const starts = [plain, { ...plain, p: 1, seasonalP: 1 }, { ...plain, q: 1, seasonalQ: 1 }];
		const inside = starts
			.map((order) => estimateArima(values, order))
			.filter(({ shape }) => isWellInside(shape, 1.001));
		for (const { aicc } of inside) expect(found.aicc).toBeLessThan(aicc + 0.2);
		expect(isWellInside(found.shape, 1)).toBe(true);
	});

	it('keeps to its limits', () => {
		const { order } = chooseArima(series(120, 4, 0.6, 4), 12, { maxP: 0, maxSeasonalP: 0, maxSeasonalQ: 1 });
		expect(order.p + order.seasonalP).toBe(0);
		expect(order.seasonalQ).toBeLessThanOrEqual(1);
	});

	it('answers the same for the same values, and does not touch them', () => {
		const values = series(96, 5, 0.5, 2);
		const copy = values.slice();
		const [one, two] = [chooseArima(values, 12), chooseArima(copy, 12)];
		expect(one).toEqual(two);
		expect(values).toEqual(copy);
	});
});
