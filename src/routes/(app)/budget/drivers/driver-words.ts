/** What the waterfall says, in a sentence. */
import { formatDayShort, formatMonth, formatRupiahShort, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { BudgetDriversView, DriverName } from '$lib/protocol/views/budget-drivers';

export const driverName = (driver: DriverName): string =>
	({
		visits: m.money_driver_visits,
		bypass: m.money_driver_bypass,
		delay: m.money_driver_delay,
		cost: m.money_driver_cost
	})[driver]();

/** As a heading: with a capital. */
export function driverTitle(driver: DriverName): string {
	const name = driverName(driver);
	return name.charAt(0).toUpperCase() + name.slice(1);
}

type Driven = Pick<BudgetDriversView, 'months' | 'steps'>;

/** The answer over the picture, where it stands without its full stop. */
export const titleOf = (locale: Locale, driven: Driven): string =>
	answerOf(locale, driven).replace(/\.$/, '');

export function answerOf(locale: Locale, { months, steps }: Driven): string {
	const [before, after] = months;
	if (!before || !after || !steps) return m.money_drivers_answer_none();
	const change = after.billedRupiah - before.billedRupiah;
	const named = { month: formatMonth(locale, after.month), before: formatMonth(locale, before.month) };
	// Of those that pull in the direction of the change, the one that pulls most.
	const [first] = steps.toSorted((a, b) => Math.sign(change) * (b.rupiah - a.rupiah));
	if (change === 0 || !first) return m.money_drivers_answer_same(named);
	const said = {
		...named,
		amount: formatRupiahShort(locale, Math.abs(change)),
		driver: driverName(first.driver)
	};
	return change > 0 ? m.money_drivers_answer_more(said) : m.money_drivers_answer_less(said);
}

export function detailOf(locale: Locale, { months }: BudgetDriversView): string {
	const [before, after] = months;
	if (!before || !after) return m.money_drivers_none_todo();
	return m.money_drivers_detail({
		before: formatMonth(locale, before.month),
		beforeDay: formatDayShort(locale, before.knownUntil),
		month: formatMonth(locale, after.month),
		day: formatDayShort(locale, after.knownUntil)
	});
}
