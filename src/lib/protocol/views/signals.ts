/** What the page of signals shows. Counts of persons only to whoever may know them. */
import type { Evidence } from '../../domain/evidence.ts';
import type { SignalMove, SignalRule, SignalState } from '../../domain/outbreak-signal.ts';
import type { Snapshot } from './snapshot.ts';

export type SignalWeek = {
	/** First day. */
	week: string;
	/** What spoke in this week. */
	rule: SignalRule;
	/** Null where no statistics could speak. */
	method: string | null;
	basis: string;
	cases: number;
	/** By the method; the week before where a rise spoke; null where neither is known. */
	expected: number | null;
	/** More than this is a signal. */
	threshold: number;
	/** Chance of as many, were nothing going on. */
	chance: number | null;
	/** Share of false ones to be expected among all looks of the week at least as striking. */
	falseShare: number | null;
};

export type SignalStep = {
	number: number;
	move: SignalMove | 'raise';
	state: SignalState;
	/** As colleagues call them; null for the product. */
	name: string | null;
	role: string;
	/** ISO instant. */
	at: string;
	note: string;
};

export type SignalRow = {
	id: string;
	disease: string;
	area: string;
	week: string;
	rule: SignalRule;
	raisedAt: string;
	dueAt: string;
	state: SignalState;
	/** As colleagues call them. */
	owner: string | null;
	/** Of the last line: whoever moves it says that this is what he saw. */
	number: number;
	/** What this viewer may do with it now. */
	moves: SignalMove[];
	/** No verdict, and its time has run out. */
	isLate: boolean;
	verdictAt: string | null;
	history: SignalStep[];
	/** None for whoever may not know how many fell ill. */
	weeks: SignalWeek[];
};

export type SignalRound = {
	week: string;
	lookedAt: string;
	looks: number;
	told: number;
	/** Chance at or below which a look became a signal. */
	level: number;
	signals: number;
	/** Those of them that only a rule of SKDR raised, outside the budget; null where nobody counted them apart. */
	byRule: number | null;
	/** So many false signals a week the level leaves room for. */
	budget: number;
};

export type ScoreRow = {
	rule: 'signal' | 'skdr' | 'persistence';
	hits: number;
	falseAlarms: number;
	/** Over the weeks looked at. */
	falseAWeek: number;
	leadWeeks: number | null;
};

export type Scorecard = {
	/** First day of the first week looked at, and how many there were. */
	since: string;
	weeks: number;
	/** Signals that people confirmed, dismissed, and have not judged yet. */
	outbreaks: number;
	dismissed: number;
	unjudged: number;
	rows: ScoreRow[];
};

export type SignalsView = {
	snapshot: Snapshot;
	/** May know how many fell ill. */
	seesCounts: boolean;
	open: SignalRow[];
	closed: SignalRow[];
	/** As many rows as are shown of each at most. */
	mostRows: number;
	/** Signals of the last year that had to be verified by now, and those that were within 24 hours. */
	verified: { due: number; inTime: number; target: number; since: string };
	/** Null before the first look. */
	round: SignalRound | null;
	/** Null before the first look, and for whoever may not know counts. */
	scorecard: Scorecard | null;
	evidence: Record<'open' | 'verified' | 'budget' | 'week' | 'scorecard', Evidence>;
};
