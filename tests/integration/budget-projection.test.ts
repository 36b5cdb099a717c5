/** The forecast of a budget year: computed by the analyst, stored under its day, shown as it stood. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectYear } from '../../src/lib/analytics/budget/project-year.ts';
import { addDays, addMonths } from '../../src/lib/domain/period.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { Analyst } from '../../src/lib/server/jobs/analyst/analyst.ts';
import { AnalystPool } from '../../src/lib/server/jobs/analyst/pool.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

let day = '2026-09-20';
let database: TestDatabase;
let app: App;
let dataDir: string;
let pool: AnalystPool;
let analyst: Analyst;
const clock = () => new Date(`${day}T03:00:00Z`);

/** Submitted 20 days after the month, paid 40 days later at nine tenths; every seventh claim is rejected instead. */
function claims(month: string, index: number) {
	const served = addDays(month, 9);
	return Array.from({ length: 10 }, (_, n) => n).flatMap((n) => {
		const number = `C-${index}-${n}`;
		const billedRupiah = 1_000_000 + 1_000 * ((index * 37 + n * 11) % 50);
		const steps =
			n === 7
				? ([
						['submitted', 40],
						['rejected', 60]
					] as const)
				: ([
						['submitted', 40],
						['paid', 80]
					] as const);
		return steps.map(([state, days]) => ({
			specversion: '1.0',
			id: `${number}-${state}`,
			source: '/test',
			type: 'id.denyut.claim.v1',
			time: `${addDays(served, days)}T05:00:00Z`,
			recordedtime: `${addDays(served, days)}T05:00:01Z`,
			subject: '3275013',
			data: {
				claim: number,
				state,
				service: 'inpatient-3',
				serviceFrom: served,
				serviceTo: served,
				budgetYear: Number(month.slice(0, 4)),
				billedRupiah,
				...(state === 'paid' && { paidRupiah: billedRupiah * 0.9 })
			}
		}));
	});
}

const months = Array.from({ length: 20 }, (_, index) => addMonths('2025-01-01', index));
const sendUntil = async (last: string) => {
	const events = months.flatMap(claims).filter(({ time }) => time.slice(0, 10) <= last);
	const answer = await app.ingest.submit({ party: 'importer', facility: null }, events);
	expect(answer.errors).toEqual([]);
};
const load = (asOf: string | null = null) =>
	app.services.budget.load({ asOf, year: null, facility: null, service: null });

beforeAll(async () => {
	database = await openTestDatabase();
	dataDir = mkdtempSync(join(tmpdir(), 'denyut-projection-'));
	const config = readConfig({ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent' });
	app = await createApp(config, database.url, { clock });
	pool = new AnalystPool();
	analyst = new Analyst({
		sql: app.sql,
		clock,
		log: pino({ level: 'silent' }),
		pool,
		lastChange: () => app.hub.lastChange
	});
	await sendUntil(day);
});
afterAll(async () => {
	await pool.close();
	await app.stop();
	await database.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

describe('the forecast of a budget year', () => {
	it('is not made where nobody entered a budget, and the page says so by having none', async () => {
		await analyst.refresh();
		expect((await load()).projection).toBeNull();
	});

	it('is what the method makes of the claims themselves', async () => {
		await database.sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source)
			VALUES (2026, '2025-12-20', 'set', 80000000, 'test')`;
		await analyst.refresh();
		const { projection } = await load();
		// Independently of the rollups: each claim's bill on the day of its first version; what those decided came to.
		const billed = await database.sql<{ occurred: string; known: string; amount: number }[]>`
			SELECT date_trunc('month', service_to)::date AS occurred, known, sum(billed_rupiah)::bigint AS amount FROM (
				SELECT DISTINCT ON (facility, claim_no) service_to, posted_on AS known, billed_rupiah FROM claim
				ORDER BY facility, claim_no, version_time
			) AS first GROUP BY 1, 2 ORDER BY 1, 2`;
		const [decided = { billedRupiah: 0, paidRupiah: 0 }] = await database.sql<
			{ billedRupiah: number; paidRupiah: number }[]
		>`
			SELECT sum(billed_rupiah)::bigint AS "billedRupiah", sum(paid_rupiah)::bigint AS "paidRupiah"
			FROM claim WHERE reversed_on IS NULL AND state IN ('paid', 'rejected')`;
		expect(decided.paidRupiah).toBeLessThan(decided.billedRupiah);
		const expected = projectYear({
			year: 2026,
			ceilingRupiah: 80_000_000,
			carriedRupiah: 0,
			billed,
			decided,
			visits: [],
			today: day,
			seed: 202_609
		});
		if (expected.status !== 'projected') throw new Error(expected.reason);
		expect(projection?.probability).toBe(expected.probability);
		expect(projection?.date).toEqual(expected.date);
		expect(projection?.months.map(({ used }) => used.p50)).toEqual(
			expected.months.map(({ used }) => Math.round(used.p50))
		);
		expect([projection?.from, projection?.to]).toEqual(['2025-01-01', '2026-08-01']);
		// About 8.3 million a month against 80.
		expect(projection?.date.median?.slice(0, 7)).toBe('2026-10');
	});

	it('tells open pages once, and not again while nothing has changed', async () => {
		const changes = () => database.sql`SELECT number FROM change WHERE changes->'reload' ? 'claims'`;
		const before = (await changes()).length;
		await analyst.refresh();
		await analyst.refresh();
		expect((await changes()).length).toBe(before);
		// This year's projection together with next year's proposal out of it.
		expect(before).toBe(1);
	});

	it('of a later day takes its place, and the earlier one is shown as it stood', async () => {
		const earlier = (await load()).projection;
		day = '2026-10-20';
		await sendUntil(day);
		await analyst.refresh();
		const now = (await load()).projection;
		expect(now?.to).toBe('2026-09-01');
		expect((await load('2026-09-20')).projection).toEqual(earlier);
		expect((await load('2026-09-19')).projection).toBeNull();
	});

	it('is of the whole programme and of this year only', async () => {
		const { budget } = app.services;
		const all = { asOf: null, year: null, facility: null, service: null };
		expect((await budget.load({ ...all, facility: '3275013' })).projection).toBeNull();
		expect((await budget.load({ ...all, year: '2025' })).projection).toBeNull();
	});

	it('says when it was computed, from what, and that a figure of it is a forecast', async () => {
		const { evidence, projection } = await load();
		expect(evidence.projection).toMatchObject({
			asOf: projection?.computedAt,
			unit: 'date',
			rows: { table: 'analysis', where: { kind: 'budget-projection', subject: '2026' } }
		});
		expect(evidence.notReported).toMatchObject({ asOf: projection?.computedAt, unit: 'rupiah' });
	});
});
