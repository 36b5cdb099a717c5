import Activity from '@lucide/svelte/icons/activity';
import BedDouble from '@lucide/svelte/icons/bed-double';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Cable from '@lucide/svelte/icons/cable';
import Pill from '@lucide/svelte/icons/pill';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Upload from '@lucide/svelte/icons/upload';
import Users from '@lucide/svelte/icons/users';
import Wallet from '@lucide/svelte/icons/wallet';
import type { Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { NavItem, ShellWords } from '$lib/ui/shell';

/** In the order of the bar; on a phone the first four stand at the foot, the rest in the menu. */
export function navItems(): NavItem[] {
	return [
		{ href: '/', text: m.nav_overview(), icon: LayoutDashboard },
		{ href: '/beds', text: m.nav_beds(), short: m.nav_beds_short(), icon: BedDouble },
		{ href: '/diseases', text: m.nav_diseases(), icon: Activity },
		{ href: '/drugs', text: m.nav_drugs(), icon: Pill },
		{ href: '/budget', text: m.nav_budget(), icon: Wallet },
		{ href: '/quality', text: m.nav_quality(), icon: ShieldCheck },
		{ href: '/upload', text: m.upload_nav(), icon: Upload },
		{ href: '/connect', text: m.connect_nav(), icon: Cable },
		{ href: '/public', text: m.nav_public(), icon: Users }
	];
}

export function shellWords(locale: Locale): ShellWords {
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
		foot: m.shell_about()
	};
}
