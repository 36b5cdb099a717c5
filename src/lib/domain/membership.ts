/**
 * Who counts as a member: everyone in the card's register who has neither moved away nor died. A status that the
 * population register has not answered yet keeps its holder in.
 */
export const memberStatuses: readonly string[] = ['active', 'unknown'];

export function isMember(status: string): boolean {
	return memberStatuses.includes(status);
}
