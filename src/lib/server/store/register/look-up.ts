import type { Transaction } from '../bulk.ts';

/**
 * Runs statements that concern few people: each is looked up by key. Left to itself the planner would rather read a register
 * whole once than look a hundredth of it up, and the cost of a change would follow the city's size and not its own.
 */
export async function lookUp<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
	await tx`SET LOCAL enable_seqscan = off`;
	// What fails undoes the transaction, and the setting with it.
	const result = await work();
	await tx`SET LOCAL enable_seqscan = on`;
	return result;
}
