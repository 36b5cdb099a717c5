import type { ChainArrow, ChainDrugs } from '../../../protocol/views/chain.ts';

const prefix = 'scenario.drug.';

/** Of the items that an event asks for, the one with the most more units (the first of equals); null where it asks for none. */
export function drugsOf(arrows: readonly Pick<ChainArrow, 'key' | 'result'>[]): ChainDrugs | null {
	const drugs = arrows.filter(({ key }) => key.startsWith(prefix));
	const [most] = drugs.toSorted((a, b) => b.result.value - a.result.value);
	if (!most) return null;
	const { value, lower80, upper80 } = most.result;
	return { item: most.key.slice(prefix.length), units: { value, lower80, upper80 }, items: drugs.length };
}
