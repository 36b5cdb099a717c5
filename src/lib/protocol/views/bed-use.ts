import type { Evidence } from '../../domain/evidence.ts';
import type { Snapshot } from './snapshot.ts';

export const useMeasures = ['bor', 'avLos', 'toi', 'bto'] as const;
export type UseMeasure = (typeof useMeasures)[number];

export type UseIndicator = {
	/** Null where it cannot be told. */
	value: number | null;
	standing: 'below' | 'ideal' | 'above' | null;
	ideal: readonly [low: number, high: number];
};

/** One hospital in one month. */
export type HospitalUse = {
	facility: string;
	name: string;
	/** First day. */
	month: string;
	/** Mean number of beds. */
	beds: number;
	/** Share of hours for which a report stood, 0–1. */
	covered: number;
	/** Card holders' stays that ended in the month. */
	stays: number;
	indicators: Record<UseMeasure, UseIndicator>;
	/** Within the efficient region of the chart; null where it has no place there. */
	isEfficient: boolean | null;
};

/** A hospital without its name. */
export type UsePoint = { toi: number; avLos: number; bor: number; isEfficient: boolean };

export type BedUseView = {
	snapshot: Snapshot;
	/** First day of the month shown; null where nothing was measured yet. */
	month: string | null;
	/** That can be chosen, newest first. */
	months: string[];
	/** Whose path is drawn: a hospital's own, or the one a planner chose. */
	facility: string | null;
	/** Of the month: a hospital sees itself. */
	rows: HospitalUse[];
	/** The months of `facility`, in order. */
	path: HospitalUse[];
	/** Other hospitals of its class, unnamed and in no order of theirs; null where there are too few to stay unknown. */
	peers: UsePoint[] | null;
	computedAt: string | null;
	evidence: Record<UseMeasure, Evidence>;
};
