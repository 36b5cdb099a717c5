/** All that was ever said of some claims, and by whom persons moved them: what the one way in judges a new word by. */
import type { ClaimAmounts } from '../../domain/claim-assertion.ts';
import type { PastMove } from '../../domain/claim-desk.ts';
import { statement, type Transaction } from './bulk.ts';
import type { ClaimName } from './claim-desk.ts';
import type { VersionOrder } from './versions.ts';

export type ToldVersion = ClaimName & VersionOrder & ClaimAmounts;
export type ClaimStories = {
	versions: ToldVersion[];
	past: (ClaimName & PastMove)[];
	/** Those that a batch paid. */
	paid: ClaimName[];
};

const names = [
	{ name: 'facility', type: 'text', value: ({ facility }: ClaimName) => facility },
	{ name: 'claim_no', type: 'text', value: ({ claimNo }: ClaimName) => claimNo }
] as const;
const on = 'of.facility = given.facility AND of.claim_no = given.claim_no';

const findVersions = statement<ClaimName>(
	[...names],
	(
		given
	) => `SELECT of.facility, of.claim_no AS "claimNo", of.version_time AS "versionTime", of.version_id AS "versionId",
			replace(of.event_key::text, '-', '') AS "eventKey", of.state, of.billed_rupiah AS "billedRupiah",
			of.verified_rupiah AS "verifiedRupiah", of.approved_rupiah AS "approvedRupiah", of.paid_rupiah AS "paidRupiah"
		FROM ${given} JOIN claim of ON ${on}`
);
const findPast = statement<ClaimName>(
	[...names],
	(given) =>
		`SELECT of.facility, of.claim_no AS "claimNo", of.move, of.who FROM ${given} JOIN claim_decision of ON ${on}`
);
const findPaid = statement<ClaimName>(
	[...names],
	(given) => `SELECT of.facility, of.claim_no AS "claimNo" FROM ${given} JOIN claim_payment of ON ${on}`
);

/** @param claims each once. The statements are on their way when this returns. */
export async function findClaimStories(tx: Transaction, claims: readonly ClaimName[]): Promise<ClaimStories> {
	const [versions, past, paid] = await Promise.all([
		findVersions<ToldVersion>(tx, claims),
		findPast<ClaimName & PastMove>(tx, claims),
		findPaid<ClaimName>(tx, claims)
	]);
	return { versions, past, paid };
}
