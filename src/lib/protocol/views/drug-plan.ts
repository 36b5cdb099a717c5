/** What the page of the order plan of medicines shows. */
import type { PlannedLine } from '../../domain/drug-plan-line.ts';
import type { PlanMove, PlanRefusal, PlanState } from '../../domain/drug-plan.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Ven } from '../../domain/medicines.ts';
import type { Snapshot } from './snapshot.ts';

export type PlanLineView = Omit<PlannedLine, 'months'> & {
	/** Who decided on another quantity than the computed one, when and why. */
	overridden: { who: string; at: string; reason: string } | null;
};

export type PlanStepView = {
	number: number;
	move: PlanMove;
	state: PlanState;
	item: string | null;
	value: number | null;
	reason: string;
	/** As colleagues call them. */
	who: string;
	at: string;
};

/** What was planned of an item and what was used, in months that are over and wholly known. */
export type PlanComparison = {
	item: string;
	months: number;
	planned: number;
	actual: number;
	deviation: number;
	/** Deviation ÷ planned; null where nothing was planned. */
	share: number | null;
	/** Of these months in so many the use lay within the 80 % interval. */
	within80: number;
	/** Each month of the year that is over; `actual` null where its use is not wholly known. */
	byMonth: { month: string; planned: number; actual: number | null }[];
};

export type PlanCell = { cell: string; ven: Ven; abc: 'A' | 'B' | 'C'; items: number; valueRupiah: number };

export const planFigures = ['cost', 'bought', 'options', 'quantity', 'classes', 'actual'] as const;
export type PlanFigure = (typeof planFigures)[number];

export type DrugPlanView = {
	snapshot: Snapshot;
	year: number;
	/** Years that have a plan, and those that may be planned. */
	years: number[];
	/** Null where nobody began one. */
	state: PlanState | null;
	/** Of the newest line of its history; 0 where there is none. A form says which it has seen. */
	number: number;
	/** What may be offered to whoever looks. */
	moves: PlanMove[];
	chance: number;
	capRupiah: number | null;
	/** Uses are told in steps of five, rounded up, and all else by them: to whoever sees no single persons. */
	isRounded: boolean;
	/** Items of the plan that such a reader is not told of, and that are in no figure here. */
	leftOut: number;
	/** Priced items, what is bought first before what falls out first. Null for whoever sees no draft. */
	lines: PlanLineView[] | null;
	/** Items without a price: ordered, and of no known cost. */
	unpriced: PlanLineView[];
	/** Of all priced items: ordered, and of it within the cap. */
	costRupiah: number;
	boughtRupiah: number;
	/** Of the cap; null without one. */
	leftRupiah: number | null;
	/** The first item that is not bought whole; null where the money suffices. */
	cutAt: string | null;
	/** If every item were ordered at this chance, without any override. */
	options: { chance: number; costRupiah: number }[];
	cells: PlanCell[];
	/** Days on which the forecasts were made; null where there are none. */
	forecasts: { oldest: string; newest: string; lastMonth: string; items: number } | null;
	/** Of the stored figures; null in a draft. `isWhole`: they still are those that were signed. */
	seal: { hash: string; isWhole: boolean } | null;
	/** Newest first. */
	history: PlanStepView[];
	/** Null before the planned year, in a draft, and where nothing can be compared. */
	actual: { lastMonth: string; items: PlanComparison[] } | null;
	evidence: Record<PlanFigure, Evidence>;
};

export type PlanFault = PlanRefusal | 'stale' | 'identity-number' | 'no-forecast' | 'bad-year' | 'broken';
export type PlanAnswer = { outcome: 'done' } | { outcome: 'refused'; fault: PlanFault };
