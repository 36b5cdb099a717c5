/** *Kapitasi*: what a member's care costs a month, beside the plan and what the national scheme would cost. */
import type { Evidence } from '../../domain/evidence.ts';
import type { BudgetFilter, BudgetMonth, CostPerMember } from './budget.ts';
import type { Snapshot } from './snapshot.ts';

export type CapitationPart = {
	/** Code of a kecamatan; a segment. */
	key: string;
	name: string;
	memberMonths: number;
	claims: number;
	committedRupiah: number;
	/** Null where nobody of it is a member. */
	rupiahPerMemberMonth: number | null;
};

export type CatastrophicRow = { disease: string; name: string; claims: number; committedRupiah: number };

export const capitationFigures = ['cost', 'plan', 'premium', 'part', 'catastrophic'] as const;
export type CapitationFigure = (typeof capitationFigures)[number];

export type BudgetCapitationView = {
	snapshot: Snapshot;
	filter: BudgetFilter;
	years: number[];
	cost: CostPerMember | null;
	/** Ceiling ÷ members ÷ 12; null without either. */
	planRupiahPerMemberMonth: number | null;
	months: BudgetMonth[];
	/** Null for whoever may not see members by area. Empty before anything was counted. */
	parts: {
		from: string | null;
		to: string | null;
		countedAt: string | null;
		areas: CapitationPart[];
		segments: CapitationPart[];
	} | null;
	catastrophic: {
		/** Of the year's money, whole percent; null before anything was counted. */
		percent: number | null;
		/** Null for whoever may not see claims. */
		rows: CatastrophicRow[] | null;
	};
	evidence: Record<CapitationFigure, Evidence>;
};

export type RecapCell = { month: string; facility: string; service: string; visits: number };

/** The year's visits by month, facility and service. */
export type BudgetRecapView = {
	snapshot: Snapshot;
	filter: BudgetFilter;
	years: number[];
	months: { month: string; visits: number; services: Record<string, number> | null }[];
	/** Null for whoever sees the city's totals only. */
	facilities: { key: string; name: string; visits: number; services: Record<string, number> }[] | null;
	total: number;
	isRounded: boolean;
	evidence: Record<'visits', Evidence>;
};
