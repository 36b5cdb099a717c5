/** A page of a past day is the page that was shown then, whatever came afterwards. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
	addDays,
	endOfJakartaDay,
	epiWeekStart,
	jakartaDay,
	monthOf,
	startOfJakartaDay,
	yearOf
} from '../../src/lib/domain/period.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { systemViewer } from '../../src/lib/domain/viewer.ts';
import { senderOf } from '../../src/lib/server/services/sender-of.ts';
import type { App } from '../../src/lib/server/app.ts';
import type { Services } from '../../src/lib/server/services/index.ts';
import { writeBudget } from '../../src/lib/server/store/budget-queries.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import { factsOf } from './as-of-facts.ts';
import {
	bed,
	claim,
	hospitalA,
	hospitalB,
	member,
	niks,
	openCity,
	senders,
	stock,
	tally,
	visit,
	type SenderName
} from './ingest-city.ts';

const runs = { numRuns: 12, seed: 20261122, endOnFailure: true } as const;
const hourMs = 3_600_000;
const minuteMs = 60_000;

const withQuery = (path: string, asOf: string | null) => (asOf === null ? path : `${path}&asOf=${asOf}`);
const noChoice = { kecamatan: null, ward: null, free: null, sort: null };
const noReason = { reason: null, source: null, type: null, page: null };
const chosen = { kecamatan: '32.75.01', ward: 'inpatient-3' };
const disease = { disease: 'dengue', kecamatan: null, period: null };
const anyDrug = { item: null, ven: null, kecamatan: null, facility: null };
const anyClaim = { year: null, facility: null, service: null };

/** Every page's service, some with a filter too. */
const pages: Record<string, (services: Services, asOf: string | null) => Promise<object>> = {
	overview: ({ overview }, asOf) => overview.load({ asOf }),
	beds: ({ beds }, asOf) => beds.load({ ...noChoice, asOf, url: withQuery('/beds?', asOf) }),
	'beds of a ward class': ({ beds }, asOf) =>
		beds.load({ ...noChoice, ...chosen, asOf, url: withQuery('/beds?ward=inpatient-3', asOf) }),
	'diseases by week': ({ diseases }, asOf) => diseases.load({ ...disease, grain: 'week', asOf }),
	'diseases by month': ({ diseases }, asOf) => diseases.load({ ...disease, grain: 'month', asOf }),
	'diseases of a kecamatan': ({ diseases }, asOf) =>
		diseases.load({ ...disease, kecamatan: chosen.kecamatan, grain: 'month', asOf }),
	drugs: ({ drugs }, asOf) => drugs.load({ ...anyDrug, asOf }),
	'drugs of a facility': ({ drugs }, asOf) => drugs.load({ ...anyDrug, facility: hospitalA, asOf }),
	budget: ({ budget }, asOf) => budget.load({ ...anyClaim, asOf }),
	'budget of a facility': ({ budget }, asOf) => budget.load({ ...anyClaim, facility: hospitalA, asOf }),
	quality: ({ quality }, asOf) => quality.load({ ...noReason, asOf, url: withQuery('/quality?', asOf) }),
	public: (services, asOf) =>
		services.public.load({ ward: null, kecamatan: null, asOf, url: withQuery('/public?', asOf) })
};

type Shown = Record<string, Record<string, unknown>>;
async function showAll({ services }: App, asOf: string | null): Promise<Shown> {
	const shown: Shown = {};
	for (const [name, load] of Object.entries(pages)) shown[name] = factsOf(await load(services, asOf));
	return shown;
}

/** Where in time a wave is. */
type Moment = { first: number; now: number };
type Draft = (moment: Moment) => unknown;

/** Hours around the first day's beginning: often equal, and mostly older than what already stands. */
const hours = fc.constantFrom(-9_000, -960, -720, -200, -30, -2, 0, 3, 9, 10, 26, 33, 50, 80, 1_000);
const timeOf = ({ first, now }: Moment, hour: number) =>
	// At most what a sender's clock may be ahead: just before midnight that is tomorrow.
	new Date(Math.min(first + hour * hourMs, now + 4 * minuteMs)).toISOString();
const dayOf = (moment: Moment, hour: number) =>
	jakartaDay(new Date(Math.min(Date.parse(timeOf(moment, hour)), moment.now)));
const firstDayOf = (grain: string, day: string) => (grain === 'week' ? epiWeekStart(day) : monthOf(day));

const identity = {
	id: fc.integer({ min: 0, max: 30 }),
	key: fc.integer({ min: 0, max: 5 }),
	at: hours,
	other: hours,
	subject: fc.constantFrom(hospitalA, hospitalB)
};
const person = fc.constantFrom(...niks);
const kecamatan = fc.constantFrom('32.75.01', '32.75.02', '31.71.01', null);
const small = fc.integer({ min: 0, max: 20 });

const visits = fc
	.record({
		...{ ...identity, nik: person, kecamatan, isOpen: fc.boolean() },
		icd: fc.constantFrom('A91', 'A90', 'J06.9', 'A09'),
		drugs: fc.array(fc.record({ item: fc.constantFrom('paracetamol-500', 'oralit'), quantity: small }), {
			maxLength: 2
		})
	})
	.map(
		({ id, key, at, other, subject, nik, kecamatan, icd, drugs, isOpen }): Draft =>
			(moment) =>
				visit(
					`v${id}`,
					{
						...{ visit: `V${key}`, nik, kecamatan, diagnoses: [icd], drugs },
						arrivedAt: timeOf(moment, other),
						service: isOpen ? 'outpatient' : 'inpatient-3'
					},
					{ time: timeOf(moment, at), subject }
				)
	);
const beds = fc
	.record({
		...identity,
		ward: fc.constantFrom('inpatient-3', 'icu'),
		occupied: small,
		isDated: fc.boolean()
	})
	.map(
		({ id, key, at, other, subject, ward, occupied, isDated }): Draft =>
			(moment) =>
				bed(
					`b${id}`,
					{
						...{ ward, room: `R${key}`, occupied, queue: occupied % 3 || null },
						...(isDated && { reportedAt: timeOf(moment, other) })
					},
					{ time: timeOf(moment, at), subject }
				)
	);
const claims = fc
	.record({
		...{ ...identity, rupiah: fc.integer({ min: 0, max: 9_000_000 }) },
		state: fc.constantFrom('submitted', 'returned', 'verified', 'rejected', 'approved', 'paid')
	})
	.map(
		({ id, key, at, other, subject, state, rupiah }): Draft =>
			(moment) =>
				claim(
					`c${id}`,
					{
						...{ claim: `C${key}`, state, serviceFrom: '2020-01-01', serviceTo: dayOf(moment, other) },
						...{ billedRupiah: rupiah, verifiedRupiah: rupiah, approvedRupiah: rupiah, paidRupiah: rupiah }
					},
					{ time: timeOf(moment, at), subject }
				)
	);
const members = fc
	.record({
		...{ ...identity, nik: person, kecamatan },
		registerStatus: fc.constantFrom('active', 'moved', 'deceased', 'unknown')
	})
	.map(
		({ id, at, nik, kecamatan, registerStatus }): Draft =>
			(moment) =>
				member(`m${id}`, { nik, kecamatan, registerStatus }, { time: timeOf(moment, at) })
	);
const stocks = fc
	.record({ ...identity, used: small, item: fc.constantFrom('paracetamol-500', 'oralit') })
	.map(
		({ id, at, other, subject, used, item }): Draft =>
			(moment) =>
				stock(
					`s${id}`,
					{
						item,
						month: dayOf(moment, other).slice(0, 7),
						used,
						opening: 20,
						received: 0,
						closing: 20 - used
					},
					{ time: timeOf(moment, at), subject }
				)
	);
const tallies = fc
	.record({
		...{ ...identity, value: small, isCase: fc.boolean(), grain: fc.constantFrom('week', 'month') },
		area: fc.constantFrom('32.75', '32.75.01', '32.75.02'),
		reporter: fc.constantFrom(undefined, hospitalA, 'old-system')
	})
	.map(
		({ id, at, other, subject, value, isCase, grain, area, reporter }): Draft =>
			(moment) =>
				tally(
					`t${id}`,
					{
						...(isCase
							? { measure: 'cases', grain }
							: { measure: 'drug-use', code: 'oralit', grain: 'month' }),
						...{ area, value, reporter, period: firstDayOf(isCase ? grain : 'month', dayOf(moment, other)) }
					},
					{ time: timeOf(moment, at), subject }
				)
	);
const bad = fc
	.tuple(
		fc.integer({ min: 0, max: 3 }),
		fc.constantFrom<((id: string) => unknown)[]>(
			() => null,
			() => 'text',
			(id) => visit(id, { nik: '327501' }),
			(id) => bed(id, { ward: 'loft' }),
			(id) => ({ id, specversion: '1.0' }),
			(id) => bed(id, {}, { time: '2100-01-01T00:00:00Z' })
		)
	)
	.map(
		([id, make]): Draft =>
			() =>
				make(`x${id}`)
	);

const senderNames = [
	...(['importer', 'importer', 'importer', 'hospitalA', 'hospitalB'] as const),
	...(['verifier', 'finance', 'dinkes', 'register'] as const)
] satisfies SenderName[];
const wave = fc.record({
	/** Milliseconds into the day: its first, its last minutes, in between. */
	time: fc.constantFrom(0, 1, 9 * hourMs, 15.5 * hourMs, 24 * hourMs - 3 * minuteMs, 24 * hourMs - 1),
	batches: fc.array(
		fc.record({
			sender: fc.constantFrom(...senderNames),
			drafts: fc.array(fc.oneof(visits, visits, beds, beds, claims, claims, members, stocks, tallies, bad), {
				minLength: 4,
				maxLength: 25
			})
		}),
		{ minLength: 1, maxLength: 4 }
	),
	/** A budget is set; what waits the longest is put right or thrown away. */
	budgetRupiah: fc.option(fc.integer({ min: 1, max: 900_000_000 })),
	resolve: fc.constantFrom('nothing', 'discard', 'replay'),
	/** Days until the next wave: none is a second wave on the same day. */
	pause: fc.constantFrom(0, 1, 1, 2, 3, 8, 31)
});
const plan = fc.record({
	/** Ends of a year, of a month, of a week; some other day. */
	firstDay: fc.constantFrom(
		'2026-12-30',
		'2026-12-31',
		'2026-10-31',
		'2026-11-21',
		'2026-11-17',
		'2028-02-28'
	),
	waves: fc.array(wave, { minLength: 3, maxLength: 6 })
});
type Wave = typeof wave extends fc.Arbitrary<infer W> ? W : never;

/** What a hospital's key may say names no other facility; a party without one names one. */
function fitting(event: unknown, sender: SenderName): unknown {
	if (typeof event !== 'object' || event === null || senders[sender].facility === null) return event;
	const { subject: _, ...rest } = event as { subject?: string };
	return rest;
}

async function send(app: App, { batches }: Wave, moment: Moment): Promise<number> {
	const answers = await Promise.all(
		batches.map(({ sender, drafts }) =>
			app.ingest.submit(
				senders[sender],
				drafts.map((make) => fitting(make(moment), sender))
			)
		)
	);
	return answers.reduce((sum, { accepted }) => sum + accepted, 0);
}

async function resolve(app: App, { resolve: how }: Wave, { now }: Moment): Promise<void> {
	// Who may state a bed: what is held is put right in the name of whoever sent it.
	const [held] = await app.sql<{ id: string; party: string }[]>`
		SELECT id, party FROM quarantine WHERE resolved_at IS NULL AND (party LIKE 'hospital:%' OR party = 'importer')
		ORDER BY received_at, id LIMIT 1`;
	if (!held || how === 'nothing') return;
	if (how === 'discard')
		await app.services.heldEvents.discard(systemViewer('test'), held.id, 'sent by mistake');
	const sender = senderOf(held);
	const event = bed(
		`again-${held.id}`,
		{ room: 'again' },
		{ subject: sender.facility ?? hospitalA, time: new Date(now).toISOString() }
	);
	if (how === 'replay') await app.ingest.submit(sender, [event], { mode: 'atomic', replaces: held.id });
}

async function setBudget(app: App, { budgetRupiah }: Wave, today: string): Promise<void> {
	if (budgetRupiah === null) return;
	const entry = { knownOn: today, kind: 'revised', amountRupiah: budgetRupiah, source: 'test' };
	// Next year's is decided this year, and may be entered before its date.
	const next = { ...entry, year: yearOf(today) + 1, knownOn: addDays(today, 40) };
	await inTransaction(app.sql, async (tx) => {
		await writeBudget(tx, { ...entry, year: yearOf(today) });
		await writeBudget(tx, next);
	});
}

it('asOf shows every page as it was shown at the end of that day, after any mix of events', async () => {
	const seen = { accepted: 0, days: 0, changed: 0 };
	await fc.assert(
		fc.asyncProperty(plan, async ({ firstDay, waves }) => {
			let clock = startOfJakartaDay(firstDay);
			const city = await openCity({ clock: () => clock });
			try {
				const { app } = city;
				const first = startOfJakartaDay(firstDay).getTime();
				const stored = new Map<string, Shown>();
				let day: string = firstDay;
				for (const one of waves) {
					const now = startOfJakartaDay(day).getTime() + one.time;
					// Time goes on only, on a day of two waves too.
					clock = new Date(Math.max(clock.getTime(), now));
					const moment = { first, now: clock.getTime() };
					await setBudget(app, one, day);
					seen.accepted += await send(app, one, moment);
					await resolve(app, one, moment);
					if (one.pause === 0) continue;
					clock = new Date(endOfJakartaDay(day).getTime() - 1);
					await judgeDue(app.sql, clock, { usualMs: 0, dueMs: 0 });
					stored.set(day, await showAll(app, null));
					day = addDays(day, one.pause);
				}
				clock = startOfJakartaDay(addDays(day, 1));
				const present = JSON.stringify(await showAll(app, null));
				for (const [asOf, then] of stored) {
					const now = await showAll(app, asOf);
					for (const name of Object.keys(pages)) expect(now[name], `${name} of ${asOf}`).toEqual(then[name]);
					seen.days += 1;
					if (JSON.stringify(then) !== present) seen.changed += 1;
				}
			} finally {
				await city.close();
			}
		}),
		runs
	);
	// The runs really sent events, went back to days, and the present is another by then.
	expect(seen.accepted).toBeGreaterThan(500);
	expect(seen.days).toBeGreaterThan(25);
	expect(seen.changed).toBe(seen.days);
}, 120_000);
