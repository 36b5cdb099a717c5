/**
 * What was dispensed in visits, as a viewer may know it. One unit is one person at most, and some items are given for one
 * disease only: who sees totals of persons is told dispensed units in steps of five, and of small amounts none. What
 * facilities report of their own stock by the month is no count of persons.
 */
import { blurCount } from '../../domain/blur.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ItemUse } from '../store/drug-queries.ts';
import { seesOnlyTotals } from './frozen.ts';

export function shownUses(viewer: Viewer, uses: readonly ItemUse[]): ItemUse[] {
	if (!seesOnlyTotals(viewer)) return [...uses];
	return uses.map((use) => ({
		...use,
		dispensed: blurCount(use.dispensed),
		replaced: blurCount(use.replaced),
		holdersUse: blurCount(use.holdersUse)
	}));
}
