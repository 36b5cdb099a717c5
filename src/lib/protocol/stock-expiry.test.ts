import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stockData } from './events.ts';
import { isFieldReason } from './refusals.ts';

const report = (expiring: unknown, closing = 100) => ({
	...{ item: 'oralit', month: '2026-10', opening: 100, received: 50, used: 50, closing },
	...(expiring !== undefined && { expiring })
});
const firstReason = (expiring: unknown, closing?: number) => {
	const issue = stockData.safeParse(report(expiring, closing)).error?.issues[0];
	return issue && [issue.path.join('.'), issue.code === 'custom' ? issue.message : issue.code];
};

describe('what expires of a stock', () => {
	it('may be left out, be unknown, or be up to all of it', () => {
		for (const expiring of [undefined, null, [], [{ month: '2026-12', quantity: 100 }]])
			expect(stockData.safeParse(report(expiring)).success).toBe(true);
	});

	it('is never more than there is, over all its months', () => {
		const months = ['2026-12', '2027-01', '2027-02'];
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 }),
				fc.nat(200),
				(quantities, closing) => {
					const lots = quantities.map((quantity, place) => ({ month: months[place], quantity }));
					const sum = quantities.reduce((total, quantity) => total + quantity, 0);
					expect(firstReason(lots, closing)).toEqual(sum > closing ? ['expiring', 'above-stock'] : undefined);
				}
			)
		);
	});

	it('is refused with its place where it names a month twice, none, or nothing', () => {
		const lot = { month: '2026-12', quantity: 1 };
		expect(firstReason([lot, lot])).toEqual(['expiring', 'repeated-month']);
		expect(firstReason([{ ...lot, month: '2026-13' }])?.[0]).toBe('expiring.0.month');
		expect(firstReason([{ quantity: 5 }])?.[0]).toBe('expiring.0.month');
		expect(firstReason([{ ...lot, quantity: 0 }])).toEqual(['expiring.0.quantity', 'too_small']);
		expect(firstReason([{ ...lot, quantity: 1.5 }])?.[0]).toBe('expiring.0.quantity');
		expect(firstReason(Array.from({ length: 61 }, () => lot))).toEqual(['expiring', 'too_big']);
		expect(firstReason('2026-12')?.[0]).toBe('expiring');
	});

	it('is refused in words that the table of reasons knows', () => {
		expect(['above-stock', 'repeated-month'].every(isFieldReason)).toBe(true);
	});
});
