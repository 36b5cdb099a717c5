/** What the Claims pages show. Money is whole rupiah, days are Asia/Jakarta's, persons are pseudonyms. */
import type { ClaimMove, OpenStage, ReviewRules, SampleReason } from '../../domain/claim-desk.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { ClaimState } from '../../domain/role.ts';
import type { TariffItem } from '../../domain/tariff-items.ts';
import type { ClaimSum } from './budget.ts';
import type { Snapshot } from './snapshot.ts';

/** What a rule of the audit found, with what its sentence is filled from. */
export type Finding = {
	readonly rule: string;
	readonly atStakeRupiah: number;
	readonly evidence: Readonly<Record<string, number | string>>;
	/** Claims that it was held against, as `facility/number`. */
	readonly others: readonly string[];
};

export type QueueRow = {
	facility: string;
	hospital: string;
	claimNo: string;
	versionKey: string;
	service: string;
	diagnosis: string | null;
	/** Since when it stands in this stage. */
	since: string;
	days: number;
	isOverdue: boolean;
	billedRupiah: number;
	amountRupiah: number;
	/** Null while nothing was computed for this version. */
	findings: Finding[] | null;
	atStakeRupiah: number;
	sample: SampleReason | null;
};

export type QueueStage = {
	stage: OpenStage;
	claims: number;
	amountRupiah: number;
	overdue: number;
	oldestDays: number | null;
	limitDays: number;
	withFindings: number;
	/** Of those that the queue is read of. */
	sampled: number;
};

/** How long claims stood in a stage before they left it, over the year. */
export type StageDays = { state: ClaimState; claims: number; medianDays: number; ninetiethDays: number };

export type HospitalClaims = {
	facility: string;
	name: string;
	claims: number;
	/** Of claims that a verifier has judged. */
	billedRupiah: number;
	verifiedRupiah: number;
	returned: number;
	paid: number;
	medianDaysToPay: number | null;
	/** Against peers of the same diagnosis, service and class: 1 is as dear as they. Null where there are none. */
	costRatio: number | null;
	outlier: Outlier | null;
};

export type Outlier = {
	peers: number;
	meanZ: number;
	limit95: number;
	limit998: number;
	standing: string;
};

export type RuleSum = { rule: string; claims: number; atStakeRupiah: number };

export const claimFigures = [
	'submitted',
	'verified',
	'approved',
	'paid',
	'returned',
	'rejected',
	'bypass',
	'primaryCare',
	'duplicates',
	'doubleFinancing',
	'cut',
	'returnRate',
	'daysToPay'
] as const;
export type ClaimFigure = (typeof claimFigures)[number];

export type ClaimStatistics = {
	computedAt: string;
	stages: StageDays[];
	hospitals: HospitalClaims[];
	rules: RuleSum[];
	/** Claims whose first diagnosis a puskesmas treats itself, referred or not. */
	primaryCare: { claims: number; amountRupiah: number };
};

export type ClaimsFilter = {
	year: number;
	facility: string | null;
	stage: OpenStage;
	show: 'all' | 'overdue' | 'findings' | 'sampled';
	page: number;
};

export type PaymentBatch = {
	number: number;
	paidAt: string;
	paidOn: string;
	who: string;
	claims: number;
	amountRupiah: number;
	note: string;
};

export type ClaimsView = {
	snapshot: Snapshot;
	filter: ClaimsFilter;
	years: number[];
	facilities: { code: string; name: string }[];
	states: Record<ClaimState, ClaimSum>;
	queue: {
		stages: QueueStage[];
		rows: QueueRow[];
		total: number;
		pages: number;
		/** Where a stage holds more than a queue is read of: so many of the most urgent are listed, drawn and filtered. */
		most: number | null;
	};
	statistics: ClaimStatistics | null;
	batches: PaymentBatch[];
	rules: ReviewRules;
	evidence: Record<ClaimFigure, Evidence>;
};

export type HistoryStep = {
	at: string;
	state: ClaimState;
	amountRupiah: number;
	stands: boolean;
	decision: {
		move: ClaimMove;
		role: string;
		/** What colleagues call them; only the role for those of other houses. */
		who: string | null;
		reason: string;
		corrections: { item: TariffItem; fromRupiah: number; toRupiah: number }[];
		fromRupiah: number;
		toRupiah: number;
		batch: number | null;
	} | null;
};

export type PeerCosts = {
	peers: number;
	medianRupiah: number;
	lowRupiah: number;
	highRupiah: number;
	bins: { fromRupiah: number; toRupiah: number; claims: number }[];
};

export type ClaimView = {
	snapshot: Snapshot;
	facility: string;
	hospital: string;
	claimNo: string;
	versionKey: string;
	state: ClaimState;
	since: string;
	days: number;
	limitDays: number | null;
	service: string;
	diagnoses: string[];
	serviceFrom: string;
	serviceTo: string;
	tariffCode: string | null;
	letter: string | null;
	/** Where there is such a letter and the reader may open it. */
	letterNumber: string | null;
	budgetYear: number;
	billedRupiah: number;
	verifiedRupiah: number | null;
	approvedRupiah: number | null;
	paidRupiah: number | null;
	items: { item: TariffItem; rupiah: number }[];
	findings: Finding[] | null;
	sample: SampleReason | null;
	peers: PeerCosts | null;
	visit: {
		visitNo: string;
		service: string;
		arrivedAt: string;
		dischargedAt: string | null;
		diagnoses: string[];
		referral: string | null;
		emergency: boolean | null;
	} | null;
	visitNo: string | null;
	earlier: {
		facility: string;
		hospital: string;
		claimNo: string;
		state: ClaimState;
		service: string;
		serviceFrom: string;
		serviceTo: string;
		diagnosis: string | null;
		amountRupiah: number;
	}[];
	history: HistoryStep[];
	moves: ClaimMove[];
	/** Why none of the moves is this account's. */
	barred: 'four-eyes' | 'already-paid' | null;
};

export type BatchView = {
	snapshot: Snapshot;
	batch: PaymentBatch;
	hospitals: { facility: string; name: string; claims: number; amountRupiah: number }[];
	claims: { facility: string; claimNo: string; budgetYear: number; amountRupiah: number }[];
};

/** A hospital's own. */
export type OwnClaimsView = {
	snapshot: Snapshot;
	facility: string;
	filter: { state: ClaimState | null; page: number };
	states: Record<ClaimState, ClaimSum>;
	rows: {
		claimNo: string;
		state: ClaimState;
		since: string;
		days: number;
		service: string;
		serviceTo: string;
		billedRupiah: number;
		amountRupiah: number;
		/** Why it was sent back or refused, or cut. */
		reason: string | null;
		batch: number | null;
	}[];
	total: number;
	pages: number;
	beds: { rooms: number; medianAgeHours: number | null; daysReported: number; days: number };
	standing: OwnStanding | null;
};

/** Where a hospital stands among its peers, none of whom is named; null where they are fewer than five. */
export type OwnStanding = {
	peers: number;
	computedAt: string;
	measures: { measure: PeerMeasure; own: number; median: number; rank: number; of: number }[];
};
export const peerMeasures = ['returnRate', 'cutShare', 'daysToPay', 'costRatio'] as const;
export type PeerMeasure = (typeof peerMeasures)[number];
export const leastPeers = 5;

/** Everything that stands on the paper that is signed for a payment. */
export type PaymentMinutes = Pick<BatchView, 'batch' | 'hospitals' | 'claims'> & {
	printedOn: string;
	demo: boolean;
	/** What a reconstructed year is; absent or null elsewhere. */
	mark?: string | null;
};
