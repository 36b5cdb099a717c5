/** Why a service month's bills differ from those of the month before, both seen at the same age. Whole rupiah. */
import type { Evidence } from '../../domain/evidence.ts';
import type { Snapshot } from './snapshot.ts';

export type DrivenMonth = {
	/** First day of the service month. */
	month: string;
	/** Day up to which its visits and bills are known here. */
	knownUntil: string;
	/** To hospitals, bypassing ones included; in steps of five for whoever sees totals only. */
	visits: number;
	bypassVisits: number;
	claims: number;
	billedRupiah: number;
};

export const driverNames = ['visits', 'bypass', 'delay', 'cost'] as const;
export type DriverName = (typeof driverNames)[number];

export const driverFigures = ['billed', 'step', 'monthVisits', 'bypassVisits', 'claims'] as const;
export type DriverFigure = (typeof driverFigures)[number];

export type BudgetDriversView = {
	snapshot: Snapshot;
	/** Null before anything was computed. */
	computedAt: string | null;
	/** The older one first; empty before anything was computed. */
	months: DrivenMonth[];
	/** Add up to the change; null where a month has no visit or no claim. */
	steps: { driver: DriverName; rupiah: number }[] | null;
	evidence: Record<DriverFigure, Evidence>;
};
