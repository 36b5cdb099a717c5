/** The Claims page's figures, each counted again by SQL that knows nothing of the page. */
import { describe, expect, it } from 'vitest';
import { claimStates } from '../../src/lib/domain/role.ts';
import { city, codes, useClaimsPage, view, year } from './claims-page-city.ts';

useClaimsPage();

const standing = 'posted_on IS NOT NULL AND reversed_on IS NULL';
const ruleOf = (rule: string) => view.statistics?.rules.find((one) => one.rule === rule);

describe('each figure, counted again', () => {
	it('the flow: claims and rupiah by state', async () => {
		const rows = await city.database.sql.unsafe<{ state: string; claims: number; rupiah: number }[]>(
			`SELECT state, count(*)::int AS claims, sum(amount_rupiah)::bigint AS rupiah FROM claim WHERE ${standing} AND budget_year = ${year} GROUP BY 1`
		);
		for (const state of claimStates) {
			const row = rows.find((one) => one.state === state);
			expect(view.states[state]).toMatchObject({ claims: row?.claims ?? 0, amountRupiah: row?.rupiah ?? 0 });
		}
		expect(view.states.paid.claims).toBeGreaterThan(100);
	});

	it('the queue: claims, rupiah, oldest, overdue', async () => {
		const rows = await city.database.sql.unsafe<Record<string, number>[]>(
			`SELECT state, count(*)::int AS claims, sum(amount_rupiah)::bigint AS rupiah, max('2026-11-22'::date - occurred_on) AS oldest,
				count(*) FILTER (WHERE '2026-11-22'::date - occurred_on > CASE state WHEN 'submitted' THEN 10 WHEN 'verified' THEN 5 ELSE 15 END)::int AS late
			FROM claim WHERE ${standing} AND state IN ('submitted', 'verified', 'approved') GROUP BY 1`
		);
		for (const stage of view.queue.stages) {
			const row = rows.find(({ state }) => String(state) === stage.stage);
			expect(stage).toMatchObject({
				claims: row?.['claims'],
				amountRupiah: row?.['rupiah'],
				oldestDays: row?.['oldest'],
				overdue: row?.['late']
			});
		}
	});

	it('median days in a stage', async () => {
		const rows = await city.database.sql<{ days: number }[]>`
			SELECT (n.occurred_on - c.occurred_on)::int AS days FROM claim c JOIN LATERAL (
				SELECT occurred_on, state FROM claim x WHERE x.facility = c.facility AND x.claim_no = c.claim_no
					AND x.version_time > c.version_time ORDER BY x.version_time LIMIT 1) n ON n.state <> c.state
			WHERE c.state = 'verified' ORDER BY 1`;
		const days = rows.map((row) => row.days);
		const middle =
			((days[Math.floor((days.length - 1) / 2)] ?? 0) + (days[Math.ceil((days.length - 1) / 2)] ?? 0)) / 2;
		const stage = view.statistics?.stages.find(({ state }) => state === 'verified');
		expect(stage).toMatchObject({ claims: days.length, medianDays: middle });
	});

	it('by hospital: billed against verified, returned, days to pay', async () => {
		for (const facility of codes) {
			const [row] = await city.database.sql<Record<string, number>[]>`
				SELECT count(DISTINCT claim_no)::int AS claims,
					coalesce(sum(billed_rupiah) FILTER (WHERE reversed_on IS NULL AND verified_rupiah > 0), 0)::bigint AS billed,
					coalesce(sum(verified_rupiah) FILTER (WHERE reversed_on IS NULL), 0)::bigint AS verified,
					count(DISTINCT claim_no) FILTER (WHERE state = 'returned')::int AS returned FROM claim WHERE facility = ${facility}`;
			const days = await city.database.sql<{ days: number }[]>`
				SELECT (p.occurred_on - min(s.occurred_on))::int AS days FROM claim p
				JOIN claim s ON s.facility = p.facility AND s.claim_no = p.claim_no AND s.state = 'submitted'
				WHERE p.state = 'paid' AND p.facility = ${facility} GROUP BY p.claim_no, p.occurred_on ORDER BY 1`;
			const half = (days.length - 1) / 2;
			const median = ((days[Math.floor(half)]?.days ?? 0) + (days[Math.ceil(half)]?.days ?? 0)) / 2;
			expect(view.statistics?.hospitals.find((one) => one.facility === facility)).toMatchObject({
				claims: row?.['claims'],
				billedRupiah: row?.['billed'],
				verifiedRupiah: row?.['verified'],
				returned: row?.['returned'],
				paid: days.length,
				medianDaysToPay: median
			});
		}
	});

	it('duplicates: every copy but the first', async () => {
		const [row] = await city.database.sql.unsafe<{ claims: number; rupiah: number }[]>(
			`SELECT count(*)::int AS claims, sum(least(amount_rupiah, first))::bigint AS rupiah FROM (
				SELECT amount_rupiah, row_number() OVER same AS place, first_value(amount_rupiah) OVER same AS first FROM claim
				WHERE ${standing} AND state NOT IN ('rejected', 'returned')
				WINDOW same AS (PARTITION BY person_id, facility, service, service_from, service_to, left(diagnoses[1], 3) ORDER BY facility || '/' || claim_no COLLATE "C")
			) copies WHERE place > 1`
		);
		expect(row?.claims).toBeGreaterThan(20);
		expect(ruleOf('duplicate-claim')).toEqual({
			rule: 'duplicate-claim',
			claims: row?.claims,
			atStakeRupiah: row?.rupiah
		});
	});

	it('referral bypass, and what primary-care diagnoses cost in hospitals', async () => {
		const [row] = await city.database.sql.unsafe<{ claims: number; rupiah: number; all: number }[]>(
			`SELECT count(*) FILTER (WHERE v.referral IS NULL)::int AS claims,
				sum(c.amount_rupiah) FILTER (WHERE v.referral IS NULL)::bigint AS rupiah, sum(c.amount_rupiah)::bigint AS all
			FROM claim c JOIN visit v ON v.facility = c.facility AND v.visit_no = c.visit_no
			WHERE c.posted_on IS NOT NULL AND c.reversed_on IS NULL AND c.diagnoses[1] LIKE 'J02%'`
		);
		expect(row?.claims).toBeGreaterThan(50);
		expect(ruleOf('primary-care-bypass')).toEqual({
			rule: 'primary-care-bypass',
			claims: row?.claims,
			atStakeRupiah: row?.rupiah
		});
		expect(view.statistics?.primaryCare.amountRupiah).toBe(row?.all);
	});

	it('double financing in rupiah', async () => {
		const [row] = await city.database.sql.unsafe<{ claims: number; rupiah: number }[]>(
			`SELECT count(*)::int AS claims, sum(c.amount_rupiah)::bigint AS rupiah FROM claim c JOIN member m ON m.person_id = c.person_id
			WHERE c.posted_on IS NOT NULL AND c.reversed_on IS NULL AND m.jkn = 'pbi-apbn'`
		);
		expect(row?.claims).toBeGreaterThan(50);
		expect(ruleOf('double-financing')).toEqual({
			rule: 'double-financing',
			claims: row?.claims,
			atStakeRupiah: row?.rupiah
		});
	});

	it('the hospital that bills half as much again is out of the funnel, and only it', () => {
		const dear = view.statistics?.hospitals.filter(({ outlier }) => outlier?.standing === 'above-998');
		expect(dear?.map(({ facility }) => facility)).toEqual([codes[3]]);
	});
});
