/** Cases of diseases by month, for the morbidity method: counted by month, else put together from whole weeks. */
import { epiWeekStart, addDays, eachDay, addMonths, eachMonth } from '../../domain/period.ts';
import type { Transaction } from '../store/bulk.ts';
import type { Span } from '../store/disease-queries.ts';
import { countDiseases, type Figures } from './count-diseases.ts';

const weekDays = 7;

/**
 * Cases of each group in each month, the city's; null where a month is known neither by itself nor by all its weeks. A week's
 * cases are spread evenly over its days.
 *
 * @param span first days of the first and the last month
 */
export async function readMonthlyCases(
	tx: Transaction,
	groups: readonly string[],
	{ from, to }: Span,
	isFacility: (code: string) => boolean
): Promise<Map<string, (number | null)[]>> {
	const until = addDays(addMonths(to, 1), -1);
	const asked = { groups, asOf: null, facility: null, isFacility };
	const byMonth = await countDiseases(tx, { ...asked, grain: 'month', span: { from, to: until } });
	const weeks = { from: epiWeekStart(from), to: until };
	const byWeek = await countDiseases(tx, { ...asked, grain: 'week', span: weeks });
	const months = eachMonth(from, to);
	return new Map(
		groups.map((group) => [
			group,
			months.map((month) => known(byMonth, group, month) ?? fromWeeks(byWeek, group, month))
		])
	);
}

function known(figures: Figures, group: string, period: string): number | null {
	const { whole } = figures(group, period);
	return whole && !whole.isPartial ? whole.value : null;
}

function fromWeeks(figures: Figures, group: string, month: string): number | null {
	let sum = 0;
	for (const day of eachDay(month, addDays(addMonths(month, 1), -1))) {
		const week = known(figures, group, epiWeekStart(day));
		if (week === null) return null;
		sum += week / weekDays;
	}
	return sum;
}
