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
import type { NavItem, ShellWords } from '$lib/ui/shell';

/** What opens to this role, in the order of the bar; on a phone the first four stand at the foot, the rest in the menu. */
export function navItems(role: Viewer['role']): NavItem[] {
	return allItems().filter(({ page }) => role === 'system' || mayOpen(role, page));
}

function allItems(): (NavItem & { page: Page })[] {
	return [
		{ page: '/', href: '/', text: m.nav_overview(), icon: LayoutDashboard },
		{ page: '/beds', href: '/beds', text: m.nav_beds(), short: m.nav_beds_short(), icon: BedDouble },
		{ page: '/eligibility', href: '/eligibility', text: m.sjp_nav_check(), icon: BadgeCheck },
		{ page: '/sjp', href: '/sjp', text: m.sjp_nav(), icon: ScrollText, isLookLogged: true },
		{ page: '/diseases', href: '/diseases', text: m.nav_diseases(), icon: Activity },
		{ page: '/drugs', href: '/drugs', text: m.nav_drugs(), icon: Pill },
		{ page: '/budget', href: '/budget', text: m.nav_budget(), icon: Wallet },
		{ page: '/chain', href: '/chain', text: m.chain_nav(), icon: GitBranch },
		{ page: '/evaluation', href: '/evaluation', text: m.evaluation_nav(), icon: ClipboardCheck },
		{ page: '/claims', href: '/claims', text: m.claims_nav(), icon: ReceiptText, isLookLogged: true },
		{ page: '/members', href: '/members', text: m.members_nav(), icon: IdCard },
		{ page: '/diseases/signals', href: '/diseases/signals', text: m.signals_nav(), icon: Siren },
		{ page: '/quality', href: '/quality', text: m.nav_quality(), icon: ShieldCheck, isLookLogged: true },
		{ page: '/accounts', href: '/accounts', text: m.accounts_nav(), icon: UserCog },
		{ page: '/trail', href: '/trail', text: m.trail_nav(), icon: Footprints, isLookLogged: true },
		{ page: '/people', href: '/people', text: m.people_nav(), icon: UserSearch },
		{ page: '/upload', href: '/upload', text: m.upload_nav(), icon: Upload },
		{ page: '/connect', href: '/connect', text: m.connect_nav(), icon: Cable, isLookLogged: true },
		{
			page: '/complaints',
			href: '/complaints',
			text: m.complaints_nav(),
			icon: MessageSquareWarning,
			isLookLogged: true
		},
		{ page: '/report', href: '/report', text: m.complaints_nav_report(), icon: MessageSquareWarning },
		{ page: '/public', href: '/public', text: m.nav_public(), icon: Users }
	];
}

/** @param person who is signed in, as colleagues call them; null for nobody. */
export function shellWords(locale: Locale, person: string | null): ShellWords {
	return {
		appName: m.app_name(),
		tagline: m.app_tagline(),
		nav: m.nav_label(),
		menu: m.nav_menu(),
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
