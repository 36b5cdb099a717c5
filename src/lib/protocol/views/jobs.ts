/** How a run went wrong, as far as a reader can act on it. */
export type JobFault =
	/** The database was away, or cut the run off. */
	| 'database'
	/** It did not end in its time: its process died, or it was too much. */
	| 'expired'
	| 'other';

export type JobState = 'never' | 'waiting' | 'active' | 'retry' | 'failed' | 'done';

/** One kind of computing that is kept up to date beside answering, by one process for all. */
export type JobRow = {
	name: string;
	state: JobState;
	/** ISO instant at which a run last ended well; null where none is remembered. */
	doneAt: string | null;
	/** How long that run took. */
	tookMs: number | null;
	/** Of the newest run; null where it did not fail. */
	fault: JobFault | null;
	/** How often the newest run was tried. */
	tries: number;
	/** ISO instant at which it is looked at again at the earliest; null while it waits or runs. */
	nextAt: string | null;
};
