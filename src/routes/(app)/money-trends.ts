import type { OverviewMoney } from '$lib/protocol/views/overview';

const monthsAYear = 12;

/** Sparklines of the year. They end with the last settled month: later ones would fall for want of bills. */
export function moneyTrends({ months, ceilingRupiah }: Pick<OverviewMoney, 'months' | 'ceilingRupiah'>) {
	let committed = 0;
	let paid = 0;
	const settled = months.filter(({ isSettled }) => isSettled);
	const sums = settled.map((month) => {
		committed += month.committedRupiah;
		paid += month.paidRupiah;
		return { committed, unpaid: Math.max(0, committed - paid) };
	});
	return {
		committed: sums.map((sum) => sum.committed),
		/** Served and not paid by the month's end, billed or not by then. */
		unpaid: sums.map((sum) => sum.unpaid),
		plan: ceilingRupiah === null ? [] : settled.map((_, index) => (ceilingRupiah * (index + 1)) / monthsAYear)
	};
}
