/** What the Overview shows: the five answers, the newest alerts, the pulse of the data. */
import type { Evidence } from '../../domain/evidence.ts';
import type { Certainty } from '../../domain/next-year.ts';
import type { BedTotalCell } from '../live.ts';
import type { BudgetProjection, SimpleRunRate } from './budget.ts';
import type { Snapshot } from './snapshot.ts';

export type OverviewMoney = {
	year: number;
	/** Null where nobody entered a budget. */
	ceilingRupiah: number | null;
	paidRupiah: number;
	/** Billed and not paid: approved, verified, in verification. */
	owedRupiah: number;
	owedClaims: number;
	/** By month of payment and by month of service, January to December. */
	months: { month: string; paidRupiah: number; committedRupiah: number; isSettled: boolean }[];
	runRate: SimpleRunRate;
	/** As on the Budget page; null before anything was computed. */
	projection: Pick<BudgetProjection, 'computedAt' | 'probability' | 'date' | 'notReported'> | null;
};

/** The allocation that next year needs, a member and month, beside what the national scheme would cost. Whole rupiah. */
export type OverviewNextYear = {
	year: number;
	/** Null where nothing is proposed yet, or nobody knows the members. */
	perMember: Readonly<Record<Certainty, number>> | null;
	premiumRupiah: number | null;
};

/** Names come along, so that the page need not carry the lists that they stand in. */
export type Names = { readonly id: string; readonly en: string };

export type OverviewAlert = {
	group: string;
	names: Names;
	cases: number;
	/** The week before on the same basis; null where nothing can be compared. */
	previous: number | null;
	/** The count from which on the SKDR rule alerts. */
	alertAt: number;
	/** Name of the place with most of them; null where nobody said, and for all but the first alert. */
	kecamatan: string | null;
};

/** Told from whole weeks, so it is read at most once a minute; `at` says when. */
export type OverviewDiseases = {
	at: string;
	/** First day (Sunday) of the last complete week. */
	week: string;
	/** The one that rose most comes first. */
	alerts: OverviewAlert[];
	/** Is anything counted at all in that week? */
	isCounted: boolean;
	/** A year of weeks of `trendGroup`: the first alert, else dengue. */
	trendGroup: { group: string; names: Names };
	trend: { now: number | null; lastYear: number | null }[];
	reporting: { reported: number; expected: number } | null;
};

export type OverviewDrugs = {
	at: string;
	/** Those that run out first; at most five. */
	first: { item: string; names: Names; monthsLeft: number }[];
	/** How many last less than a month, of how many whose stock is known. */
	scarce: number;
	known: number;
	/** Monthly use of the one that runs out first. */
	trend: (number | null)[];
};

export const overviewMeasures = [
	...(['run_rate', 'owed', 'beds', 'alerts', 'drugs', 'visits', 'sources'] as const),
	...(['not_reported', 'next_year', 'premium'] as const)
] as const;
export type OverviewMeasure = (typeof overviewMeasures)[number];

export type OverviewView = {
	snapshot: Snapshot;
	/** Asia/Jakarta day that the page shows. */
	today: string;
	money: OverviewMoney;
	nextYear: OverviewNextYear;
	beds: {
		/** Ward classes that the card pays for, and where they stand. */
		covered: { ward: string }[];
		totals: BedTotalCell[];
		hospitals: { fresh: number; all: number };
		/** Free class-3 beds by hour, two days. */
		curve: (number | null)[];
	};
	diseases: OverviewDiseases;
	drugs: OverviewDrugs;
	/** Four weeks, oldest first, today last. */
	visits: { day: string; visits: number }[];
	sources: { reported: number; expected: number; lastSeenAt: string | null };
	evidence: Record<OverviewMeasure, Evidence>;
};
