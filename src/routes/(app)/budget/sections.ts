/** The sections of the budget, each with an address of its own. */
import { m } from '$lib/i18n/paraglide/messages.js';

export const budgetSections = (): { path: string; text: string }[] => [
	{ path: '/budget', text: m.money_nav_main() },
	{ path: '/budget/owed', text: m.money_nav_owed() },
	{ path: '/budget/delay', text: m.money_nav_delay() },
	{ path: '/budget/drivers', text: m.money_nav_drivers() },
	{ path: '/budget/capitation', text: m.money_nav_capitation() },
	{ path: '/budget/recap', text: m.money_nav_recap() },
	{ path: '/budget/plan', text: m.money_nav_plan() },
	{ path: '/budget/next-year', text: m.nextyear_nav() }
];

/** What every section understands goes along; the rest belongs to one. */
const shared = ['asOf', 'year', 'facility', 'service'];

export function hrefOfSection(path: string, query: URLSearchParams): string {
	const kept = new URLSearchParams([...query].filter(([name]) => shared.includes(name)));
	return kept.size > 0 ? `${path}?${kept}` : path;
}
