import type { Proposal, ProposalAsk } from '../../../analytics/budget/next-year.ts';
import type { YearInput } from '../../../analytics/budget/project-year.ts';

/** What the proposal for next year needs computed elsewhere: off the thread that answers requests. */
export type NextYearPort = {
	/**
	 * One proposal for each ask, in their order, all of the same worlds; null where there are none.
	 *
	 * @param year what this year's projection was computed from, with its digest
	 */
	weigh: (
		year: { digest: string; input: YearInput },
		asks: readonly ProposalAsk[]
	) => Promise<Proposal[] | null>;
};
