/** What the audit job leaves by day, and how the pages read it. */
import type { PeerGroup, YearAudit } from '../../analytics/audit/audit-desk.ts';
import { findAnalysis } from '../store/analyses.ts';
import type { Transaction } from '../store/bulk.ts';
import type { HospitalRow, StageDaysRow } from '../store/claim-audit.ts';

export const claimYearKind = 'claim-audit';
export const claimPeersKind = 'claim-peers';
export const allPeers = 'all';

export type ClaimYear = YearAudit & { stages: StageDaysRow[]; hospitals: HospitalRow[] };

export const findClaimYear = (tx: Transaction, year: number, until: string) =>
	findAnalysis<ClaimYear>(tx, claimYearKind, String(year), until);

/** One group out of all: they are many, and a page shows one. */
export async function findPeerGroup(
	tx: Transaction,
	key: string,
	until: string
): Promise<Omit<PeerGroup, 'key'> | null> {
	const [row] = await tx<{ peers: Omit<PeerGroup, 'key'> | null }[]>`
		SELECT result->'groups'->${key} AS peers FROM analysis
		WHERE kind = ${claimPeersKind} AND subject = ${allPeers} AND known_on <= ${until} ORDER BY known_on DESC LIMIT 1`;
	return row?.peers ?? null;
}
