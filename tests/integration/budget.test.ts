import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { committedStates } from '../../src/lib/domain/claim-standing.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import { claimStates, type ClaimState } from '../../src/lib/domain/role.ts';
import type { ClaimData } from '../../src/lib/protocol/events.ts';
import type { BudgetView } from '../../src/lib/protocol/views/budget.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import type { BudgetQuery } from '../../src/lib/server/services/budget/filter.ts';
import { InvalidFilter } from '../../src/lib/server/services/context.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

const today = '2026-11-22';
let clockDay = today;
let database: TestDatabase;
let app: App;
let dataDir: string;

const facilities = ['3275013', '3275017'] as const;
const all: BudgetQuery = { asOf: null, year: null, facility: null, service: null };
let eventNumber = 0;

/** A claim's state as its party would tell it at noon (Jakarta) of a day, learned the same day. */
function claim(number: string, day: string, data: Partial<ClaimData> & { state: ClaimState }) {
	const { state, billedRupiah = 1_000_000, ...rest } = data;
	const has = (...states: ClaimState[]) => states.includes(state);
	return {
		specversion: '1.0',
		id: `e-${eventNumber++}`,
		source: '/test',
		type: 'id.denyut.claim.v1',
		time: `${day}T05:00:00Z`,
		recordedtime: `${day}T05:00:01Z`,
		subject: facilities[Number(number.slice(1)) % 2],
		data: {
			claim: number,
			diagnoses: ['A91'],
			service: 'inpatient-3',
			serviceFrom: day,
			serviceTo: day,
			billedRupiah,
			...(has('verified', 'approved', 'paid') && { verifiedRupiah: billedRupiah * 0.9 }),
			...(has('approved', 'paid') && { approvedRupiah: billedRupiah * 0.9 }),
			...(state === 'paid' && { paidRupiah: billedRupiah * 0.8 }),
			...rest,
			state
		}
	};
}

function member(serial: number, day: string, registerStatus: string) {
	return {
		specversion: '1.0',
		id: `m-${serial}-${registerStatus}`,
		source: '/register',
		type: 'id.denyut.member.v1',
		time: `${day}T03:00:00Z`,
		recordedtime: `${day}T03:00:01Z`,
		data: {
			nik: `32750152038${String(serial).padStart(1, '0')}0000`,
			kecamatan: '32.75.01',
			segment: 'ks-nik',
			registerStatus,
			jkn: 'none'
		}
	};
}

/** The claim's way, each step at its own day. */
function course(
	number: string,
	served: string,
	billedRupiah: number,
	steps: [ClaimState, number][],
	service = 'inpatient-3'
) {
	return steps.map(([state, days]) =>
		claim(number, addDays(served, days), {
			state,
			billedRupiah,
			serviceFrom: served,
			serviceTo: served,
			service: service as ClaimData['service']
		})
	);
}

async function send(events: unknown[]) {
	const answer = await app.ingest.submit({ party: 'importer', facility: null }, events);
	expect(answer.errors).toEqual([]);
	await judgeDue(app.sql, new Date(`${clockDay}T10:00:00Z`), { usualMs: 0, dueMs: 0 });
}

const load = (query: Partial<BudgetQuery> = {}): Promise<BudgetView> =>
	app.services.budget.load({ ...all, ...query });

beforeAll(async () => {
	database = await openTestDatabase();
	dataDir = mkdtempSync(join(tmpdir(), 'denyut-budget-'));
	const config = readConfig({ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent' });
	app = await createApp(config, database.url, { clock: () => new Date(`${clockDay}T10:00:00Z`) });
});
afterAll(async () => {
	await app.stop();
	await database.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

describe('a budget that nobody has entered', () => {
	it('has no ceiling, no projection and no figure but nought', async () => {
		const view = await load();
		expect(view.revisions).toEqual([]);
		expect(view.runRate).toEqual({ status: 'unknown', reason: 'no-ceiling' });
		expect(view.costPerMember).toBeNull();
		expect(view.members).toBeNull();
		expect(Object.values(view.states).every(({ amountRupiah }) => amountRupiah === 0)).toBe(true);
		expect(view.months).toHaveLength(12);
	});

	it.each([
		['year', { year: '26' }],
		['facility', { facility: 'nowhere' }],
		['service', { service: 'spa' }],
		['asOf', { asOf: '2026-02-30' }]
	])('refuses a %s that does not exist', async (field, query) => {
		await expect(async () => load(query)).rejects.toMatchObject({ field });
		await expect(async () => load(query)).rejects.toBeInstanceOf(InvalidFilter);
	});
});

describe('a year of claims', () => {
	const whole: [ClaimState, number][] = [
		['submitted', 20],
		['verified', 40],
		['approved', 50],
		['paid', 70]
	];
	const partly = (length: number) => whole.slice(0, length);

	beforeAll(async () => {
		await database.sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source) VALUES
			(2026, '2025-12-16', 'original', 20000000, 'test'), (2026, '2026-09-20', 'revised', 30000000, 'test'),
			(2026, '2026-12-01', 'revised', 99000000, 'of the future')`;
		await send([1, 2, 3, 4].map((serial) => member(serial, '2026-06-10', 'active')));
		await send([
			member(5, '2026-08-15', 'active'),
			member(7, '2026-08-15', 'unknown'),
			member(4, '2026-09-02', 'moved')
		]);
		await send([
			...course('C1', '2026-06-05', 2_000_000, whole),
			...course('C2', '2026-07-05', 3_000_000, whole),
			...course('C3', '2026-07-08', 1_500_000, partly(3), 'dialysis'),
			...course('C4', '2026-08-11', 2_500_000, partly(2)),
			...course('C5', '2026-09-01', 4_000_000, partly(1)),
			...course('C6', '2026-10-02', 1_000_000, partly(1)),
			...course('C7', '2026-08-02', 7_000_000, [
				['submitted', 10],
				['returned', 20]
			]),
			...course('C8', '2026-08-03', 9_000_000, [
				['submitted', 10],
				['rejected', 22]
			]),
			// Services of the year before that this year's budget pays.
			...partly(4).map(([state, days]) =>
				claim('C9', addDays('2025-12-20', days), {
					state,
					billedRupiah: 500_000,
					serviceFrom: '2025-12-20',
					serviceTo: '2025-12-20',
					budgetYear: 2026
				})
			),
			...course('C10', '2025-11-05', 6_000_000, whole)
		]);
	});

	it('counts each claim once, in the state and with the amount in which it stands', async () => {
		const { states } = await load();
		expect(states).toEqual({
			paid: { claims: 3, billedRupiah: 5_500_000, amountRupiah: 4_400_000 },
			approved: { claims: 1, billedRupiah: 1_500_000, amountRupiah: 1_350_000 },
			verified: { claims: 1, billedRupiah: 2_500_000, amountRupiah: 2_250_000 },
			submitted: { claims: 2, billedRupiah: 5_000_000, amountRupiah: 5_000_000 },
			returned: { claims: 1, billedRupiah: 7_000_000, amountRupiah: 7_000_000 },
			rejected: { claims: 1, billedRupiah: 9_000_000, amountRupiah: 9_000_000 }
		});
	});

	it('puts payments into the month of payment and services into theirs', async () => {
		const { months, carriedRupiah } = await load();
		const paid = Object.fromEntries(months.map(({ month, paidRupiah }) => [month.slice(5, 7), paidRupiah]));
		const committed = Object.fromEntries(months.map((one) => [one.month.slice(5, 7), one.committedRupiah]));
		expect(paid).toMatchObject({ '02': 400_000, '08': 1_600_000, '09': 2_400_000, '10': 0 });
		expect(carriedRupiah).toBe(400_000);
		expect(committed).toMatchObject({
			'01': 0,
			'06': 1_600_000,
			'07': 3_750_000,
			'08': 2_250_000,
			'09': 4_000_000,
			'10': 1_000_000
		});
		expect(months.filter(({ isSettled }) => isSettled).at(-1)?.month).toBe('2026-09-01');
	});

	it('takes the newest budget that is known, never one of the future', async () => {
		const { revisions } = await load();
		expect(revisions.map(({ amountRupiah }) => amountRupiah)).toEqual([20_000_000, 30_000_000]);
	});

	it('projects the mean of July to September and says from what', async () => {
		const { runRate } = await load();
		const perDay = (3_750_000 + 2_250_000 + 4_000_000) / 92;
		expect(runRate).toMatchObject({
			status: 'projected',
			basis: ['2026-07-01', '2026-08-01', '2026-09-01'],
			from: '2026-09-30',
			committedRupiah: 12_000_000,
			reachedOn: null,
			yearEndRupiah: Math.round(12_000_000 + perDay * 92)
		});
	});

	it('divides each month by the members known at its end, and dates them', async () => {
		const { months, costPerMember, members } = await load();
		const counted = months.filter((one) => one.members !== null);
		expect(counted.map(({ members, membersOn }) => [membersOn, members])).toEqual([
			['2026-06-30', 4],
			['2026-07-31', 4],
			['2026-08-31', 5],
			['2026-09-30', 4],
			['2026-10-31', 4],
			['2026-11-22', 4]
		]);
		expect(members).toEqual({ persons: 4, on: today });
		expect(costPerMember).toMatchObject({
			rupiahPerMemberMonth: Math.round(11_600_000 / 17),
			memberMonths: 17,
			from: '2026-06-01',
			to: '2026-09-01',
			premium: { rupiahPerMemberMonth: 42_000 }
		});
	});

	it('says how many of the hospitals that bill have billed the last month', async () => {
		const { billed } = await load();
		expect(billed).toEqual({ month: '2026-10-01', reported: 1, expected: 2 });
	});

	it('filters by hospital and service, where no ceiling can be held against the part', async () => {
		const dialysis = await load({ service: 'dialysis' });
		expect(dialysis.states.approved.amountRupiah).toBe(1_350_000);
		expect(dialysis.states.paid.claims).toBe(0);
		expect(dialysis.runRate).toEqual({ status: 'unknown', reason: 'filtered' });
		const hospital = await load({ facility: facilities[0] });
		expect(hospital.hospitals.map(({ facility }) => facility)).toEqual([facilities[0]]);
		expect(hospital.states.verified.claims).toBe(1);
		expect(hospital.states.approved.claims).toBe(0);
		expect(hospital.facilities).toHaveLength(2);
	});

	it('keeps the years apart', async () => {
		const past = await load({ year: '2025' });
		expect(past.years).toEqual([2025, 2026]);
		expect(past.states.paid).toEqual({ claims: 1, billedRupiah: 6_000_000, amountRupiah: 4_800_000 });
		// Paid in January 2026: the axis goes on to where the payments end.
		expect(past.months.at(-1)).toMatchObject({ month: '2026-01-01', paidRupiah: 4_800_000 });
	});

	it('adds up: hospitals = states, months + carried = committed', async () => {
		const { hospitals, states, months, carriedRupiah } = await load();
		for (const state of claimStates)
			expect(hospitals.reduce((sum, one) => sum + one.states[state].amountRupiah, 0)).toBe(
				states[state].amountRupiah
			);
		const committed = committedStates.reduce(
			(sum, state) => sum + states[state as ClaimState].amountRupiah,
			0
		);
		expect(months.reduce((sum, one) => sum + one.committedRupiah, carriedRupiah)).toBe(committed);
	});

	it.each(['2026-07-31', '2026-08-14', '2026-09-19', '2026-09-20', '2026-10-22'])(
		'shows as of %s what the rows say that stood then',
		async (day) => {
			const { states, revisions } = await load({ asOf: day });
			const rows = await database.sql<{ state: ClaimState; claims: number; amount: number }[]>`
				SELECT state, count(*)::int AS claims, sum(amount_rupiah)::bigint AS amount FROM claim
				WHERE budget_year = 2026 AND posted_on <= ${day} AND (reversed_on IS NULL OR reversed_on > ${day})
				GROUP BY state`;
			for (const state of claimStates) {
				const row = rows.find((one) => one.state === state);
				expect([state, states[state].claims, states[state].amountRupiah]).toEqual([
					state,
					row?.claims ?? 0,
					row?.amount ?? 0
				]);
			}
			expect(revisions).toHaveLength(day < '2026-09-20' ? 1 : 2);
		}
	);

	it('shows a past day exactly as it was shown on that day', async () => {
		const shown = await load();
		clockDay = '2026-12-05';
		await send(course('C6', '2026-10-02', 1_000_000, [['verified', 60]]));
		await send(course('C12', '2026-11-02', 8_000_000, [['submitted', 30]]));
		await send([member(6, '2026-12-03', 'active')]);
		const then = await load({ asOf: today });
		const now = await load();
		clockDay = today;
		const { snapshot: _a, evidence: _b, ...before } = shown;
		const { snapshot, evidence: _c, ...after } = then;
		expect(after).toEqual(before);
		expect(snapshot.asOf).toBe(today);
		expect(now.states.verified.claims).toBe(2);
		expect(now.revisions.at(-1)?.amountRupiah).toBe(99_000_000);
	});
});

describe('the command that sets a budget', () => {
	const run = (...args: string[]) =>
		spawnSync(process.execPath, ['--import', 'tsx', resolve('src/cli/budget.ts'), ...args], {
			env: { ...process.env, DATABASE_URL: database.url, DENYUT_DATA_DIR: dataDir },
			encoding: 'utf8'
		});

	it('writes the budget and tells open pages in the same commit', async () => {
		const before = await app.health();
		const { status, stderr } = run(
			...['set', '--year', '2031', '--amount', '300000000000', '--kind', 'apbd', '--source', 'Perda 1/2030']
		);
		expect(stderr).toContain('300000000000');
		expect(status).toBe(0);
		const rows =
			await database.sql`SELECT amount_rupiah AS amount, kind FROM budget WHERE budget_year = 2031`;
		expect(rows).toEqual([{ amount: 300_000_000_000, kind: 'apbd' }]);
		const changes = await database.sql`SELECT number, changes FROM change ORDER BY number DESC LIMIT 1`;
		expect(changes).toEqual([{ number: (before.change ?? 0) + 1, changes: { reload: ['claims'] } }]);
		expect(run('list', '--year', '2031').stdout).toContain('apbd\t300000000000\tPerda 1/2030');
	});

	it.each([
		['no year', ['set', '--amount', '1', '--kind', 'apbd', '--source', 'x']],
		['half a rupiah', ['set', '--year', '2031', '--amount', '1.5', '--kind', 'apbd', '--source', 'x']],
		['no source', ['set', '--year', '2031', '--amount', '1', '--kind', 'apbd']],
		['no command', []]
	])('is called wrongly with %s and stores nothing', async (_, args) => {
		const before = await app.health();
		expect(run(...args).status).toBe(2);
		expect((await app.health()).change).toBe(before.change);
	});
});
