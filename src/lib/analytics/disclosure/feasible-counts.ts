/**
 * What somebody can work out who has several published counts and knows which add up to which: the attacker against whom
 * frozen tables are checked.
 */
export type Interval = { low: number; high: number };

/** The counts at `parts` add up to the one at `whole`. */
export type Sum = { whole: number; parts: readonly number[] };

/**
 * Narrows each count to what all sums leave possible (bounds propagation to its fixed point, as in audit of statistical
 * tables: Hundepool et al., Statistical Disclosure Control, 2012, ch. 4). Exact for one sum and for sums that nest;
 * for sums that cross it may leave more possible than a linear programme would, and never less.
 *
 * @param known lowest and highest possible value of each count, whole numbers; not changed
 * @param sums indices into `known`
 * @returns the narrowed bounds in the same order; `low > high` where nothing fits
 *
 * Missing data: a count that was not published is known to be 0 or more; give it `high: Infinity`. Cost: each pass is
 * linear in the sums' lengths, and a pass without change is the last.
 * @throws nothing
 */
export function feasibleCounts(known: readonly Interval[], sums: readonly Sum[]): Interval[] {
	const bounds = known.map((one) => ({ ...one }));
	const at = (index: number): Interval => bounds[index] ?? { low: 0, high: Infinity };
	for (let isMoved = true; isMoved;) {
		isMoved = false;
		const narrow = (index: number, low: number, high: number) => {
			const one = at(index);
			// Nothing fits any more: narrowing on would never end.
			if (one.low > one.high) return;
			if (low > one.low) [one.low, isMoved] = [low, true];
			if (high < one.high) [one.high, isMoved] = [high, true];
		};
		for (const { whole, parts } of sums) {
			narrow(whole, total(parts.map((part) => at(part).low)), total(parts.map((part) => at(part).high)));
			for (const part of parts) {
				const others = parts.filter((one) => one !== part).map(at);
				const mostElsewhere = total(others.map(({ high }) => high));
				const leastElsewhere = total(others.map(({ low }) => low));
				narrow(part, at(whole).low - mostElsewhere, at(whole).high - leastElsewhere);
			}
		}
	}
	return bounds;
}

/** The one count that is left is small. */
export function isPinned({ low, high }: Interval, smallest: number): boolean {
	return low === high && low >= 1 && low < smallest;
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
