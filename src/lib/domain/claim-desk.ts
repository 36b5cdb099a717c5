/**
 * What may be done with a claim, by whom and for how much: a pure machine. Verifier, health office (planner) and finance
 * each take one step; nobody takes two that must check each other; money only ever goes down on its way; paid is final.
 */
import { mayDo, sendsAs, type Action } from './access.ts';
import { mayAssert, type ClaimState, type Party, type Role } from './role.ts';
import type { TariffItem } from './tariff-items.ts';

export const claimMoves = ['verify', 'approve', 'pay', 'return', 'reject'] as const;
export type ClaimMove = (typeof claimMoves)[number];

export function isClaimMove(text: string): text is ClaimMove {
	return (claimMoves as readonly string[]).includes(text);
}

/** What waits for somebody, in the order of its way, and whose it is. */
export const openStages = ['submitted', 'verified', 'approved'] as const satisfies readonly ClaimState[];
export type OpenStage = (typeof openStages)[number];

export const stageRole: Readonly<Record<OpenStage, Role>> = {
	submitted: 'verifier',
	verified: 'planner',
	approved: 'finance'
};

export function isOpenStage(text: string): text is OpenStage {
	return (openStages as readonly string[]).includes(text);
}

/** The stage that waits for this role; null for who works none off. */
export function stageOf(role: Role): OpenStage | null {
	return openStages.find((stage) => stageRole[stage] === role) ?? null;
}

const moves: Readonly<
	Record<ClaimMove, { from: readonly OpenStage[]; to: ClaimState; action: Action; needsReason: boolean }>
> = {
	verify: { from: ['submitted'], to: 'verified', action: 'verify-claim', needsReason: false },
	approve: { from: ['verified'], to: 'approved', action: 'approve-claim', needsReason: false },
	pay: { from: ['approved'], to: 'paid', action: 'pay-claim', needsReason: false },
	return: { from: ['submitted', 'verified'], to: 'returned', action: 'return-claim', needsReason: true },
	reject: { from: ['submitted', 'verified'], to: 'rejected', action: 'reject-claim', needsReason: true }
};

/** Who did what with a claim before, as far as a person's account did it. */
export type PastMove = { readonly move: ClaimMove; readonly who: string };

export type DeskClaim = {
	readonly state: ClaimState;
	readonly billedRupiah: number;
	readonly verifiedRupiah: number | null;
	readonly approvedRupiah: number | null;
	readonly items: Readonly<Partial<Record<TariffItem, number>>> | null;
	/** Some version of it, or a batch, says that it was paid: no later submission makes it payable again. */
	readonly wasPaid: boolean;
	readonly past: readonly PastMove[];
};

export type Correction = { readonly item: TariffItem; readonly toRupiah: number };

export type MoveOrder = {
	readonly move: ClaimMove;
	/** Whole rupiah; null for all that stands. */
	readonly amountRupiah: number | null;
	readonly corrections: readonly Correction[];
	readonly reason: string;
	/** It was drawn for a full review: the reason says what was looked at. */
	readonly isSampled: boolean;
};

export const deskRefusals = [
	'not-yours',
	'other-stage',
	'already-paid',
	'four-eyes',
	'reason-short',
	'amount-above',
	'amount-unusable',
	'correction-above',
	'no-cut-without-reason'
] as const;
export type DeskRefusal = (typeof deskRefusals)[number];

export type MoveResult =
	| {
			readonly ok: true;
			readonly party: Party;
			readonly state: ClaimState;
			readonly fromRupiah: number;
			readonly toRupiah: number;
	  }
	| { readonly ok: false; readonly refusal: DeskRefusal };

export const shortestDeskReason = 10;

/** The moves that check each other: whoever did one of the former may not do the latter, whatever role he has now. */
const checks: Readonly<Partial<Record<ClaimMove, readonly ClaimMove[]>>> = {
	approve: ['verify'],
	pay: ['verify', 'approve']
};

/** What this role may do with a claim in this state: a pay is made by batch, and listed too. */
export function movesFor(role: Role, state: ClaimState): ClaimMove[] {
	return claimMoves.filter((move) => partyFor(role, move) !== null && comesFrom(move, state));
}

export function comesFrom(move: ClaimMove, state: ClaimState): boolean {
	return (moves[move].from as readonly ClaimState[]).includes(state);
}

/** The state that a move leaves. */
export const moveTo = (move: ClaimMove): ClaimState => moves[move].to;

/** As whom a role may make a move: both tables must allow it, that of actions and that of authority. */
function partyFor(role: Role, move: ClaimMove): Party | null {
	const { action, to } = moves[move];
	const party = sendsAs[role];
	return party !== null && mayDo(role, action) && mayAssert(party, 'claim', to) ? party : null;
}

/** What stands to be decided on: the amount of the last step. */
export function standingRupiah({
	state,
	billedRupiah,
	verifiedRupiah,
	approvedRupiah
}: Pick<DeskClaim, 'state' | 'billedRupiah' | 'verifiedRupiah' | 'approvedRupiah'>): number {
	if (state === 'approved') return approvedRupiah ?? verifiedRupiah ?? billedRupiah;
	return state === 'verified' ? (verifiedRupiah ?? billedRupiah) : billedRupiah;
}

export function judgeMove(
	viewer: { name: string; role: Role },
	claim: DeskClaim,
	order: MoveOrder
): MoveResult {
	const refuse = (refusal: DeskRefusal): MoveResult => ({ ok: false, refusal });
	const { move } = order;
	const party = partyFor(viewer.role, move);
	if (party === null) return refuse('not-yours');
	if (claim.wasPaid) return refuse('already-paid');
	if (!comesFrom(move, claim.state) || !isYourStage(viewer.role, claim.state)) return refuse('other-stage');
	if (checksAnother(viewer.name, claim.past, move)) return refuse('four-eyes');
	const fromRupiah = standingRupiah(claim);
	const amount = amountOf(claim, order, fromRupiah);
	if (typeof amount === 'string') return refuse(amount);
	const isReasoned = order.reason.trim().length >= shortestDeskReason;
	if (!isReasoned && (moves[move].needsReason || (order.isSampled && move === 'verify')))
		return refuse('reason-short');
	if (!isReasoned && amount < fromRupiah) return refuse('no-cut-without-reason');
	return { ok: true, party, state: moves[move].to, fromRupiah, toRupiah: amount };
}

/** Returning and rejecting belong to whoever the stage waits for. */
function isYourStage(role: Role, state: ClaimState): boolean {
	return isOpenStage(state) && stageRole[state] === role;
}

/** Is this a move that checks one which the same account made? */
export function checksAnother(who: string, past: readonly PastMove[], move: ClaimMove): boolean {
	const checked = checks[move] ?? [];
	return past.some((one) => one.who === who && checked.includes(one.move));
}

/** Item by item where the bill has items, else one amount; never above what stands. */
function amountOf(claim: DeskClaim, order: MoveOrder, standing: number): number | DeskRefusal {
	const { move, corrections, amountRupiah } = order;
	if (move === 'return' || move === 'reject' || move === 'pay') return standing;
	if (corrections.length > 0) return move === 'verify' ? cutItems(claim, corrections) : 'amount-unusable';
	const amount = amountRupiah ?? standing;
	if (!Number.isSafeInteger(amount) || amount < 0) return 'amount-unusable';
	return amount > standing ? 'amount-above' : amount;
}

/** What the items lose, the bill loses: it need not be their sum, since a package may be billed for them. */
function cutItems(
	{ items, billedRupiah }: DeskClaim,
	corrections: readonly Correction[]
): number | DeskRefusal {
	let cut = 0;
	const seen = new Set<string>();
	for (const { item, toRupiah } of corrections) {
		const from = items?.[item];
		if (from === undefined || seen.has(item)) return 'amount-unusable';
		if (!Number.isSafeInteger(toRupiah) || toRupiah < 0) return 'amount-unusable';
		if (toRupiah > from) return 'correction-above';
		seen.add(item);
		cut += from - toRupiah;
	}
	return Math.max(0, billedRupiah - cut);
}

/** How many of the review: a share by chance, everything above a value, and what a rule found. */
export type ReviewRules = {
	/** 0…1 */
	readonly randomShare: number;
	readonly aboveRupiah: number | null;
	readonly findings: readonly string[];
	/** Whoever knows it can draw again what was drawn, and beforehand: made at random, and told to the desk alone. */
	readonly seed: string;
	readonly limitDays: Readonly<Record<OpenStage, number>>;
};

/** Where nobody set others. The seed is each installation's own. */
export const usualReviewRules: Omit<ReviewRules, 'seed'> = {
	randomShare: 0.05,
	aboveRupiah: 50_000_000,
	findings: ['duplicate-claim', 'overlapping-stay', 'double-financing'],
	limitDays: { submitted: 10, verified: 5, approved: 15 }
};

export const sampleReasons = ['random', 'value', 'finding'] as const;
export type SampleReason = (typeof sampleReasons)[number];

/**
 * Why a claim is to be reviewed in full; null where it is not. The draw depends on the seed and the claim alone, so that
 * nobody draws again until a claim falls out, and an auditor finds the same ones.
 */
export function sampleReason(
	rules: ReviewRules,
	claim: { facility: string; claimNo: string; billedRupiah: number; findings: readonly string[] }
): SampleReason | null {
	if (claim.findings.some((rule) => rules.findings.includes(rule))) return 'finding';
	if (rules.aboveRupiah !== null && claim.billedRupiah >= rules.aboveRupiah) return 'value';
	return drawOf(`${rules.seed}\u0000${claim.facility}\u0000${claim.claimNo}`) < rules.randomShare
		? 'random'
		: null;
}

/** FNV-1a with a last mixing (murmur3's), as a share between 0 and 1. */
export function drawOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let place = 0; place < text.length; place++)
		hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
