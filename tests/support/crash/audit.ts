/** Holds the database against what was sent and acknowledged: nothing lost, nothing twice, every rollup right. */
import { reconcile } from '../../../src/lib/server/store/reconcile.ts';
import type { Sql } from '../../../src/lib/server/store/connect.ts';
import { newestVersions, type SentEvent } from './events.ts';

export type Audit = {
	/** Acknowledged events that the ledger or the tables of versions do not hold. */
	lost: number;
	/** Events that stand more than once, or that nobody sent. */
	double: number;
	/** Rollups that differ from what follows from the sent events alone. */
	wrongTotals: string[];
	/** What `npm run reconcile` finds. */
	differences: string[];
};

const versions = ['visit', 'bed_report', 'claim', 'member', 'stock', 'tally']
	.map((table) => `SELECT event_key FROM ${table}`)
	.join(' UNION ALL ');

export async function audit(sql: Sql, sent: readonly SentEvent[]): Promise<Audit> {
	const keys = sent.map(({ eventKey }) => eventKey);
	const differences: string[] = [];
	await reconcile(sql, { onDifference: (difference) => differences.push(JSON.stringify(difference)) });
	return { ...(await countEvents(sql, keys)), wrongTotals: await compareTotals(sql, sent), differences };
}

async function countEvents(sql: Sql, keys: string[]): Promise<Pick<Audit, 'lost' | 'double'>> {
	const [counts] = await sql.unsafe<{ lost: number; double: number }[]>(
		`WITH sent AS (SELECT unnest($1::text[])::uuid AS event_key),
			kept AS (SELECT event_key, count(*) AS times FROM (${versions}) v GROUP BY event_key)
		SELECT count(*) FILTER (WHERE s.event_key IS NOT NULL AND (l.event_key IS NULL OR k.event_key IS NULL))::int AS lost,
			count(*) FILTER (WHERE k.times > 1 OR s.event_key IS NULL)::int AS double
		FROM sent s FULL JOIN event_ledger l USING (event_key) FULL JOIN kept k USING (event_key)`,
		[keys]
	);
	return counts ?? { lost: keys.length, double: 0 };
}

/** Recomputed here from the sent events, not from the rows: rows and rollups could be wrong alike. */
async function compareTotals(sql: Sql, sent: readonly SentEvent[]): Promise<string[]> {
	const expected = totalsOf(newestVersions(sent));
	const [found = {}] = await sql.unsafe<Record<string, number>[]>(`SELECT
		(SELECT coalesce(sum(visits), 0) FROM disease_period WHERE grain = 'week')::int AS "visits by week",
		(SELECT coalesce(sum(visits), 0) FROM disease_effect)::int AS "visits by day",
		(SELECT coalesce(sum(visits), 0) FROM visit_period WHERE grain = 'day')::int AS "visits by facility",
		(SELECT coalesce(sum(visits), 0) FROM disease_period WHERE grain = 'month' AND icd3 = 'A91')::int AS "dengue visits",
		(SELECT coalesce(sum(visits), 0) FROM service_effect WHERE service = 'emergency')::int AS "emergency visits",
		(SELECT coalesce(sum(quantity), 0) FROM item_month)::int AS "drugs dispensed",
		(SELECT count(*) FROM bed_now)::int AS rooms,
		(SELECT coalesce(sum(occupied), 0) FROM bed_now)::int AS "occupied beds",
		(SELECT coalesce(sum(claims), 0) FROM claim_standing)::int AS claims,
		(SELECT coalesce(sum(billed_rupiah), 0) FROM claim_standing)::float8 AS "billed rupiah",
		(SELECT coalesce(sum(persons), 0) FROM member_effect)::int AS members,
		(SELECT coalesce(sum(closing), 0) FROM stock WHERE posted_on IS NOT NULL AND reversed_on IS NULL)::float8 AS "stock at closing",
		(SELECT coalesce(sum(value), 0) FROM tally WHERE posted_on IS NOT NULL AND reversed_on IS NULL)::float8 AS "tallied cases"`);
	return Object.entries(expected)
		.filter(([name, value]) => found[name] !== value)
		.map(([name, value]) => `${name}: ${found[name]} instead of ${value}`);
}

function totalsOf(standing: SentEvent[]): Record<string, number> {
	const data = <T extends string>(type: T) =>
		standing.flatMap(({ event }) => (event.type === type ? [event.data] : [])) as Extract<
			SentEvent['event'],
			{ type: T }
		>['data'][];
	const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
	const visits = data('id.denyut.visit.v1');
	const beds = data('id.denyut.bed.v1');
	const claims = data('id.denyut.claim.v1');
	return {
		'visits by week': visits.length,
		'visits by day': visits.length,
		'visits by facility': visits.length,
		'dengue visits': visits.filter(({ diagnoses }) => diagnoses[0] === 'A91').length,
		'emergency visits': visits.filter(({ service }) => service === 'emergency').length,
		'drugs dispensed': sum(visits.flatMap(({ drugs }) => (drugs ?? []).map(({ quantity }) => quantity))),
		rooms: beds.length,
		'occupied beds': sum(beds.map(({ occupied }) => occupied ?? 0)),
		claims: claims.length,
		'billed rupiah': sum(claims.map(({ billedRupiah }) => billedRupiah)),
		members: data('id.denyut.member.v1').length,
		'stock at closing': sum(data('id.denyut.stock.v1').map(({ closing }) => closing)),
		'tallied cases': sum(data('id.denyut.tally.v1').map(({ value }) => value))
	};
}
