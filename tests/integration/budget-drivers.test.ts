/** What changed the bills, recomputed from the visits and claims that were sent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainChange } from '../../src/lib/analytics/budget/explain-change.ts';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { BudgetDriversView } from '../../src/lib/protocol/views/budget-drivers.ts';
import { refreshAnalyst, sendClaims, type Told } from './budget-claims.ts';
import { hospitalA, now, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
const load = (role: Role = 'planner', asOf: string | null = null): Promise<BudgetDriversView> =>
	city.app.servicesFor({ name: `user:${role}`, role, facility: null }).budgetDrivers.load({ asOf });

/** September is the newest month that ended 45 days before 22 November; August is seen 30 days earlier. */
const august = '2026-08-01';
const september = '2026-09-01';

type Visit = {
	on: string;
	learned: string;
	service: string;
	diagnosis: string;
	referral: boolean;
	facility?: string;
};
const visits: Visit[] = [
	...Array.from({ length: 23 }, (_, n) => ({
		...{ on: addDays(august, n), learned: addDays(august, n + 1), service: 'outpatient' },
		...{ diagnosis: n % 3 === 0 ? 'A09' : 'C50.9', referral: n % 2 === 0 }
	})),
	...Array.from({ length: 41 }, (_, n) => ({
		...{ on: addDays(september, n % 29), learned: addDays(september, (n % 29) + 2), service: 'outpatient' },
		...{ diagnosis: n % 2 === 0 ? 'A09' : 'C50.9', referral: n % 4 !== 0 }
	})),
	// Of August, learned after the day until which August is seen.
	{ on: '2026-08-30', learned: '2026-11-01', service: 'outpatient', diagnosis: 'A09', referral: false },
	// At a puskesmas, which bills nothing.
	{
		on: '2026-09-03',
		learned: '2026-09-04',
		service: 'outpatient',
		diagnosis: 'A09',
		referral: false,
		facility: 'puskesmas'
	}
];
const claims: Told[] = [
	...Array.from({ length: 9 }, (_, n) => told(`A-${n}`, addDays(august, n), 20 + 3 * n, 2_000_000 + n * 7)),
	// Known on 23 October at the latest: 22 November less the thirty days of September.
	told('A-late', '2026-08-05', 80, 9_000_000),
	...Array.from({ length: 16 }, (_, n) =>
		told(`S-${n}`, addDays(september, n), 15 + 2 * n, 2_400_000 + n * 11)
	)
];

function told(claim: string, served: string, days: number, billedRupiah: number): Told {
	const on = addDays(served, days);
	const steps = [{ state: 'submitted' as const, on, amountRupiah: billedRupiah }];
	return { claim, facility: hospitalA, service: 'outpatient', served, billedRupiah, steps };
}

beforeAll(async () => {
	city = await openCity();
	const [other] = await city.database.sql<{ code: string }[]>`
		SELECT code FROM facility WHERE kind = 'puskesmas' ORDER BY code LIMIT 1`;
	const events = visits.map(({ on, learned, service, diagnosis, referral, facility }, n) =>
		visit(
			`d-${n}`,
			{
				...{ service, diagnoses: [diagnosis], arrivedAt: `${on}T03:00:00Z`, emergency: false },
				...(referral && { referral: `R-${n}` })
			},
			{
				time: `${learned}T03:00:00Z`,
				recordedtime: `${learned}T03:00:01Z`,
				subject: facility === undefined ? hospitalA : (other?.code ?? '')
			}
		)
	);
	expect(await city.app.ingest.submit(senders.importer, events)).toMatchObject({ accepted: events.length });
	await sendClaims(city, claims);
	await refreshAnalyst(city, () => now);
});
afterAll(() => city.close());

const isBypassing = ({ diagnosis, referral }: Visit) => diagnosis === 'A09' && !referral;
const seen = (month: string, until: string) => {
	const own = visits.filter(
		({ on, learned, facility }) =>
			on.startsWith(month.slice(0, 7)) && learned <= until && facility === undefined
	);
	const billed = claims.filter(
		({ served, steps }) => served.startsWith(month.slice(0, 7)) && (steps[0]?.on ?? '') <= until
	);
	return {
		...{ month, knownUntil: until, visits: own.length, bypassVisits: own.filter(isBypassing).length },
		...{ claims: billed.length, billedRupiah: billed.reduce((sum, one) => sum + one.billedRupiah, 0) }
	};
};

type Facts = { visits: number; bypassVisits: number; claims: number; billedRupiah: number };

/** Newest version by each day, out of the raw rows; A09 is one of the 144 diagnoses, cancer is not. */
const readFacts = () =>
	city.database.sql<Facts[]>`
		WITH seen (month, until) AS (VALUES ('2026-08-01'::date, '2026-10-23'::date), ('2026-09-01', '2026-11-22'))
		SELECT visits, bypass AS "bypassVisits", claims, billed AS "billedRupiah" FROM seen
		CROSS JOIN LATERAL (
			SELECT count(*)::int AS visits, count(*) FILTER (
				WHERE left(diagnoses[1], 3) = 'A09' AND referral IS NULL AND emergency IS NOT TRUE)::int AS bypass
			FROM (SELECT DISTINCT ON (facility, visit_no) * FROM visit WHERE version_time::date <= until
				ORDER BY facility, visit_no, version_time DESC) v
			JOIN facility f ON f.code = v.facility AND f.kind = 'hospital'
			WHERE date_trunc('month', v.occurred_on)::date = month
		) v CROSS JOIN LATERAL (
			SELECT count(*)::int AS claims, sum(billed_rupiah)::bigint AS billed FROM (
				SELECT DISTINCT ON (facility, claim_no) service_to, billed_rupiah FROM claim WHERE version_time::date <= until
				ORDER BY facility, claim_no, version_time) c WHERE date_trunc('month', service_to)::date = month
		) c ORDER BY month`;

const reasons = ['visits', 'bypass', 'delay', 'cost'] as const;
type Reason = (typeof reasons)[number];

function* ordersOf(left: readonly Reason[]): Generator<Reason[]> {
	if (left.length === 0) yield [];
	for (const one of left)
		for (const rest of ordersOf(left.filter((other) => other !== one))) yield [one, ...rest];
}

/** Bills = (referred + bypassing visits) × claims a visit × rupiah a claim; each reason is let change in turn, in all 24 orders. */
function expectSteps(steps: BudgetDriversView['steps'], before: Facts, after: Facts): void {
	const factorsOf = ({ visits: all, bypassVisits, claims: count, billedRupiah }: Facts) => ({
		...{ visits: all - bypassVisits, bypass: bypassVisits, delay: count / all, cost: billedRupiah / count }
	});
	const [from, to] = [factorsOf(before), factorsOf(after)];
	const bills = (one: typeof from) => (one.visits + one.bypass) * one.delay * one.cost;
	const added: Record<Reason, number> = { visits: 0, bypass: 0, delay: 0, cost: 0 };
	const orders = [...ordersOf(reasons)];
	expect(orders).toHaveLength(24);
	for (const order of orders) {
		const state = { ...from };
		for (const reason of order) {
			const stood = bills(state);
			state[reason] = to[reason];
			added[reason] += (bills(state) - stood) / orders.length;
		}
	}
	expect(steps?.map(({ driver }) => driver)).toEqual([...reasons]);
	// What rounding leaves goes to one of them.
	for (const { driver, rupiah } of steps ?? [])
		expect(Math.abs(rupiah - added[driver]), driver).toBeLessThanOrEqual(3);
	expect(reasons.every((reason) => Math.abs(added[reason]) > 100)).toBe(true);
}

describe('the two months that are compared', () => {
	it('are the newest that had time to be billed and the one before, seen at the same age', async () => {
		const { months } = await load();
		expect(months).toEqual([seen(august, '2026-10-23'), seen(september, '2026-11-22')]);
		expect(months.map(({ bypassVisits }) => bypassVisits)).toEqual([4, 11]);
	});

	it('are what SQL counts in the rows themselves', async () => {
		const { months } = await load();
		expect(
			months.map(({ visits: all, bypassVisits, claims: count, billedRupiah }) => ({
				...{ visits: all, bypassVisits, claims: count, billedRupiah }
			}))
		).toEqual(await readFacts());
	});

	it('differ by the mean of what each reason adds over every order of the reasons', async () => {
		const [before, after] = await readFacts();
		if (!before || !after) throw new Error('no months');
		expectSteps((await load()).steps, before, after);
	});

	it('differ by steps that add up to the change', async () => {
		const { months, steps } = await load();
		const [before, after] = months;
		const sum = (steps ?? []).reduce((all, { rupiah }) => all + rupiah, 0);
		expect(sum).toBe((after?.billedRupiah ?? 0) - (before?.billedRupiah ?? 0));
		expect(sum).not.toBe(0);
	});
});

describe('whoever sees totals only', () => {
	it('is told steps of the rounded visits, each by its own arithmetic', async () => {
		const inFives = (count: number) => (count < 8 ? 0 : 5 * Math.round(count / 5));
		const [before, after] = (await readFacts()).map((month) => ({
			...month,
			...{ visits: inFives(month.visits), bypassVisits: inFives(month.bypassVisits) }
		}));
		if (!before || !after) throw new Error('no months');
		expectSteps((await load('executive')).steps, before, after);
	});

	it('is told visits in steps of five, and reasons that were worked out of those', async () => {
		const exact = await load();
		const { months, steps } = await load('executive');
		expect(months).toEqual(
			exact.months.map((month) => ({
				...month,
				visits: blurCount(month.visits),
				bypassVisits: blurCount(month.bypassVisits)
			}))
		);
		const [before, after] = months.map(({ visits: all, bypassVisits, claims: count, billedRupiah }) => ({
			...{ referredVisits: all - bypassVisits, bypassVisits, claims: count, billedRupiah }
		}));
		if (!before || !after) throw new Error('no months');
		expect(steps).toEqual(explainChange(before, after));
		expect(steps).not.toEqual(exact.steps);
	});
});

it('shows nothing of a day before anything was counted', async () => {
	expect(await load('planner', '2026-11-20')).toMatchObject({ months: [], steps: null, computedAt: null });
});
