/** Rows of the store as use on one basis for each item and month. */
import { chooseBasis } from '../../analytics/basis/one-basis.ts';
import { city, unknownArea } from '../../domain/area.ts';
import type { Counted } from '../../domain/basis.ts';
import type { ItemUse, UseTally } from '../store/drug-queries.ts';
import type { DrugFilter } from './drug-filter.ts';

export type UseRows = {
	filter: DrugFilter;
	feedStart: string | null;
	uses: readonly ItemUse[];
	tallies: readonly UseTally[];
};

const keyOf = (item: string, month: string) => `${item}\u0001${month}`;
/** All LPLPO reports and facility tallies of a month, summed by the store. */
const summed = 'facilities';

/** Units used of an item in a month; null where nobody counted. */
export function chooseUses({
	filter,
	feedStart,
	uses,
	tallies
}: UseRows): (item: string, month: string) => Counted | null {
	const usesByKey = new Map(uses.map((use) => [keyOf(use.item, use.month), use]));
	const talliesByKey = new Map<string, UseTally[]>();
	for (const tally of tallies.filter(({ area }) => isInScope(filter, area))) {
		const key = keyOf(tally.code, tally.period);
		talliesByKey.set(key, [...(talliesByKey.get(key) ?? []), tally]);
	}
	return (item, month) => {
		const use = usesByKey.get(keyOf(item, month));
		const cityWide = (talliesByKey.get(keyOf(item, month)) ?? []).map((tally) => ({
			...tally,
			// Of a kecamatan alone, its count is the whole that is asked for.
			area: filter.kecamatan === null ? tally.area : city.code
		}));
		return chooseBasis({
			whole: city.code,
			parts: [],
			unknownPart: unknownArea,
			isCovered: feedStart !== null && feedStart <= month,
			visits: new Map(use && use.dispensed !== 0 ? [[unknownArea, use.dispensed]] : []),
			visitsOfCounting: new Map(use ? [[summed, new Map([[unknownArea, use.replaced]])]] : []),
			own:
				use && use.ownCounts > 0
					? [{ reporter: summed, area: city.code, value: use.own, facilities: use.ownCounts }]
					: [],
			cityWide
		}).whole;
	};
}

/** A count of the city says nothing of one facility, nor of one kecamatan unless it names it. */
function isInScope({ facility, kecamatan }: DrugFilter, area: string): boolean {
	if (facility !== null) return false;
	return kecamatan === null || area === kecamatan;
}
