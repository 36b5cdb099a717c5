/**
 * What a claim's state means for the money. A claim counts once, in its newest state, with the amount that stands there:
 * paid, else approved, else verified, else billed.
 */
import type { ClaimState } from './role.ts';

/** Owed: the city has the bill and has not paid it. Nearest to payment first. */
export const owedStates = ['approved', 'verified', 'submitted'] as const satisfies readonly ClaimState[];

/** What uses the budget up: paid and owed. A returned claim is back at its hospital, a rejected one is not owed. */
export const committedStates: readonly ClaimState[] = ['paid', ...owedStates];

export function isCommitted(state: string): boolean {
	return (committedStates as readonly string[]).includes(state);
}

export function isOwed(state: string): boolean {
	return (owedStates as readonly string[]).includes(state);
}
