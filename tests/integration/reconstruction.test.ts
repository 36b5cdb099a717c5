/** The year 2018, rebuilt: its sums are the published ones, its past days know what was known then, and it says what it is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layDownCity, rememberCity } from '../../src/cli/demo/installed.ts';
import { buildCity } from '../../src/cli/demo/model.ts';
import { planPreset } from '../../src/cli/demo/plan.ts';
import { closeMonth, StandingClock } from '../../src/cli/demo/reconstruct.ts';
import { history } from '../../src/cli/demo/schedule.ts';
import { asImported } from '../../src/cli/demo/seeding.ts';
import { dayText } from '../../src/cli/demo/calendar.ts';
import { budgetHistory } from '../../src/lib/domain/programme.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import type { EventInput } from '../../src/lib/protocol/events.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

const plan = planPreset('2018', 5, 0.004);
const wanted = new Set(['id.denyut.claim.v1', 'id.denyut.visit.v1', 'id.denyut.member.v1']);
const all = { facility: null, service: null, stage: null };
const steps = ['2018-03-31', '2018-06-30', '2018-11-30'] as const;

let database: TestDatabase;
let dataDir: string;
/** As a server opens what was seeded, without being told what time it is. */
let app: App;

beforeAll(async () => {
	database = await openTestDatabase();
	dataDir = mkdtempSync(join(tmpdir(), 'denyut-2018-'));
	const config = readConfig({ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent' });
	const clock = new StandingClock(new Date(plan.end));
	const seeding = await createApp(config, database.url, { clock: clock.now });
	const city = buildCity(plan);
	await layDownCity(seeding.sql, city);
	await layDownCity(seeding.sql, city);
	await seeding.facilities.load();
	const send = (events: EventInput[]) => seeding.ingest.submit({ party: 'importer', facility: null }, events);
	const batch: EventInput[] = [];
	let day = city.startDay - 1;
	for (const known of history(city)) {
		batch.push(...known.filter(({ event }) => wanted.has(event.type)).map(asImported));
		if (batch.length > 4_000) await send(batch.splice(0, 4_000));
		if (dayText(day) === steps[1]) {
			await send(batch.splice(0));
			await closeMonth(seeding, city, clock, dayText(day));
		}
		day++;
	}
	await send(batch);
	await rememberCity(seeding.sql, { plan, complete: true });
	await seeding.stop();
	app = await createApp(config, database.url);
}, 600_000);
afterAll(async () => {
	await app.stop();
	await database.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

/** Out of the events' own rows: the newest word on each claim that was learned by the end of a day. */
async function sumsOn(day: string): Promise<Record<string, number>> {
	const rows = await database.sql<{ state: string; rupiah: number }[]>`
		SELECT state, sum(coalesce(paid_rupiah, approved_rupiah, verified_rupiah, billed_rupiah))::bigint AS rupiah FROM (
			SELECT DISTINCT ON (facility, claim_no) * FROM claim
			WHERE budget_year = 2018 AND (learned_at AT TIME ZONE 'Asia/Jakarta')::date <= ${day}::date
			ORDER BY facility, claim_no, version_time DESC, version_id DESC
		) AS newest GROUP BY state`;
	return Object.fromEntries(rows.map(({ state, rupiah }) => [state, rupiah]));
}

const published = (kind: string, low: number) =>
	budgetHistory.find((line) => line.year === 2018 && line.kind === kind && line.lowRupiah === low * 1e9)
		?.highRupiah;

describe('the year’s end', () => {
	it('is the present: the clock stands at the last minute of 2018, and the figures are simulated and marked so', () => {
		expect(app.clock().toISOString()).toBe('2018-12-31T16:59:00.000Z');
		expect(app.services.context.reconstruction).toEqual({ year: 2018, end: plan.end, countScale: 0.004 });
		expect(app.services.context.demo).toBe(true);
		expect(Math.abs(app.services.context.ticking().getTime() - Date.now())).toBeLessThan(60_000);
	});

	it('agrees with each published total to the rupiah, by SQL on the claims alone', async () => {
		const sums = await sumsOn('2018-12-31');
		const owed = (sums['submitted'] ?? 0) + (sums['verified'] ?? 0) + (sums['approved'] ?? 0);
		expect(sums['paid']).toBe(published('paid', 231.7));
		expect(owed).toBe(published('unpaid', 129));
		expect((sums['paid'] ?? 0) + owed).toBe(published('budget', 419.7));
	});

	it('shows the same on the budget page', async () => {
		const view = await app.services.budget.load({ ...all, year: null, asOf: null });
		expect(view.filter.year).toBe(2018);
		expect(view.states.paid.amountRupiah).toBe(231_700_000_000);
		expect(view.snapshot).toMatchObject({ demo: true, asOf: null, now: '2018-12-31T16:59:00.000Z' });
	});

	it('owes nothing to the city’s own hospital', async () => {
		const [row] = await database.sql<{ owed: number }[]>`
			SELECT coalesce(sum(amount_rupiah), 0)::bigint AS owed FROM claim_standing
			WHERE budget_year = 2018 AND facility = 'D-RS-01' AND state IN ('submitted', 'verified', 'approved')`;
		expect(row?.owed).toBe(0);
	});
});

describe('files of the year', () => {
	const planner: Viewer = { name: 'user:planner', role: 'planner', facility: null };
	const mark = 'Tahun 2018 (rekonstruksi): simulasi yang dijumlahkan ke angka tahunan yang terbit';

	it('say what they are, in the drug plan and in its name', async () => {
		const { rko } = app.servicesFor(planner);
		const query = { item: null, ven: null, kecamatan: null, facility: null, asOf: null };
		const { name, body } = await rko.file(planner, query, 'csv', 'id');
		expect(name).toMatch(/^rekonstruksi-2018-rko-/);
		expect(Buffer.from(body as Uint8Array).toString()).toContain(mark);
	});

	it('say what they are, in the minutes of a payment', async () => {
		const batch = { number: 1, paidOn: '2018-12-18', who: 'A', note: '', claims: 0, amountRupiah: 0 };
		const minutes = { batch, hospitals: [], claims: [], printedOn: '2018-12-31', demo: true };
		const textOf = async (told: object) => {
			const bytes = await app.services.context.paymentMinutes({ ...minutes, ...told } as never, 'id');
			const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
			return text.replaceAll(/\s+/g, ' ');
		};
		expect(await textOf({ mark })).toContain(mark);
		expect(await textOf({ mark: null })).not.toContain('rekonstruksi');
	});
});

describe('a day within the year', () => {
	it.each(steps)('%s knows the claims as they stood then', async (day) => {
		const view = await app.services.budget.load({ ...all, year: null, asOf: day });
		const sums = await sumsOn(day);
		const shown = Object.entries(view.states).filter(([, { amountRupiah }]) => amountRupiah > 0);
		expect(shown.length).toBeGreaterThan(2);
		expect(Object.fromEntries(shown.map(([state, { amountRupiah }]) => [state, amountRupiah]))).toEqual(sums);
		const owed = await app.services.budgetOwed.load({ ...all, year: null, asOf: day }, 'id');
		expect(owed.whole.rungs.paid).toBe(sums['paid'] ?? 0);
	});

	it.each([
		['2018-03-31', ['apbd'], 185_000_000_000],
		['2018-09-29', ['apbd'], 185_000_000_000],
		['2018-09-30', ['apbd', 'apbd-perubahan'], 419_700_000_000]
	] as const)('%s knows the budgets that were decided by then', async (day, kinds, rupiah) => {
		const { revisions } = await app.services.budget.load({ ...all, year: null, asOf: day });
		expect(revisions.map(({ kind }) => kind)).toEqual(kinds);
		expect(revisions.at(-1)).toMatchObject({ amountRupiah: rupiah, demo: true });
	});

	it('has the projection that was computed then, and no later one', async () => {
		const rows = await database.sql<{ knownOn: string; computedAt: Date }[]>`
			SELECT known_on AS "knownOn", computed_at AS "computedAt" FROM analysis WHERE kind = 'budget-projection'`;
		expect(rows.map(({ knownOn, computedAt }) => [knownOn, computedAt.toISOString()])).toEqual([
			['2018-06-30', '2018-06-30T16:59:00.000Z']
		]);
	});

	it('refuses a day after the year, which has not come', async () => {
		const load = () => app.services.budget.load({ ...all, year: null, asOf: '2019-01-01' });
		await expect((async () => load())()).rejects.toMatchObject({ field: 'asOf' });
	});

	it('counts what a member costs over the people that there were, not over the simulated ones', async () => {
		const day = '2018-06-30';
		const { members } = await app.services.budget.load({ ...all, year: null, asOf: day });
		const [row] = await database.sql<{ persons: number }[]>`
			SELECT sum(persons)::int AS persons FROM membership_day WHERE reason = 'valid' AND day = ${day}`;
		expect(row?.persons).toBeGreaterThan(0);
		expect(members?.persons).toBe((row?.persons ?? 0) * 250);
	});
});
