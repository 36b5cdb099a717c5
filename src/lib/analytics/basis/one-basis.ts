/**
 * A figure has exactly one basis for each disease × reporter × period: visits or a ready-made count (tally). Which,
 * is told by a stated precedence, and the two are never added for the same reporter:
 *
 * 1. A facility's own count replaces what its visits add up to.
 * 2. A count for the whole city (of the health office, of open data) stands only where the visits do not cover the
 *    period from its first day. It then replaces everything, the facilities' own counts included.
 * 3. Of several such counts the first by `cityPrecedence` stands, the others are named beside it.
 *
 * Design of Denyut §6. Also used for medicines, where a facility's LPLPO report is its own count.
 */
import type { Counted } from '../../domain/basis.ts';

/** Before all others, in this order; who is not in the list follows by name. */
export const cityPrecedence: readonly string[] = ['dinkes', 'dinkes-press', 'open-data-jabar'];

export type Reported = {
	reporter: string;
	/** The whole (the city) or one of its parts (a kecamatan). */
	area: string;
	value: number;
};

export type PeriodCounts = {
	/** Code of the whole, as in `Reported.area`. */
	whole: string;
	/** The parts to tell: in a covered period one without a visit is a nought. */
	parts: readonly string[];
	/** Where a facility's own count goes that names no part. */
	unknownPart: string;
	/** Visits began before the period did. */
	isCovered: boolean;
	/** Visits of the period by part, over all facilities. */
	visits: ReadonlyMap<string, number>;
	/** Those visits again, of the facilities that also counted themselves: facility → part → visits. */
	visitsOfCounting: ReadonlyMap<string, ReadonlyMap<string, number>>;
	/** Facilities' own counts; `reporter` is the facility, or names several that were summed before. */
	own: readonly (Reported & { facilities?: number })[];
	/** Counts of reporters that are no facility. */
	cityWide: readonly Reported[];
};

export type ChosenBasis = { whole: Counted | null; parts: Map<string, Counted> };

/**
 * Chooses what a period's figures stand on.
 *
 * Missing data: no visit in a covered period is a real nought; without cover and without any count the answer is null
 * (the whole) or no entry (a part). Cost: linear in the counts given.
 */
export function chooseBasis(counts: PeriodCounts): ChosenBasis {
	const cityWide = byReporter(counts.cityWide);
	const ranked = [...cityWide.keys()].sort(compareReporters);
	if (!counts.isCovered && ranked.length > 0) return chooseCityWide(counts, cityWide, ranked);
	return chooseFacilities(counts, cityWide, ranked);
}

/** Earlier means before: the stated list first, then by name. */
export function compareReporters(a: string, b: string): number {
	const rank = (name: string) => {
		const index = cityPrecedence.indexOf(name);
		return index === -1 ? cityPrecedence.length : index;
	};
	return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}

type AreaValues = Map<string, number>;

/** One reporter says one number for an area; of two, the later in the list stands. */
function byReporter(reported: readonly Reported[]): Map<string, AreaValues> {
	const grouped = new Map<string, AreaValues>();
	for (const { reporter, area, value } of reported) {
		const areas = grouped.get(reporter) ?? new Map<string, number>();
		areas.set(area, value);
		grouped.set(reporter, areas);
	}
	return grouped;
}

/** The value given for the whole; where only parts were given, their sum. */
function wholeOf(areas: AreaValues, whole: string): number {
	return areas.get(whole) ?? sum(areas.values());
}

function sum(values: Iterable<number>): number {
	let total = 0;
	for (const value of values) total += value;
	return total;
}

function chooseCityWide(
	{ whole }: PeriodCounts,
	cityWide: Map<string, AreaValues>,
	ranked: readonly string[]
): ChosenBasis {
	const choose = (reporters: readonly string[], valueOf: (reporter: string) => number): Counted | null => {
		const [first, ...rest] = reporters;
		if (first === undefined) return null;
		const others = rest.map((reporter) => ({ reporter, value: valueOf(reporter) }));
		return {
			value: valueOf(first),
			kind: 'tally',
			reporter: first,
			ownCounts: 0,
			isPartial: false,
			others
		};
	};
	const areasOf = (reporter: string) => cityWide.get(reporter) ?? new Map<string, number>();
	const parts = new Map<string, Counted>();
	for (const part of new Set([...cityWide.values()].flatMap((areas) => [...areas.keys()]))) {
		if (part === whole) continue;
		const chosen = choose(
			ranked.filter((reporter) => areasOf(reporter).has(part)),
			(reporter) => areasOf(reporter).get(part) ?? 0
		);
		if (chosen) parts.set(part, chosen);
	}
	return { whole: choose(ranked, (reporter) => wholeOf(areasOf(reporter), whole)), parts };
}

function chooseFacilities(
	counts: PeriodCounts,
	cityWide: Map<string, AreaValues>,
	ranked: readonly string[]
): ChosenBasis {
	const { whole, unknownPart, isCovered, visits, visitsOfCounting } = counts;
	const own = byReporter(counts.own);
	const sizes = new Map(counts.own.map(({ reporter, facilities = 1 }) => [reporter, facilities]));
	const byPart = new Map(isCovered ? counts.parts.map((part) => [part, 0]) : []);
	for (const [part, value] of visits) byPart.set(part, value);
	const add = (part: string, value: number) => byPart.set(part, (byPart.get(part) ?? 0) + value);
	for (const [facility, areas] of own) {
		for (const [part, value] of visitsOfCounting.get(facility) ?? []) add(part, -value);
		const told = [...areas].filter(([area]) => area !== whole);
		for (const [part, value] of told) add(part, value);
		// What a facility counted beyond the parts it named is somewhere, but nobody said where.
		const rest = wholeOf(areas, whole) - sum(told.map(([, value]) => value));
		if (rest !== 0) add(unknownPart, rest);
	}
	const nothingKnown = !isCovered && visits.size === 0 && own.size === 0;
	const othersOf = (area: string) =>
		ranked.flatMap((reporter) => {
			const areas = cityWide.get(reporter);
			const value = areas && (area === whole ? wholeOf(areas, whole) : areas.get(area));
			return value === undefined ? [] : [{ reporter, value }];
		});
	const chosen = (area: string, value: number): Counted => ({
		value,
		kind: own.size === 0 ? 'visits' : 'mixed',
		reporter: null,
		ownCounts: sum(sizes.values()),
		isPartial: !isCovered,
		others: othersOf(area)
	});
	return {
		whole: nothingKnown ? null : chosen(whole, sum(byPart.values())),
		parts: new Map([...byPart].map(([part, value]) => [part, chosen(part, value)]))
	};
}
