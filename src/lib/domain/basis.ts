/** What a count stands on: visits by primary diagnosis or dispensed units, or a count that somebody reported ready-made. */
export type BasisKind = 'visits' | 'tally' | 'mixed';

export type Counted = {
	value: number;
	/** `mixed`: some facilities by their own counts, the others by visits; no facility by both. */
	kind: BasisKind;
	/** Whose city-wide count it is; null for visits and for facilities' own counts. */
	reporter: string | null;
	/** How many facilities stand with their own count. */
	ownCounts: number;
	/** Visits do not reach back to the period's first day, and nobody counted it whole. */
	isPartial: boolean;
	/** City-wide counts that do not stand, in their order. */
	others: { reporter: string; value: number }[];
};

/** Two counts may be compared only where both stand on visits, or both on ready-made counts. */
export function areComparable(a: Counted, b: Counted): boolean {
	return (a.kind === 'tally') === (b.kind === 'tally') && !a.isPartial && !b.isPartial;
}

/** Cases or visits for each 100,000 inhabitants; null without a population. */
export function ratePer100k(count: number, population: number | null): number | null {
	return population === null || population <= 0 ? null : (count / population) * 100_000;
}
