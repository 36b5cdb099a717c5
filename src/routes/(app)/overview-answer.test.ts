import { expect, it } from 'vitest';
import { moneyTrends } from './money-trends';
import { weekName } from './overview-answer';

it.each([
	['2026-11-15', '15–21 Nov'],
	['2026-11-29', '29 Nov–5 Des']
])('names the week of %s by its days: %s', (sunday, name) => {
	expect(weekName('id', sunday)).toBe(name);
});

it('ends the sparklines with the last settled month and never falls below nought', () => {
	const month = (committedRupiah: number, paidRupiah: number, isSettled: boolean) => ({
		month: '',
		committedRupiah,
		paidRupiah,
		isSettled
	});
	const trends = moneyTrends({
		months: [month(10, 20, true), month(30, 5, true), month(1, 50, false)],
		ceilingRupiah: 120
	});
	expect(trends).toEqual({ committed: [10, 40], unpaid: [0, 15], plan: [10, 20] });
});
