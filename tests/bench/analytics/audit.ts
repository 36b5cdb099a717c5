import { measureRules } from '../../support/audit-detection.ts';
import { round } from '../support/table.ts';

const seeds = Array.from({ length: 20 }, (_, n) => n + 1);
const count = 4_000;

/**
 * Precision and recall of each audit rule over 20 invented cities with defects at fixed rates (duplicates 1 %, overlaps
 * 0.5 %, price × 1.5 and × 2 in 2 %, bypass 5 %, double financing 3 %), beside as many claims drawn at random.
 */
export function benchAudit(): Promise<void> {
	for (const spread of [0.1, 0.15, 0.3]) {
		console.log(`\nAudit rules, 20 seeds × ${count} claims, peers' prices spread by ${spread * 100} %`);
		console.table(
			measureRules(seeds, count, spread).map(({ rule, flagged, found, atRandom }) => ({
				rule,
				'flagged of a city': round(flagged, 1),
				precision: round(found.precision, 3),
				recall: round(found.recall, 3),
				'precision at random': round(atRandom.precision, 3),
				'recall at random': round(atRandom.recall, 3)
			}))
		);
	}
	return Promise.resolve();
}
