/** Where a page's data stand: at which commit, at which moment, and whether they are simulated. */
export type Snapshot = {
	/** Number of the newest commit in it; live deltas go on from here. */
	change: number;
	/** ISO instant to which ages are counted. */
	now: string;
	/** The past day it shows; null for the present. */
	asOf: string | null;
	demo: boolean;
};
