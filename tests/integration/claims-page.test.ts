/** The Claims page's figures, each counted again by SQL that knows nothing of the page. */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditDesk } from '../../src/lib/analytics/audit/audit-desk.ts';
import { createGenerator } from '../../src/lib/analytics/stats/generator.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import { hospitals } from '../../src/lib/domain/hospitals.ts';
import { claimStates } from '../../src/lib/domain/role.ts';
import { readOpenClaims } from '../../src/lib/server/store/claim-queue.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import { ClaimAudit } from '../../src/lib/server/jobs/claim-audit/claim-audit.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import type { ClaimsView } from '../../src/lib/protocol/views/claims.ts';
import { desk } from './claim-desk-city.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { claim, hospitalA, member, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

const clock = () => new Date('2026-11-22T05:00:00Z');
const year = 2026;
let city: IngestCity;
let audit: ClaimAudit;
let view: ClaimsView;

const codes = hospitals.slice(0, 8).map(({ code }) => code);
const nikOf = (person: number) =>
	`327501${String(1 + (person % 28)).padStart(2, '0')}${String(1 + (person % 12)).padStart(2, '0')}${String(70 + (person % 20)).padStart(2, '0')}0000`;
const at = (day: string) => `${day}T03:00:00Z`;

/** Bills with defects by plan: every 20th twice, every 9th without referral, every 7th of somebody whom JKN pays for. */
function events() {
	const draw = createGenerator(7);
	const visits: unknown[] = [];
	const claims: unknown[] = [];
	for (let n = 0; n < 600; n++) {
		const facility = codes[n % codes.length] ?? '';
		const served = addDays('2026-01-10', n % 240);
		const isBypass = n % 9 === 0;
		const nik = nikOf(n % 300);
		const price = Math.round(900_000 * Math.exp(0.12 * draw.normal()) * (n % codes.length === 3 ? 1.5 : 1));
		visits.push(
			visit(
				`v${n}`,
				{
					visit: `V${n}`,
					nik,
					arrivedAt: at(served),
					diagnoses: [isBypass ? 'J02.9' : 'I50.0'],
					referral: isBypass ? null : `R${n}`,
					emergency: false
				},
				{ subject: facility, time: at(served), recordedtime: at(served) }
			)
		);
		const base = {
			claim: `C${n}`,
			visit: `V${n}`,
			nik,
			service: 'outpatient',
			diagnoses: [isBypass ? 'J02.9' : 'I50.0'],
			serviceFrom: served,
			serviceTo: served,
			billedRupiah: price
		};
		const steps: [string, number, object][] = [['submitted', 10, {}]];
		if (n % 11 === 0) steps.push(['returned', 16, {}], ['submitted', 20, {}]);
		const verifiedRupiah = n % 4 === 0 ? Math.round(price * 0.9) : price;
		if (n % 5 !== 0) steps.push(['verified', 25, { verifiedRupiah }]);
		if (n % 5 > 1) steps.push(['approved', 28, { verifiedRupiah, approvedRupiah: verifiedRupiah }]);
		if (n % 5 > 2)
			steps.push([
				'paid',
				35 + (n % 17),
				{ verifiedRupiah, approvedRupiah: verifiedRupiah, paidRupiah: verifiedRupiah }
			]);
		for (const copy of n % 20 === 0 ? ['', 'D'] : [''])
			steps.forEach(([state, days, amounts], step) => {
				const day = addDays(served, days);
				claims.push(
					claim(
						`c${n}${copy}-${step}`,
						{ ...base, claim: `C${n}${copy}`, state, ...amounts },
						{ subject: facility, time: at(day), recordedtime: at(day) }
					)
				);
			});
	}
	const members = Array.from({ length: 300 }, (_, n) =>
		member(
			`m${n}`,
			{ nik: nikOf(n), jkn: n % 7 === 0 ? 'pbi-apbn' : 'none' },
			{ time: at('2025-06-01'), recordedtime: at('2025-06-01') }
		)
	);
	return [...members, ...visits, ...claims];
}

const load = (
	query: Partial<Record<'asOf' | 'year' | 'facility' | 'stage' | 'show' | 'page', string>> = {}
) =>
	city.app.servicesFor(desk.verifier).claims.load(desk.verifier, {
		...{ asOf: null, year: null, facility: null, stage: null, show: null, page: null },
		...query
	});

beforeAll(async () => {
	city = await openCity({ clock });
	const all = events();
	for (let start = 0; start < all.length; start += 1_000) {
		const answer = await city.app.ingest.submit(senders.importer, all.slice(start, start + 1_000));
		expect(answer.errors).toEqual([]);
	}
	await judgeDue(city.app.sql, clock());
	audit = new ClaimAudit({
		...{ sql: city.app.sql, clock, log: pino({ level: 'silent' }), lastChange: () => 0 },
		audit: (input) => Promise.resolve(auditDesk(input))
	});
	await audit.refresh();
	view = await load();
}, 60_000);
afterAll(() => city.close());

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

describe('the queue', () => {
	it('begins with what is oldest and most doubtful, with each reason', () => {
		const urgency = view.queue.rows.map(
			({ days, atStakeRupiah, amountRupiah }) => days / 10 + Math.min(1, atStakeRupiah / amountRupiah)
		);
		expect(urgency).toEqual([...urgency].sort((a, b) => b - a));
		const copy = view.queue.rows
			.flatMap(({ findings }) => findings ?? [])
			.find(({ rule }) => rule === 'duplicate-claim');
		expect(copy?.evidence['first']).toMatch(/\/C\d+$/);
	});

	it('keeps what was found when a claim moves on: it is judged anew, and gone with the queue', async () => {
		const [row] = await city.database.sql<{ open: number; judged: number }[]>`
			SELECT (SELECT count(*)::int FROM claim WHERE posted_on IS NOT NULL AND reversed_on IS NULL
				AND state IN ('submitted', 'verified', 'approved')) AS open, (SELECT count(*)::int FROM claim_risk) AS judged`;
		expect(row?.judged).toBe(row?.open);
	});

	it('is read no further than its bound, the most urgent first, and counted whole', async () => {
		const query = {
			stage: 'submitted',
			facility: null,
			limitDays: 10,
			today: '2026-11-22',
			asOf: null
		} as const;
		const read = (most?: number) => inTransaction(city.app.sql, (tx) => readOpenClaims(tx, query, most));
		const { sum, rows: all } = await read();
		expect(all.length).toBeGreaterThan(50);
		expect(await read(7)).toEqual({ sum, rows: all.slice(0, 7) });
		expect(all.slice(0, 40).map(({ claimNo }) => claimNo)).toEqual(
			view.queue.rows.map(({ claimNo }) => claimNo)
		);
		const [counted] = await city.database.sql<{ rupiah: number; found: number }[]>`
			SELECT sum(amount_rupiah)::bigint AS rupiah, count(*) FILTER (WHERE EXISTS (SELECT FROM claim_risk r
				WHERE r.facility = c.facility AND r.claim_no = c.claim_no AND r.findings <> '[]'))::int AS found
			FROM claim c WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND state = 'submitted'`;
		expect(sum).toMatchObject({
			claims: all.length,
			amountRupiah: counted?.rupiah,
			withFindings: counted?.found
		});
		expect(all.filter(({ rules }) => rules.length > 0).length).toBe(counted?.found);
		expect(view.queue.most).toBeNull();
	});

	it('has pages that follow each other', async () => {
		const pages = await Promise.all(['1', '2'].map((page) => load({ page, stage: 'submitted' })));
		const shown = pages.flatMap(({ queue }) =>
			queue.rows.map(({ facility, claimNo }) => `${facility}/${claimNo}`)
		);
		expect(new Set(shown).size).toBe(Math.min(80, pages[0]?.queue.total ?? 0));
	});

	it('shows only what was asked for, and refuses what it does not know', async () => {
		const found = await load({ show: 'findings', stage: 'approved', facility: codes[2] ?? '' });
		expect(found.queue.total).toBeGreaterThan(0);
		expect(
			found.queue.rows.every(({ findings, facility }) => (findings?.length ?? 0) > 0 && facility === codes[2])
		).toBe(true);
		for (const query of [
			{ stage: 'paid' },
			{ show: 'none' },
			{ page: '0' },
			{ year: '26' },
			{ facility: 'x' }
		])
			await expect(load(query)).rejects.toMatchObject({ name: 'InvalidFilter' });
	});

	it('stands as a past day knew it', async () => {
		const past = await load({ asOf: '2026-03-01', stage: 'submitted' });
		const [row] = await city.database.sql<{ claims: number }[]>`
			SELECT count(*)::int AS claims FROM (SELECT DISTINCT ON (facility, claim_no) state FROM claim
				WHERE learned_at < '2026-03-02T00:00:00+07' ORDER BY facility, claim_no, version_time DESC) known WHERE state = 'submitted'`;
		expect(past.queue.stages[0]?.claims).toBe(row?.claims);
		expect(past.queue.stages[0]?.claims).not.toBe(view.queue.stages[0]?.claims);
	});

	it('draws the same claims for a full review each time, and about as many as were asked for', async () => {
		const again = await load();
		expect(again.queue.stages).toEqual(view.queue.stages);
		const rows = await city.app.servicesFor(desk.planner).claimRules.set(desk.planner, rulesForm('30'));
		expect(rows).toEqual({ outcome: 'set' });
		const drawn = (await load()).queue.stages.reduce((sum, { sampled }) => sum + sampled, 0);
		const open = view.queue.stages.reduce((sum, { claims }) => sum + claims, 0);
		expect(drawn / open).toBeGreaterThan(0.22);
		expect(drawn / open).toBeLessThan(0.38);
	});

	it('lets the rules be set by whom they are for, and says which field is wrong', async () => {
		const { claimRules } = city.app.servicesFor(desk.verifier);
		expect(await claimRules.set(desk.verifier, rulesForm('5'))).toEqual({ outcome: 'forbidden' });
		const { claimRules: planners } = city.app.servicesFor(desk.planner);
		expect(await planners.set(desk.planner, rulesForm('101'))).toEqual({
			outcome: 'unusable',
			field: 'percent'
		});
	});

	it('writes down who looked at which claims', async () => {
		const [line] = await city.database.sql<{ action: string; rows: string[] }[]>`
			SELECT action, rows FROM trail WHERE viewer = ${desk.verifier.name} AND what = '/claims' ORDER BY number DESC LIMIT 1`;
		expect(line?.action).toBe('look-rows');
		expect(line?.rows[0]).toMatch(/^claim:/);
	});
});

function rulesForm(percent: string): FormData {
	const form = new FormData();
	const fields = {
		percent,
		above: '',
		seed: 'uji',
		'days-submitted': '10',
		'days-verified': '5',
		'days-approved': '15'
	};
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	return form;
}

describe('a hospital among its peers', () => {
	const own = (facility: string) => ({ name: 'user:rumah', role: 'hospital', facility }) as const;

	it('is not told what the rules found, nor what is drawn for review: both may name others', async () => {
		const [found] = await city.database.sql<{ facility: string; claimNo: string }[]>`
			SELECT facility, claim_no AS "claimNo" FROM claim_risk WHERE findings <> '[]' LIMIT 1`;
		const name = { facility: found?.facility ?? '', claimNo: found?.claimNo ?? '' };
		const planner: Viewer = { name: 'user:planner', role: 'planner', facility: null };
		const of = (viewer: Viewer) => city.app.servicesFor(viewer).claimDetail.find(viewer, name);
		expect((await of(planner))?.findings?.length).toBeGreaterThan(0);
		expect(await of(own(name.facility))).toMatchObject({
			claimNo: name.claimNo,
			findings: null,
			sample: null
		});
	});

	it('sees ranks and medians, and no other hospital’s name or code', async () => {
		const viewer = own(codes[3] ?? hospitalA);
		const mine = await city.app.servicesFor(viewer).ownClaims.load(viewer, { state: null, page: null });
		expect(mine.standing?.peers).toBe(codes.length - 1);
		const cost = mine.standing?.measures.find(({ measure }) => measure === 'costRatio');
		expect(cost).toMatchObject({ rank: codes.length, of: codes.length });
		const text = JSON.stringify(mine);
		for (const other of codes.filter((code) => code !== codes[3])) expect(text).not.toContain(other);
	});

	it('is shown nothing where they are fewer than five', async () => {
		const { standingOf } = await import('../../src/lib/server/services/own-claims.ts');
		const rows = codes.slice(0, 5).map((facility) => ({
			...{ facility, claims: 9, billedRupiah: 9, verifiedRupiah: 8, returned: 1, paid: 3, medianDaysToPay: 4 }
		}));
		const result = {
			year,
			rules: [],
			byFacility: [],
			funnel: [],
			primaryCare: { claims: 0, amountRupiah: 0 },
			stages: [],
			hospitals: rows
		};
		expect(standingOf(result, codes[0] ?? '', clock())).toBeNull();
		expect(
			standingOf(
				{ ...result, hospitals: [...rows, ...rows.slice(0, 1).map((row) => ({ ...row, facility: 'x' }))] },
				codes[0] ?? '',
				clock()
			)
		).not.toBeNull();
	});
});
