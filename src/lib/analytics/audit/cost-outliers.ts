import { AnalyticsError } from '../analytics-error.ts';
import { type AuditReason } from './audit-rows.ts';
import { type ClaimTable } from './claim-table.ts';
import { compareWithPeers, type PeerStanding } from './peer-costs.ts';

export interface OutlierOptions {
	/** Spreads above the peers' median from which a claim is shown. */
	readonly limit?: number;
	/** And at least so many times the typical cost. */
	readonly leastRatio?: number;
}

/** The upper funnel limit of Spiegelhalter (2005): beyond it lies one honest claim in a thousand. */
const usualLimit = 3.09;
/** Less than a quarter above the typical cost is not worth a verifier's hour. Our rule. */
const usualRatio = 1.25;

/**
 * Claims that cost far more than the same diagnosis, service, class and length of stay cost elsewhere.
 *
 * Definition: `compareWithPeers`, shown beyond the funnel limit and a least ratio. What it can see depends on
 * how alike the peers are: where their spread is 10 %, half as much again stands out four spreads; where it
 * is 40 %, only one, and nothing that looks at the price alone can find it. The evidence carries the spread.
 * At stake: what exceeds the typical cost.
 *
 * @throws AnalyticsError `bad-option` for a limit of 0 or less. Cost: as `compareWithPeers`.
 */
export function findCostOutliers(
	table: ClaimTable,
	{ limit = usualLimit, leastRatio = usualRatio }: OutlierOptions = {}
): AuditReason[] {
	if (!(limit > 0)) throw new AnalyticsError('bad-option', `A funnel limit lies above 0, not at ${limit}.`);
	return compareWithPeers(table)
		.filter(({ z, ratio }) => z > limit && ratio >= leastRatio)
		.map((standing) => reasonOf(standing, table.amountRupiah[standing.claim] ?? 0));
}

function reasonOf(
	{ claim, level, peers, z, ratio, typicalRupiah, spread }: PeerStanding,
	amount: number
): AuditReason {
	return {
		rule: 'cost-outlier',
		claim,
		others: [],
		atStakeRupiah: Math.max(0, Math.round(amount - typicalRupiah)),
		evidence: { level, peers, z, ratio, typicalRupiah: Math.round(typicalRupiah), spread }
	};
}
