/** Claims that stand in a stage for longer than the health office lets it take, by hospital. */
import { openStages, type OpenStage, type ReviewRules } from '../../domain/claim-desk.ts';
import type { Transaction } from './bulk.ts';

export type OverdueRow = { stage: OpenStage; facility: string; claims: number; oldestDays: number };

export async function findOverdue(
	tx: Transaction,
	limitDays: ReviewRules['limitDays'],
	today: string
): Promise<OverdueRow[]> {
	const days = openStages.map((stage) => limitDays[stage]);
	return tx<OverdueRow[]>`
		SELECT c.state AS stage, c.facility, count(*)::int AS claims, max(${today}::date - c.occurred_on)::int AS "oldestDays"
		FROM claim c JOIN unnest(${[...openStages]}::text[], ${days}::int[]) AS own(stage, days) ON own.stage = c.state
		WHERE c.posted_on IS NOT NULL AND c.reversed_on IS NULL AND c.state IN ('submitted', 'verified', 'approved')
			AND ${today}::date - c.occurred_on > own.days
		GROUP BY c.state, c.facility ORDER BY c.state, c.facility`;
}
