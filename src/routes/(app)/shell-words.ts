import Activity from '@lucide/svelte/icons/activity';
import BedDouble from '@lucide/svelte/icons/bed-double';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import Footprints from '@lucide/svelte/icons/footprints';
import GitBranch from '@lucide/svelte/icons/git-branch';
import IdCard from '@lucide/svelte/icons/id-card';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import Cable from '@lucide/svelte/icons/cable';
import MessageSquareWarning from '@lucide/svelte/icons/message-square-warning';
import Siren from '@lucide/svelte/icons/siren';
import Pill from '@lucide/svelte/icons/pill';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Upload from '@lucide/svelte/icons/upload';
import UserCog from '@lucide/svelte/icons/user-cog';
import UserSearch from '@lucide/svelte/icons/user-search';
import Users from '@lucide/svelte/icons/users';
import Wallet from '@lucide/svelte/icons/wallet';
import { mayOpen, type Page } from '$lib/domain/access';
import type { Viewer } from '$lib/domain/viewer';
import type { Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import { itemsOf } from '$lib/ui/nav-groups';
import type { NavGroup, NavItem, ShellWords } from '$lib/ui/shell';

/** What opens to this role, by question, in the order of the bar. A group of which nothing opens is not there. */
export function navGroups(role: Viewer['role']): NavGroup[] {
	const opens = ({ page }: PageItem) => role === 'system' || mayOpen(role, page);
	return allGroups()
		.map(({ items, ...group }) => ({ ...group, items: items.filter(opens) }))
		.filter(({ items }) => items.length > 0);
}

/** The same pages without their groups. */
export const navItems = (role: Viewer['role']): NavItem[] => itemsOf(navGroups(role));

type PageItem = NavItem & { page: Page };

function allGroups(): (NavGroup & { items: PageItem[] })[] {
	return [
		{
			id: 'overview',
			name: m.nav_overview(),
			items: [{ ...answer('/', m.nav_overview(), LayoutDashboard), short: m.nav_overview_short() }]
		},
		{
			id: 'beds',
			name: m.nav_beds(),
			items: [{ ...answer('/beds', m.nav_beds(), BedDouble), short: m.nav_beds_short() }]
		},
		{
			id: 'diseases',
			name: m.nav_diseases(),
			items: [
				answer('/diseases', m.nav_diseases(), Activity),
				work('/diseases/signals', m.signals_nav(), Siren)
			]
		},
		{ id: 'drugs', name: m.nav_drugs(), items: [answer('/drugs', m.nav_drugs(), Pill)] },
		{ id: 'money', name: m.nav_group_money(), items: moneyItems() },
		{ id: 'people', name: m.nav_group_people(), items: peopleItems() },
		{ id: 'house', name: m.nav_group_house(), items: houseItems() },
		{
			id: 'public',
			name: m.nav_public(),
			items: [
				work('/public', m.nav_public(), Users),
				work('/report', m.complaints_nav_report(), MessageSquareWarning)
			]
		}
	];
}

const moneyItems = (): PageItem[] => [
	{ ...answer('/budget', m.nav_budget(), Wallet), short: m.nav_budget_short() },
	logged('/claims', m.claims_nav(), ReceiptText),
	{ ...work('/chain', m.chain_nav(), GitBranch), short: m.chain_nav_short() },
	work('/evaluation', m.evaluation_nav(), ClipboardCheck)
];

const peopleItems = (): PageItem[] => [
	work('/eligibility', m.sjp_nav_check(), BadgeCheck),
	logged('/sjp', m.sjp_nav(), ScrollText),
	work('/members', m.members_nav(), IdCard),
	work('/people', m.people_nav(), UserSearch),
	logged('/complaints', m.complaints_nav(), MessageSquareWarning)
];

const houseItems = (): PageItem[] => [
	logged('/quality', m.nav_quality(), ShieldCheck),
	work('/upload', m.upload_nav(), Upload),
	{ ...logged('/connect', m.connect_nav(), Cable), short: m.connect_nav_short() },
	work('/accounts', m.accounts_nav(), UserCog),
	logged('/trail', m.trail_nav(), Footprints)
];

type Icon = NavItem['icon'];
const work = (page: Page, text: string, icon: Icon): PageItem => ({ page, href: page, text, icon });
const answer = (page: Page, text: string, icon: Icon): PageItem => ({
	...work(page, text, icon),
	isAnswer: true
});
const logged = (page: Page, text: string, icon: Icon): PageItem => ({
	...work(page, text, icon),
	isLookLogged: true
});

/** @param person who is signed in, as colleagues call them; null for nobody. */
export function shellWords(locale: Locale, person: string | null): ShellWords {
	return {
		appName: m.app_name(),
		tagline: m.app_tagline(),
		nav: m.nav_label(),
		menu: m.nav_menu(),
		more: (group) => m.nav_more({ group }),
		skip: m.nav_skip(),
		language: m.shell_language(),
		languageHint: m.shell_language_label(),
		languageTag: locale === 'id' ? 'en' : 'id',
		theme: m.shell_theme(),
		asOf: m.shell_as_of(),
		asOfGo: m.shell_as_of_go(),
		foot: m.shell_about(),
		account:
			person === null ? { href: '/login', text: m.account_sign_in() } : { href: '/account', text: person }
	};
}
