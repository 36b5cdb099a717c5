import type { Page } from './access.ts';

/** The pages that can be looked at as they stood at the end of a past day; the others show the present only. */
export const datedPages: readonly Page[] = [
	...(['/', '/beds', '/diseases', '/diseases/signals', '/diseases/lines', '/drugs', '/budget'] as const),
	...(['/claims', '/members', '/quality', '/connect', '/public', '/evaluation'] as const)
];

/** Sections of a dated page that have an address of their own and a past as well. */
const datedSections = [
	...['/budget/owed', '/budget/delay', '/budget/drivers'],
	...['/budget/capitation', '/budget/recap', '/budget/plan', '/budget/next-year'],
	...['/drugs/forecast', '/drugs/plan']
];

export const hasPast = (path: string): boolean => [...datedPages, ...datedSections].includes(path);
