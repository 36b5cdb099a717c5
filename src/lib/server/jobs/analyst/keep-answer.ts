/** Stores an answer under its day unless it stands there already. */
import { hash } from 'node:crypto';
import { findAnalysis, keepAnalysis, type Analysis } from '../../store/analyses.ts';
import type { Sql } from '../../store/connect.ts';
import { inTransaction } from '../../store/transaction.ts';

type Answer = Pick<
	Analysis<object>,
	'kind' | 'subject' | 'knownOn' | 'computedAt' | 'change' | 'version' | 'result'
>;

/**
 * The answer is its own input: for what is counted, not computed at length. Open pages are not told: what it counts moved by
 * commits that told them.
 */
export async function keepAnswer(sql: Sql, answer: Answer): Promise<void> {
	const { kind, subject, knownOn, version, result } = answer;
	const digest = hash('sha256', JSON.stringify([version, result]), 'hex');
	await inTransaction(sql, async (tx) => {
		const standing = await findAnalysis(tx, kind, subject, knownOn);
		if (standing?.knownOn === knownOn && standing.inputs['digest'] === digest) return;
		await keepAnalysis(tx, { ...answer, inputs: { digest } });
	});
}
