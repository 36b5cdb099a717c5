/** What the programme owes: the ladder from paid up to what no bill shows yet, and how old the unpaid bills are. */
import type { Evidence } from '../../domain/evidence.ts';
import type { BudgetFilter, MoneyQuantiles } from './budget.ts';
import type { Snapshot } from './snapshot.ts';

/** Nearest to payment first. Whole rupiah, each claim in the one state in which it stands. */
export const billedRungs = ['paid', 'approved', 'verified', 'submitted'] as const;
export type BilledRung = (typeof billedRungs)[number];

export type Ladder = {
	/** A facility's code, a service's id; empty for the whole. */
	key: string;
	name: string;
	rungs: Record<BilledRung, number>;
	/** Incurred and in no bill yet; null where nobody can tell. */
	notReported: MoneyQuantiles | null;
};

/** Days since the claim was first billed, by their first: 0–30, 31–60, 61–90, 91 and more. */
export const debtAges = [0, 31, 61, 91] as const;
export type DebtAge = (typeof debtAges)[number];

export type AgeSum = { claims: number; amountRupiah: number };
export type AgedDebt = { key: string; name: string; ages: Record<DebtAge, AgeSum> };

export const owedFigures = [...billedRungs, 'notReported', 'total', 'age'] as const;
export type OwedFigure = (typeof owedFigures)[number];

export const unpaidStages = ['approved', 'verified', 'submitted'] as const;
export type UnpaidStage = (typeof unpaidStages)[number];

export type BudgetOwedView = {
	snapshot: Snapshot;
	filter: BudgetFilter & { stage: UnpaidStage | null };
	years: number[];
	facilities: { code: string; name: string }[];
	whole: Ladder;
	hospitals: Ladder[];
	services: Ladder[];
	/** When the last rung was computed; null where there is none. */
	estimatedAt: string | null;
	/** One a stage, of what the filter chooses. */
	stages: AgedDebt[];
	/** One a hospital that is owed anything, of the chosen stage or of all. */
	ages: AgedDebt[];
	evidence: Record<OwedFigure, Evidence>;
};
