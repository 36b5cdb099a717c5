import type { Component } from 'svelte';

export interface NavItem {
	href: string;
	text: string;
	/** For the foot of a phone, where up to six stand side by side. */
	short?: string;
	icon: Component<{ class?: string; 'aria-hidden'?: 'true' }>;
	/** Set where each look is written down: then nothing is fetched before it is chosen. */
	isLookLogged?: boolean;
	/** It answers a question that must be known at a glance: it is never put away in a menu. */
	isAnswer?: boolean;
}

/** The pages of one question. */
export interface NavGroup {
	id: string;
	name: string;
	items: NavItem[];
}

export interface ShellWords {
	appName: string;
	tagline: string;
	nav: string;
	menu: string;
	/** What the pages are called that are put away beside the answer of a group, by its name. */
	more: (group: string) => string;
	skip: string;
	/** The other language, in its own tongue. */
	language: string;
	languageHint: string;
	/** `lang` of the other language, so that it is read out rightly. */
	languageTag: string;
	theme: string;
	asOf: string;
	asOfGo: string;
	foot: string;
	/** To the own account, or to the sign-in page. */
	account: { href: string; text: string };
}

/** The date that the page is looked at from. */
export interface AsOf {
	/** The chosen day as `YYYY-MM-DD`; empty for now. */
	day: string;
	/** The last day that may be chosen: today in the city. */
	today: string;
	/** Said in the banner while the page shows the past; null for now. */
	past: string | null;
	back: { href: string; text: string };
	/** The other parameters of the URL, which a new date must not lose. */
	keep: readonly (readonly [string, string])[];
}
