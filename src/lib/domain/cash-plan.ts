const monthsAYear = 12;

/** A year's money in twelve equal parts, where nobody planned by month: whole rupiah that add up to it. */
export function yearTwelfths(amountRupiah: number): number[] {
	const until = (month: number) => Math.round((amountRupiah * month) / monthsAYear);
	return Array.from({ length: monthsAYear }, (_, month) => until(month + 1) - until(month));
}
