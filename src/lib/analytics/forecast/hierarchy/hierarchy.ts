import { AnalyticsError } from '../../analytics-error.ts';

/**
 * A series at the bottom and the sums that it is part of: a medicine at a puskesmas, in its item's total and
 * the city's.
 */
export interface HierarchyLeaf {
	readonly id: string;
	/** Every total that holds it, on any level or from crossed groupings. */
	readonly totals: readonly string[];
}

export interface HierarchyTotal {
	readonly id: string;
	/** Places in `Hierarchy.leaves`, ascending. */
	readonly leaves: Int32Array;
}

/** Which series add up to which. Nodes are counted totals first, then leaves, both in order of appearance. */
export interface Hierarchy {
	readonly totals: readonly HierarchyTotal[];
	readonly leaves: readonly string[];
	/** All ids in node order. */
	readonly nodes: readonly string[];
}

/**
 * Reads the summing structure off the leaves.
 *
 * @param leaves at least one; their order fixes the order of every answer
 * @throws AnalyticsError `too-short` for none, `bad-shape` with the index for an id that stands twice, or is
 * both leaf and total. Cost: linear in the memberships.
 */
export function buildHierarchy(leaves: readonly HierarchyLeaf[]): Hierarchy {
	if (leaves.length === 0) throw new AnalyticsError('too-short', 'A hierarchy needs at least one leaf.');
	const members = new Map<string, number[]>();
	leaves.forEach(({ id, totals }, index) => {
		for (const total of totals) {
			const places = members.get(total) ?? [];
			if (places.at(-1) === index)
				throw new AnalyticsError('bad-shape', `Leaf ${id} names the total ${total} twice.`, index);
			places.push(index);
			members.set(total, places);
		}
	});
	const seen = new Set(members.keys());
	leaves.forEach(({ id }, index) => {
		if (seen.has(id)) throw new AnalyticsError('bad-shape', `The id ${id} stands for two nodes.`, index);
		seen.add(id);
	});
	const totals = [...members].map(([id, places]) => ({ id, leaves: Int32Array.from(places) }));
	const ids = leaves.map(({ id }) => id);
	return { totals, leaves: ids, nodes: [...totals.map(({ id }) => id), ...ids] };
}

/**
 * The sums of given leaves: one value a node.
 *
 * @param leafValues as many as leaves, finite
 * @throws AnalyticsError `bad-shape` for another number of values. Cost: linear in the memberships.
 */
export function sumLeaves({ totals, leaves }: Hierarchy, leafValues: Float64Array): Float64Array {
	if (leafValues.length !== leaves.length)
		throw new AnalyticsError('bad-shape', `${leafValues.length} values do not fit ${leaves.length} leaves.`);
	const nodes = new Float64Array(totals.length + leaves.length);
	totals.forEach(({ leaves: places }, i) => {
		let sum = 0;
		for (const place of places) sum += leafValues[place] as number; // places of leaves
		nodes[i] = sum;
	});
	nodes.set(leafValues, totals.length);
	return nodes;
}
