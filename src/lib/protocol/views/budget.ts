/** What the Budget page shows. Money is whole rupiah, months are their first day, days are Asia/Jakarta's. */
import type { Evidence } from '../../domain/evidence.ts';
import type { ClaimState } from '../../domain/role.ts';
import type { Snapshot } from './snapshot.ts';

export type BudgetFilter = { year: number; facility: string | null; service: string | null };

/** A budget as set or revised, from the day it was known. */
export type BudgetRevision = {
	amountRupiah: number;
	kind: string;
	knownOn: string;
	source: string;
	demo: boolean;
};

export type ClaimSum = { claims: number; billedRupiah: number; amountRupiah: number };

export type BudgetMonth = {
	month: string;
	/** Paid within this month, whatever month the service was in. */
	paidRupiah: number;
	/** Of services that ended in this month: paid and owed. */
	committedRupiah: number;
	/** Members at its end, or today for the month that runs; null before the register is known, and in months to come. */
	members: number | null;
	/** The day that `members` belongs to. */
	membersOn: string | null;
	/** Ended long enough ago that most of its bills are in. */
	isSettled: boolean;
	/** What the national scheme would cost a member in this month. */
	premiumRupiah: number | null;
};

export type HospitalMoney = { facility: string; name: string; states: Record<ClaimState, ClaimSum> };

/** "Laju sederhana": the pace of the last three settled months drawn on. No statistics, no interval. */
export type SimpleRunRate =
	| { status: 'unknown'; reason: 'no-ceiling' | 'too-few-months' | 'year-over' | 'filtered' }
	| { status: 'reached'; month: string | null; committedRupiah: number }
	| {
			status: 'projected';
			reachedOn: string | null;
			yearEndRupiah: number;
			rupiahPerMonth: number;
			basis: readonly string[];
			from: string;
			committedRupiah: number;
	  };

export type MoneyQuantiles = { p10: number; p50: number; p90: number };

/**
 * The year as a distribution, made from bills, their delay and visits; the latest that was computed by the moment shown.
 * Days are Asia/Jakarta's, null where the ceiling is not reached within the year.
 */
export type BudgetProjection = {
	computedAt: string;
	/** First and last finished service month that it learned from. */
	from: string;
	to: string;
	/** How many of these months had a visit feed. */
	visitMonths: number;
	/** Chance that the ceiling is reached within the year. */
	probability: number;
	/** A tenth of the simulated years reach it before `lower80`, half before `median`, a tenth after `upper80`. */
	date: { lower80: string | null; median: string | null; upper80: string | null };
	/** Incurred and in no bill yet. */
	notReported: MoneyQuantiles;
	yearEnd: MoneyQuantiles;
	/** Used by each month's end. */
	months: { month: string; probability: number; used: MoneyQuantiles }[];
	simulations: number;
};

/** A mean over the settled months that have both bills and members. */
export type CostPerMember = {
	rupiahPerMemberMonth: number;
	memberMonths: number;
	from: string;
	to: string;
	premium: { rupiahPerMemberMonth: number; from: string; source: string } | null;
};

export const budgetFigures = [
	'ceiling',
	'paid',
	'owed',
	'left',
	'returned',
	'rejected',
	'approved',
	'verified',
	'submitted',
	'runRate',
	'projection',
	'notReported',
	'costPerMember',
	'members',
	'hospital'
] as const;
export type BudgetFigure = (typeof budgetFigures)[number];

export type BudgetView = {
	snapshot: Snapshot;
	filter: BudgetFilter;
	/** What may be chosen. */
	years: number[];
	facilities: { code: string; name: string }[];
	/** All that were known, oldest first; the last one is the ceiling. */
	revisions: BudgetRevision[];
	/** January to December, as planned with the newest revision; null where nobody planned by month. */
	cashPlan: number[] | null;
	states: Record<ClaimState, ClaimSum>;
	/** January to December, and on while the year's claims are still being paid. */
	months: BudgetMonth[];
	/** Services of months before the year that this budget pays. */
	carriedRupiah: number;
	hospitals: HospitalMoney[];
	/** How many of the hospitals that bill have billed the last month that ended. */
	billed: { month: string; reported: number; expected: number };
	runRate: SimpleRunRate;
	/** Null for a part, for a year that is not this one, and before anything was computed. */
	projection: BudgetProjection | null;
	costPerMember: CostPerMember | null;
	/** All members, whatever is filtered. */
	members: { persons: number; on: string } | null;
	evidence: Record<BudgetFigure, Evidence>;
};
