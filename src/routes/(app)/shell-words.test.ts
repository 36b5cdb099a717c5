import { describe, expect, it } from 'vitest';
import { firstPage, mayOpen } from '$lib/domain/access';
import { roles, type Role } from '$lib/domain/role';
import { footOf, isFlat, shownOf } from '$lib/ui/nav-groups';
import { offeredPages } from '../../../tests/support/offered-pages';
import { navGroups, navItems } from './shell-words';

const hrefsOf = (items: readonly { href: string }[]) => items.map(({ href }) => href);
const opensTo = (role: Role) => offeredPages.filter((page) => mayOpen(role, page)).sort();

describe.each(roles)('the navigation of %s', (role) => {
	it('offers every page that opens to this role, once', () => {
		expect(hrefsOf(navItems(role)).sort()).toEqual(opensTo(role));
	});

	it('puts nothing away that it does not also list, and no answer at all', () => {
		const shown = navGroups(role).map(shownOf);
		const all = shown.flatMap(({ inRow, away }) => [...inRow, ...away]);
		expect(hrefsOf(all).sort()).toEqual(opensTo(role));
		expect(shown.flatMap(({ away }) => away).filter(({ isAnswer }) => isAnswer)).toEqual([]);
	});

	it('has every answer at the foot of a phone, and where it begins among as many as fit', () => {
		const foot = footOf(navGroups(role));
		const answers = navItems(role).filter(({ isAnswer }) => isAnswer);
		expect(hrefsOf(foot)).toEqual(expect.arrayContaining(hrefsOf(answers)));
		expect(hrefsOf(foot)).toContain(firstPage[role]);
		expect(foot.length).toBeLessThanOrEqual(5);
		expect(foot.length).toBeGreaterThanOrEqual(Math.min(4, navItems(role).length));
		expect(new Set(hrefsOf(foot)).size).toBe(foot.length);
	});
});

describe('a planner', () => {
	it('finds the five answers in the row, and the rest by question', () => {
		const groups = navGroups('planner');
		expect(isFlat(groups)).toBe(false);
		expect(hrefsOf(groups.flatMap((group) => shownOf(group).inRow))).toEqual([
			'/',
			'/beds',
			'/diseases',
			'/drugs',
			'/budget'
		]);
		expect(hrefsOf(footOf(groups))).toEqual(['/', '/beds', '/diseases', '/drugs', '/budget']);
	});
});

it('leaves the row of everybody with few pages as it is', () => {
	expect(roles.filter((role) => !isFlat(navGroups(role)))).toEqual(['planner']);
});
