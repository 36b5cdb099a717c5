/**
 * Who counts as a member: a person whose card is active in the register. Who moved away or died is none any more, and one
 * whom the population register has not confirmed is none yet.
 */
export const memberStatuses: readonly string[] = ['active'];

export function isMember(status: string): boolean {
	return memberStatuses.includes(status);
}
