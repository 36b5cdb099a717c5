import type { Page } from './access.ts';

/** The pages that can be looked at as they stood at the end of a past day; the others show the present only. */
export const datedPages: readonly Page[] = [
	...(['/', '/beds', '/diseases', '/diseases/signals', '/diseases/lines', '/drugs', '/budget'] as const),
	...(['/claims', '/members', '/quality', '/connect', '/public'] as const)
];
