/** What the chain page shows. Money is rupiah, days are Asia/Jakarta's, intervals hold eight of ten simulated worlds. */
import type { ChainLevers } from '../../domain/chain.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { BudgetProjection, MoneyQuantiles } from './budget.ts';
import type { Snapshot } from './snapshot.ts';

export type Interval = { readonly value: number; readonly lower80: number; readonly upper80: number };

/** One number that an arrow rests on. `key` and `source` name texts. */
export type ChainAssumption = Interval & { readonly key: string; readonly source: string };

export type ChainStage = 'policy' | 'disease' | 'beds' | 'drugs' | 'claims' | 'money';

export type ChainArrow = {
	readonly from: ChainStage;
	readonly to: ChainStage;
	readonly key: string;
	readonly result: Interval;
	readonly assumptions: readonly ChainAssumption[];
};

/** How the money stands under the levers. */
export type ChainMoney = {
	readonly probability: number;
	/** As in `BudgetProjection`. */
	readonly date: {
		readonly lower80: string | null;
		readonly median: string | null;
		readonly upper80: string | null;
	};
	readonly yearEnd: MoneyQuantiles;
	readonly months: readonly { readonly month: string; readonly used: MoneyQuantiles }[];
};

/** Cases of a usual week where the event is, and what they were counted from. */
export type UsualCases = Interval & {
	/** The Sundays of the first and the last week, and how many there are with counts. */
	readonly from: string;
	readonly to: string;
	readonly weeks: number;
	/** `visits`: counted; `frozen`: told in fives, as readers of totals see them. */
	readonly kind: 'visits' | 'frozen';
};

/** Where the rates come from. */
export type ChainWindow = {
	/** First and last day of the half-year. */
	readonly from: string;
	readonly to: string;
	readonly computedAt: string;
	readonly paidShare: number;
	/** Of hospital outpatient visits, those that come with a referral now; null where that cannot be told. */
	readonly complianceNow: number | null;
	readonly delayDays: { readonly p10: number; readonly p50: number; readonly p90: number } | null;
};

/** Why there is no event although one was asked for. */
export type EventGap = 'no-rates' | 'too-few-weeks' | 'no-cases';

export const chainFigures = [
	'cases',
	'beds',
	'drugs',
	'claims',
	'cost',
	'difference',
	'date',
	'factor'
] as const;
export type ChainFigure = (typeof chainFigures)[number];

/** Of all items that an event asks for: how many they are, and the one with the most units. */
export type ChainDrugs = { readonly item: string; readonly units: Interval; readonly items: number };

/** A kept question in short; figures are null where this reader may not see them: the link answers with what he may. */
export type KeptScenario = {
	readonly id: string;
	readonly name: string;
	readonly keptAt: string;
	readonly isOwn: boolean;
	readonly mayRemove: boolean;
	readonly levers: ChainLevers;
	readonly modelVersion: number;
	readonly figures: ScenarioFigures | null;
};

export type ScenarioFigures = {
	readonly cases: Interval | null;
	readonly beds: Interval | null;
	readonly drugs: ChainDrugs | null;
	readonly claims: Interval | null;
	readonly cost: Interval | null;
	readonly difference: Interval | null;
	readonly money: Omit<ChainMoney, 'months'> | null;
};

export type ChainView = {
	readonly snapshot: Snapshot;
	readonly levers: ChainLevers;
	/** What may be chosen: diseases with rates of their own. */
	readonly diseases: readonly {
		readonly id: string;
		readonly names: { readonly id: string; readonly en: string };
	}[];
	/** Null before any rates were made. */
	readonly window: ChainWindow | null;
	readonly usual: UsualCases | null;
	readonly eventGap: EventGap | null;
	readonly arrows: readonly ChainArrow[];
	readonly cases: Interval | null;
	readonly drugs: ChainDrugs | null;
	/** Without levers: exactly what the Budget page shows. Null where nothing is projected. */
	readonly baseline: BudgetProjection | null;
	/** Of the method that `baseline` was made with. */
	readonly projectionVersion: number | null;
	readonly ceilingRupiah: number | null;
	readonly money: ChainMoney | null;
	readonly scenarios: readonly KeptScenario[];
	readonly modelVersion: number;
	readonly evidence: Record<ChainFigure, Evidence>;
};
