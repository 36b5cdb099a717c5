import { hash } from 'node:crypto';
import type { Transaction } from './bulk.ts';

/** Any number: only this product's writers take these advisory locks. */
const lockClass = 0x44_45_4e_59;

/** Makes transactions that may touch the same natural keys wait for each other, in one order for all of them. */
export async function lockWriters(tx: Transaction, writers: readonly string[]): Promise<void> {
	const keys = [...new Set(writers.filter((writer) => writer !== ''))].map(lockKey).sort((a, b) => a - b);
	if (keys.length === 0) return;
	await tx
		.unsafe(
			`SELECT pg_advisory_xact_lock(${lockClass}, key) FROM unnest($1::int4[]) AS key`,
			[`{${keys.join(',')}}`],
			{ prepare: true }
		)
		.execute();
}

function lockKey(writer: string): number {
	return hash('sha1', writer, 'buffer').readInt32BE(0);
}
