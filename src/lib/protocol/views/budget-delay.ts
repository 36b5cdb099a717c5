/** How late bills come: the triangle behind what is incurred and not billed, and its link ratios. Whole rupiah as billed. */
import type { Evidence } from '../../domain/evidence.ts';
import type { BudgetFilter } from './budget.ts';
import type { Snapshot } from './snapshot.ts';

export type TriangleRow = {
	/** First day of the service month. */
	month: string;
	/** One a lag in months: billed by then; null = not over yet. */
	cumulative: (number | null)[];
	billed: number;
	/** Share of the month's cost that is usually billed by now, 0 to 1. */
	share: number;
};

export type LinkView = {
	lag: number;
	factor: number | null;
	lowest: number | null;
	highest: number | null;
	origins: number;
	share: number | null;
};

export const delayFigures = ['triangle', 'factor', 'share'] as const;
export type DelayFigure = (typeof delayFigures)[number];

export type BudgetDelayView = {
	snapshot: Snapshot;
	filter: BudgetFilter;
	years: number[];
	/** Null where nothing was computed: no budget, too few months, or a year that is not this one. */
	triangle: {
		computedAt: string;
		rows: TriangleRow[];
		links: LinkView[];
		/** What a billed rupiah comes to after verification, 0 to 1. */
		worth: number;
	} | null;
	evidence: Record<DelayFigure, Evidence>;
};
