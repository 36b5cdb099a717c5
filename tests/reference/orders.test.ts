import { describe, expect, it } from 'vitest';
import { regularGroups } from './forecast-scores.ts';
import { type OrderRule, scoreOrders } from './order-scores.ts';
import { hasReference, sayWhenMissing } from './reference-data.ts';

sayWhenMissing('orders');

/** Medicines of the Australian Pharmaceutical Benefits Scheme and a hospital's monthly counts: six years ordered a series. */
describe.skipIf(!hasReference)('orders of medicines for a year that came', () => {
	const scores = hasReference ? scoreOrders(regularGroups) : [];
	const of = (rule: OrderRule) => {
		const found = scores.find((score) => score.rule === rule);
		if (!found) throw new Error(`no orders by ${rule}`);
		return found;
	};

	it('suffice in 92 to 98 of 100 years where 95 were promised', () => {
		expect(of('P95').sufficed).toBeGreaterThanOrEqual(0.92);
		expect(of('P95').sufficed).toBeLessThanOrEqual(0.98);
	});

	it('cost less than ordering last year’s use, with the usual buffer or without', () => {
		expect(of('P95').cost).toBeLessThan(of('last year').cost);
		expect(of('P95').cost).toBeLessThan(of('last year + 20 %').cost);
		expect(of('P50').over + of('P50').under).toBeLessThan(of('last year').over + of('last year').under);
	});
});
