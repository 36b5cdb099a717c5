import type { Transaction } from '../bulk.ts';

/** "BUDG": one process counts. */
const lockNumber = 0x42554447;

export async function tryLockBudgetCount(tx: Transaction): Promise<boolean> {
	const [row] = await tx<{ locked: boolean }[]>`SELECT pg_try_advisory_xact_lock(${lockNumber}) AS locked`;
	return row?.locked ?? false;
}
