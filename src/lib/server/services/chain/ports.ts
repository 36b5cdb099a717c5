import type { YearInput } from '../../../analytics/budget/project-year.ts';
import type { ChainResult, ChainRun } from '../../../analytics/chain/run-chain.ts';

/** What the chain needs computed elsewhere: off the thread that answers requests. */
export type ChainPort = {
	/** `year`: what the budget's projection was computed from, with its digest; null where there is none. */
	run: (
		asked: Omit<ChainRun, 'worlds'> & { year: { digest: string; input: YearInput } | null }
	) => Promise<ChainResult>;
};
