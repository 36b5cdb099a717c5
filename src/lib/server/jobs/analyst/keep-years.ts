/** This year's projection and next year's proposal without levers: out of one input, kept in one commit. */
import { hash } from 'node:crypto';
import type { YearInput } from '../../../analytics/budget/project-year.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { nextYearDigest, nextYearKind, nextYearVersion } from '../../services/budget/next-year-ground.ts';
import { projectionKind } from '../../services/budget-projection.ts';
import { findAnalysis, keepAnalysis } from '../../store/analyses.ts';
import type { Transaction } from '../../store/bulk.ts';
import { recordChange } from '../../store/changes.ts';
import type { Sql } from '../../store/connect.ts';
import { keepProjectionInput } from '../../store/projection-inputs.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { AnalystPool } from './pool.ts';

/** To be raised whenever the method answers differently from the same inputs. */
const projectionVersion = 2;
/** Of both methods. */
export const yearsVersion = `${projectionVersion}.${nextYearVersion}`;

type Asked = { input: YearInput; computedAt: Date; change: number };

/** @returns number of the commit that told the viewers; null where both stand already. */
export async function keepYears(
	{ sql, pool }: { sql: Sql; pool: AnalystPool },
	{ input, computedAt, change }: Asked
): Promise<number | null> {
	const { year, today: knownOn } = input;
	const digest = hash('sha256', JSON.stringify([projectionVersion, input]), 'hex');
	const projection = { kind: projectionKind, subject: String(year), knownOn, computedAt, change };
	const proposal = { ...projection, kind: nextYearKind, subject: String(year + 1) };
	const areKept = async (tx: Transaction) =>
		(await isKept(tx, projection, digest)) && (await isKept(tx, proposal, nextYearDigest(digest)));
	if (await inSnapshot(sql, systemViewer('analyst'), areKept)) return null;
	const projected = await pool.run('project-year', input);
	const proposed = await pool.run('project-next-year', input);
	return inTransaction(sql, async (tx) => {
		if (await areKept(tx)) return null;
		const inputs = { digest, billed: input.billed.length, visitMonths: input.visits.length };
		await keepAnalysis(tx, { ...projection, version: projectionVersion, inputs, result: projected });
		// Other levers begin from exactly the same worlds.
		await keepProjectionInput(tx, { year, knownOn, digest, input });
		const from = { digest: nextYearDigest(digest), year };
		await keepAnalysis(tx, { ...proposal, version: nextYearVersion, inputs: from, result: proposed });
		return (await recordChange(tx, { reload: ['claims'] })).change;
	});
}

type Named = { kind: string; subject: string; knownOn: string };

async function isKept(tx: Transaction, { kind, subject, knownOn }: Named, digest: string): Promise<boolean> {
	const standing = await findAnalysis(tx, kind, subject, knownOn);
	return standing?.knownOn === knownOn && standing.inputs['digest'] === digest;
}
