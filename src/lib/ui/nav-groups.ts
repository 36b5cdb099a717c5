import type { NavGroup, NavItem } from './shell';

/** So many names stand in one row of a desk's screen; more are put away by group. */
const mostInARow = 10;
/** At a phone's foot beside the menu. */
const leastAtFoot = 4;
const mostAtFoot = 5;

export const itemsOf = (groups: readonly NavGroup[]): NavItem[] => groups.flatMap(({ items }) => items);

/** Are they so few that each stands open in the row? */
export const isFlat = (groups: readonly NavGroup[]): boolean => itemsOf(groups).length <= mostInARow;

/** Of a group what stands in the row by itself, and what is put away behind the group's name. */
export function shownOf({ items }: NavGroup): { inRow: NavItem[]; away: NavItem[] } {
	if (items.length === 1) return { inRow: items, away: [] };
	return { inRow: items.filter(({ isAnswer }) => isAnswer), away: items.filter(({ isAnswer }) => !isAnswer) };
}

/** What stands at a phone's foot: every answer, one tap away; where these are few, the first of the rest beside them. */
export function footOf(groups: readonly NavGroup[]): NavItem[] {
	const items = itemsOf(groups);
	const answers = items.filter(({ isAnswer }) => isAnswer).slice(0, mostAtFoot);
	const rest = items.filter(({ isAnswer }) => !isAnswer);
	return [...answers, ...rest.slice(0, Math.max(0, leastAtFoot - answers.length))];
}
