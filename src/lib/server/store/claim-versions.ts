/**
 * What was said of claims before, for protocols without event ids: it tells a claim sent again from a claim corrected, and
 * what a protocol that knows little of a claim leaves as it stands.
 */
import type { TariffItem } from '../../domain/tariff-items.ts';
import type { Sql } from './connect.ts';

export type SaidOfClaim = {
	claimNo: string;
	versionId: string;
	versionTime: Date;
	state: string;
	visitNo: string | null;
	service: string;
	diagnoses: string[];
	serviceFrom: string;
	tariffCode: string | null;
	items: Partial<Record<TariffItem, number>> | null;
	billedRupiah: number;
	/** Whose claim it is. */
	personId: string | null;
};

/** `own`: newest among those whose event ids begin with the prefix, standing or not. */
export type SaidBefore = { own: Map<string, SaidOfClaim>; standing: Map<string, SaidOfClaim> };

type Asked = { facility: string; claimNos: readonly string[]; prefix: string };
type Row = SaidOfClaim & { isOwn: boolean; stands: boolean };

export async function findSaidBefore(sql: Sql, { facility, claimNos, prefix }: Asked): Promise<SaidBefore> {
	const rows = await sql<Row[]>`
		WITH said AS (
			SELECT c.*, starts_with(c.version_id, ${prefix}) AS is_own,
				c.posted_on IS NOT NULL AND c.reversed_on IS NULL AS stands,
				row_number() OVER (PARTITION BY c.claim_no, starts_with(c.version_id, ${prefix})
					ORDER BY c.version_time DESC, c.version_id COLLATE "C" DESC) AS place
			FROM claim c WHERE c.facility = ${facility} AND c.claim_no = ANY(${[...claimNos]}::text[])
		)
		SELECT s.claim_no AS "claimNo", s.version_id AS "versionId", s.version_time AS "versionTime", s.state,
			s.visit_no AS "visitNo", s.service, s.diagnoses, s.service_from::text AS "serviceFrom",
			s.tariff_code AS "tariffCode", s.items, s.billed_rupiah AS "billedRupiah", s.person_id AS "personId", s.is_own AND s.place = 1 AS "isOwn", s.stands
		FROM said s WHERE s.stands OR (s.is_own AND s.place = 1)`;
	const byNo = (some: Row[]) => new Map(some.map((row) => [row.claimNo, row]));
	return { own: byNo(rows.filter((row) => row.isOwn)), standing: byNo(rows.filter((row) => row.stands)) };
}
