/**
 * What a party may say of a claim as it stands, whichever way it says so: an event of a key, a file, a form. The desk's own
 * machine, asked of the parties: a bill is sent again only while it may still be changed, each answer follows the state
 * that it answers, and no step leaves more than the one before. Old history is imported as it was: the importer is exempt.
 */
import { sendsAs } from './access.ts';
import {
	checksAnother,
	claimMoves,
	comesFrom,
	isOpenStage,
	moveTo,
	stageRole,
	standingRupiah,
	type ClaimMove,
	type PastMove
} from './claim-desk.ts';
import type { ClaimState, Party } from './role.ts';

/** One version of a claim, as far as it decides on the next one. */
export type ClaimAmounts = {
	readonly state: ClaimState;
	readonly billedRupiah: number;
	readonly verifiedRupiah: number | null;
	readonly approvedRupiah: number | null;
	readonly paidRupiah: number | null;
};

export type Assertion = {
	readonly party: Party;
	/** The account whose doing it is; null for a program's key, which belongs to one party for good. */
	readonly who: string | null;
	readonly said: ClaimAmounts;
};

export type ClaimSoFar = {
	/** The version that is answered; null of a claim that nobody sent. */
	readonly standing: ClaimAmounts | null;
	readonly wasPaid: boolean;
	readonly past: readonly PastMove[];
};

export const assertionRefusals = [
	'claim-unknown',
	'claim-settled',
	'claim-stage',
	'claim-paid',
	'claim-four-eyes',
	'claim-amount',
	'claim-differs',
	'claim-late'
] as const;
export type AssertionRefusal = {
	readonly code: (typeof assertionRefusals)[number];
	readonly field: string;
	readonly detail: Record<string, string>;
};

const stated = {
	billed: 'billedRupiah',
	verified: 'verifiedRupiah',
	approved: 'approvedRupiah',
	paid: 'paidRupiah'
} as const;
type AmountField = (typeof stated)[keyof typeof stated];

/** The move that an asserted state makes; null for a hospital's bill, which moves nothing. */
export const moveOf = (state: ClaimState): ClaimMove | null =>
	claimMoves.find((move) => moveTo(move) === state) ?? null;

/** Null where it may be said. @param so what was said before, the newest of it standing */
export function judgeAssertion({ party, who, said }: Assertion, so: ClaimSoFar): AssertionRefusal | null {
	if (party === 'importer') return null;
	const { standing, wasPaid, past } = so;
	const move = moveOf(said.state);
	if (move === null) return judgeBill(standing, wasPaid);
	if (standing === null) return { code: 'claim-unknown', field: 'data.claim', detail: {} };
	const detail = { standing: standing.state, state: said.state };
	if (wasPaid) return { code: 'claim-paid', field: 'data.state', detail };
	if (!isTurnOf(party, move, standing.state)) return { code: 'claim-stage', field: 'data.state', detail };
	if (who !== null && checksAnother(who, past, move))
		return { code: 'claim-four-eyes', field: 'data.state', detail };
	return judgeAmounts(said, standing);
}

/** A bill may be put right until somebody answered it, and again when it was sent back. */
function judgeBill(standing: ClaimAmounts | null, wasPaid: boolean): AssertionRefusal | null {
	const isOpen = standing === null || standing.state === 'submitted' || standing.state === 'returned';
	if (isOpen && !wasPaid) return null;
	const state = wasPaid ? 'paid' : (standing?.state ?? 'paid');
	return { code: 'claim-settled', field: 'data.state', detail: { standing: state } };
}

/** Returning and rejecting belong to whoever the stage waits for. */
function isTurnOf(party: Party, move: ClaimMove, state: ClaimState): boolean {
	return isOpenStage(state) && comesFrom(move, state) && sendsAs[stageRole[state]] === party;
}

/** No step above the one before, and nothing else said of the steps before than what stands of them. */
function judgeAmounts(said: ClaimAmounts, standing: ClaimAmounts): AssertionRefusal | null {
	const order: readonly AmountField[] = [stated.billed, stated.verified, stated.approved, stated.paid];
	const own: AmountField | null = said.state in stated ? stated[said.state as keyof typeof stated] : null;
	const earlier = own === null ? [stated.billed] : order.slice(0, order.indexOf(own));
	for (const field of earlier) {
		const before = standing[field];
		if (said[field] === null || before === null || said[field] === before) continue;
		return { code: 'claim-differs', field: `data.${field}`, detail: { rupiah: String(before) } };
	}
	const most = standingRupiah(standing);
	if (own === null || (said[own] ?? 0) <= most) return null;
	return { code: 'claim-amount', field: `data.${own}`, detail: { rupiah: String(most) } };
}
