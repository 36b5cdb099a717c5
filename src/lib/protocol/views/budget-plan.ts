/** The ceiling of a year, how it came about, and how much may be paid in each month. Whole rupiah. */
import type { BudgetFault } from '../../domain/budget-decision.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { BudgetFilter, BudgetRevision } from './budget.ts';
import type { Snapshot } from './snapshot.ts';

export type BudgetDecisionView = {
	number: number;
	at: string;
	who: string;
	kind: string;
	amountRupiah: number;
	hasCashPlan: boolean;
	source: string;
};

/** Paid is null for a month that has not begun. */
export type CashMonth = { month: string; plannedRupiah: number; paidRupiah: number | null };

export const planFigures = ['ceiling', 'planned', 'paid'] as const;
export type PlanFigure = (typeof planFigures)[number];

export type BudgetPlanView = {
	snapshot: Snapshot;
	filter: BudgetFilter;
	years: number[];
	/** What held from which day on, oldest first. */
	revisions: BudgetRevision[];
	/** Who decided what, newest first; shorter than the revisions where some were brought from elsewhere. */
	decisions: BudgetDecisionView[];
	months: CashMonth[];
	/** False where the months are twelfths of the ceiling because nobody planned them. */
	isPlanned: boolean;
	evidence: Record<PlanFigure, Evidence>;
};

export type PlanResult =
	{ outcome: 'set' } | { outcome: 'forbidden' } | { outcome: 'unusable'; fault: BudgetFault };
