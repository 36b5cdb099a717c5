/** The queue of the Claims page, and what a hospital sees of itself among the others. */
import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { readOpenClaims } from '../../src/lib/server/store/claim-queue.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import { desk } from './claim-desk-city.ts';
import { city, clock, codes, load, useClaimsPage, view, year } from './claims-page-city.ts';
import { hospitalA } from './ingest-city.ts';

useClaimsPage();

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
