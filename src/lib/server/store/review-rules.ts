import type { ReviewRules } from '../../domain/claim-desk.ts';
import type { Transaction } from './bulk.ts';

/** "TINJ": two who set rules at once follow each other. */
const numberLock = 0x54494e4a;

export type ReviewRuleRow = { number: number; at: Date; who: string; rules: ReviewRules };

/** Newest first. */
export async function findReviewRules(tx: Transaction, until: Date, limit: number): Promise<ReviewRuleRow[]> {
	return tx<ReviewRuleRow[]>`
		SELECT number, at, who, rules FROM review_rule WHERE at <= ${until} ORDER BY number DESC LIMIT ${limit}`;
}

/** Adds the rules that hold from now on. */
export async function writeReviewRules(tx: Transaction, row: Omit<ReviewRuleRow, 'number'>): Promise<void> {
	await tx`SELECT pg_advisory_xact_lock(${numberLock})`;
	await tx`
		INSERT INTO review_rule (number, at, who, rules)
		SELECT coalesce(max(number), 0) + 1, ${row.at}, ${row.who}, ${JSON.stringify(row.rules)}::text::jsonb FROM review_rule`;
}
