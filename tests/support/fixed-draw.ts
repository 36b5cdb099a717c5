import { usualReviewRules } from '../../src/lib/domain/claim-desk.ts';
import type { Sql } from '../../src/lib/server/store/connect.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import { writeReviewRules } from '../../src/lib/server/store/review-rules.ts';

/** An installation draws its own seed; with a known one the same claims are drawn for a full review in every run. */
export function fixDraw(sql: Sql, seed = 'tests'): Promise<void> {
	const rules = { ...usualReviewRules, seed };
	return inTransaction(sql, (tx) => writeReviewRules(tx, { at: new Date(0), who: 'system:test', rules }));
}
