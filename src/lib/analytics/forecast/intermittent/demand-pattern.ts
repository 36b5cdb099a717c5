import { readDemand } from './demand.ts';

export type DemandKind = 'none' | 'smooth' | 'erratic' | 'intermittent' | 'lumpy';

export interface DemandPattern {
	readonly kind: DemandKind;
	/** Mean number of periods from one demand to the next (ADI); null where there was none. */
	readonly interval: number | null;
	/** Squared coefficient of variation of the demands' sizes (CV²); null where there was none. */
	readonly sizeVariation: number | null;
}

const intervalCut = 1.32;
const variationCut = 0.49;

/**
 * How a demand behaves: how often it occurs and how much its sizes vary. It tells which family of methods to
 * ask.
 *
 * Definition: Syntetos, Boylan & Croston (2005), "On the categorization of demand patterns", JORS 56:
 * cut-offs 1.32 periods and 0.49. The interval is counted as periods ÷ demands, the variance with n.
 *
 * @param values as in `readDemand`
 * @throws AnalyticsError as `readDemand`. Cost: linear.
 */
export function describeDemand(values: readonly (number | null)[]): DemandPattern {
	const demand = readDemand(values);
	const sizes = demand.filter((value) => value > 0);
	if (sizes.length === 0) return { kind: 'none', interval: null, sizeVariation: null };
	const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
	// Relative to the mean first: squares of tiny or huge units would leave the range of a number.
	const sizeVariation = sizes.reduce((sum, size) => sum + (size / mean - 1) ** 2, 0) / sizes.length;
	const interval = demand.length / sizes.length;
	return { kind: kindOf(interval, sizeVariation), interval, sizeVariation };
}

function kindOf(interval: number, sizeVariation: number): DemandKind {
	if (interval < intervalCut) return sizeVariation < variationCut ? 'smooth' : 'erratic';
	return sizeVariation < variationCut ? 'intermittent' : 'lumpy';
}
