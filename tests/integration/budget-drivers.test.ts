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

describe('the two months that are compared', () => {
	it('are the newest that had time to be billed and the one before, seen at the same age', async () => {
		const { months } = await load();
		expect(months).toEqual([seen(august, '2026-10-23'), seen(september, '2026-11-22')]);
		expect(months.map(({ bypassVisits }) => bypassVisits)).toEqual([4, 11]);
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
