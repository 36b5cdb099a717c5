import type { Page } from '../../src/lib/domain/access.ts';

/** Every page that the navigation offers to whom it opens; all others are come to from one of these. */
export const offeredPages: readonly Page[] = [
	'/',
	'/beds',
	'/diseases',
	'/diseases/signals',
	'/drugs',
	'/budget',
	'/claims',
	'/chain',
	'/evaluation',
	'/eligibility',
	'/sjp',
	'/members',
	'/people',
	'/complaints',
	'/quality',
	'/upload',
	'/connect',
	'/accounts',
	'/trail',
	'/public',
	'/report'
];
