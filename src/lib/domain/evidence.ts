/**
 * What a shown number can say for itself (promise 3 of the design). Services make one for every figure they
 * hand out; one component shows it. Texts are message keys, so the same evidence reads in both languages.
 */
export type EvidenceUnit =
	| 'beds'
	| 'visits'
	| 'cases'
	| 'signals'
	| 'claims'
	| 'members'
	| 'persons'
	| 'rupiah'
	| 'rupiah-per-member-month'
	| 'items'
	| 'events'
	| 'resources'
	| 'facilities'
	| 'percent'
	| 'ratio'
	| 'kilometres'
	| 'minutes'
	| 'hours'
	| 'days'
	| 'months'
	| 'date';

/**
 * Which date puts something into the period: the day it happened, the day the product learned it, or the time
 * the sender says it was reported (beds).
 */
export type DateBasis = 'occurred' | 'known' | 'reported';

export type Evidence = {
	/** Message key of what is measured. */
	readonly measure: string;
	readonly unit: EvidenceUnit;
	/** ISO instant up to which the figure knows of changes. */
	readonly asOf: string;
	readonly dateBasis: DateBasis;
	/** How many of the sources that should report did; null where no source is expected to. */
	readonly completeness: { readonly reported: number; readonly expected: number } | null;
	/** Message key of the formula in words. */
	readonly formula: string;
	/** The rows behind the figure, as far as a role may open them: a table and the equalities that choose from it. */
	readonly rows: { readonly table: string; readonly where: Readonly<Record<string, string>> };
	/** Path and query that bring back the same view, `asOf` included where it was chosen. */
	readonly url: string;
	/** Simulated data went into it. */
	readonly demo: boolean;
};
