import { usualReviewRules, type ReviewRules } from '../../domain/claim-desk.ts';
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { inTransaction } from './transaction.ts';

/** "TINJ": two who set rules at once follow each other. */
const numberLock = 0x54494e4a;

export type ReviewRuleRow = { number: number; at: Date; who: string; rules: ReviewRules };

/** Before any moment that is looked back at. */
const ever = new Date(0);
/** What everybody knew it to be where nobody had set another one. */
const publicSeed = 'denyut';

/** What held at a moment; before anybody set anything, what is usual. @throws where no start has laid down a seed */
export async function findReviewRules(tx: Transaction, at: Date): Promise<ReviewRules> {
	const [row] = await tx<{ at: Date; rules: ReviewRules }[]>`
		SELECT at, rules FROM review_rule ORDER BY at <= ${at} DESC, CASE WHEN at <= ${at} THEN -number ELSE number END LIMIT 1`;
	if (!row) throw new Error('no rules of review stand: start the product once against this database');
	return row.at <= at ? row.rules : { ...usualReviewRules, seed: row.rules.seed };
}

/** Adds the rules that hold from now on. */
export async function writeReviewRules(tx: Transaction, row: Omit<ReviewRuleRow, 'number'>): Promise<void> {
	await tx`SELECT pg_advisory_xact_lock(${numberLock})`;
	await tx`
		INSERT INTO review_rule (number, at, who, rules)
		SELECT coalesce(max(number), 0) + 1, ${row.at}, ${row.who}, ${JSON.stringify(row.rules)}::text::jsonb FROM review_rule`;
}

/**
 * Gives an installation a seed of its own, once: with one that stands in the source anybody could tell beforehand which
 * claims are looked at. One that was kept from before is replaced from now on.
 */
export async function layDownReviewSeed(sql: Sql, makeSeed: () => string, now: Date): Promise<void> {
	await inTransaction(sql, async (tx) => {
		await tx`SELECT pg_advisory_xact_lock(${numberLock})`;
		const [newest] = await tx<{ rules: ReviewRules }[]>`
			SELECT rules FROM review_rule ORDER BY number DESC LIMIT 1`;
		if (newest && newest.rules.seed !== publicSeed) return;
		const rules = { ...(newest?.rules ?? usualReviewRules), seed: makeSeed() };
		await writeReviewRules(tx, { at: newest ? now : ever, who: 'system:start', rules });
	});
}
