/** What next year's budget has to be, with levers, and the scenarios that were kept. Whole rupiah. */
import type { Certainty, NextYearLevers } from '../../domain/next-year.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { ServiceId } from '../../domain/service.ts';
import type { MoneyQuantiles } from './budget.ts';
import type { ChainAssumption, Interval } from './chain.ts';
import type { Snapshot } from './snapshot.ts';

/** `carried` and `cost` add up to `total`. */
export type ProposalPointView = {
	total: number;
	/** Bills of the running year that its ceiling does not reach. */
	carried: number;
	/** Services of the planned year. */
	cost: number;
	/** Of the total; null where nobody knows the members. */
	perMemberMonth: number | null;
};
export type ProposalPoints = Record<Certainty, ProposalPointView>;

export const leverNames = ['services', 'referral', 'members', 'tariff'] as const;
export type LeverName = (typeof leverNames)[number];

export type ProposalView = {
	points: ProposalPoints;
	/** Of the planned year's cost, all levers together, the doubt in their assumptions included. */
	factor: Interval;
	/** At the assumptions' own values; 1 for a lever that is not turned. */
	factors: Record<LeverName, number>;
	/** Of the planned year; in steps of five before the lever for whoever sees totals only. */
	members: number | null;
	/** Of the cost that stays paid, outpatient care: what referral reaches. Null where nothing was billed. */
	outpatientShare: number | null;
};

export type ServiceLine = {
	service: ServiceId;
	/** Of what was billed. */
	share: number;
	isPaid: boolean;
	/** Part of the planned year's cost; those of all services add up to it. */
	rupiah: Record<Certainty, number>;
};

/** What is reckoned with, each with its source. */
export type AssumptionLine = ChainAssumption & { lever: LeverName };

/** Why a lever that is turned is not reckoned: `stale` for an answer of an older method. */
export type LeverGap = 'services' | 'referral' | 'rates' | 'stale';
/** Why nothing is proposed. */
export type ProposalGap = 'no-ceiling' | 'not-computed' | 'year-over' | 'too-few-months';

export type KeptProposal = {
	id: string;
	name: string;
	keptAt: string;
	isOwn: boolean;
	mayRemove: boolean;
	levers: NextYearLevers;
	modelVersion: number;
	/** As it came out when it was kept. */
	saved: ProposalPoints;
};

/** A kept scenario weighed in today's worlds, so that it can be held beside others; null where a lever cannot be judged now. */
export type ComparedProposal = KeptProposal & { now: ProposalView | null };

export const nextYearFigures = [
	...(['proposal', 'cost', 'carried', 'ceiling', 'yearEnd', 'perMember', 'premium'] as const),
	...(['service', 'scenario', 'growth'] as const)
] as const;
export type NextYearFigure = (typeof nextYearFigures)[number];

export type NextYearView = {
	snapshot: Snapshot;
	/** The year that is planned for. */
	year: number;
	levers: NextYearLevers;
	gap: ProposalGap | null;
	leverGap: LeverGap | null;
	/** When the worlds' answer without levers was kept. */
	computedAt: string | null;
	/** First and last finished service month that was learned from. */
	from: string | null;
	to: string | null;
	simulations: number | null;
	/** A month, percent, one decimal; visits null without a feed. Learned, and drawn on in every world with its doubt. */
	growth: { visits: number | null; cost: number } | null;
	/** Cost of the running year's and the planned year's twelve service months without levers. */
	course: { before: MoneyQuantiles; after: MoneyQuantiles } | null;
	proposal: ProposalView | null;
	/** Without levers. */
	base: ProposalView | null;
	/** The running year. */
	ceilingRupiah: number | null;
	yearEnd: MoneyQuantiles | null;
	services: ServiceLine[];
	/** The half-year whose bills tell the services' shares, and whose rates the levers rest on. */
	span: { from: string; to: string };
	/** Of hospital outpatient visits, those that come with a referral now; null where that cannot be told. */
	referralNow: number | null;
	/** Of every lever that can be judged, turned or not. */
	assumptions: AssumptionLine[];
	/** Now. */
	members: number | null;
	premium: { rupiahPerMemberMonth: number; from: string; source: string } | null;
	scenarios: KeptProposal[];
	compared: ComparedProposal[];
	modelVersion: number;
	evidence: Record<NextYearFigure, Evidence>;
};
