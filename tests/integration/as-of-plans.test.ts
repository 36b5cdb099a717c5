/**
 * What is planned ahead stays on a past day what it was then, whatever is claimed, decided, forecast, kept, taken out and put
 * back later: next year's budget with its kept proposals, the yearly evaluation, the forecasts and the order plan of medicines.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, endOfJakartaDay, startOfJakartaDay } from '../../src/lib/domain/period.ts';
import type { PlanMove } from '../../src/lib/domain/drug-plan.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { freezeEndedWeeks } from '../../src/lib/server/services/freeze-weeks.ts';
import type { Services } from '../../src/lib/server/services/index.ts';
import { plantForecasts } from '../support/plant-forecasts.ts';
import { factsOf } from './as-of-facts.ts';
import { setCeiling } from './budget-claims.ts';
import { openEvaluationCity, type EvaluationCity } from './evaluation-city.ts';
import { claim, hospitalA, hospitalB, member, niks, senders, stock, visit } from './ingest-city.ts';

let city: EvaluationCity;
beforeAll(async () => {
	city = await openEvaluationCity();
}, 120_000);
afterAll(() => city.close());

const [ana, budi, mayor] = (['planner', 'planner', 'executive'] as const).map((role, n): Viewer => ({
	name: `user:${n}`,
	role,
	facility: null
})) as [Viewer, Viewer, Viewer];
const pages: Readonly<
	Record<string, (services: Services, viewer: Viewer, asOf: string | null) => Promise<object>>
> = {
	'budget of next year': ({ budgetNextYear }, viewer, asOf) => budgetNextYear.load(viewer, words({ asOf })),
	'budget of next year with levers': ({ budgetNextYear }, viewer, asOf) =>
		budgetNextYear.load(viewer, words({ asOf, without: 'outpatient' })),
	'budget of next year beside kept ones': ({ budgetNextYear }, viewer, asOf) =>
		budgetNextYear.load(viewer, words({ asOf, compare: [...kept.values()].join(' ') })),
	evaluation: ({ evaluation }, _, asOf) => evaluation.load({ year: null, asOf }),
	'evaluation of the year before': ({ evaluation }, _, asOf) => evaluation.load({ year: '2025', asOf }),
	'forecasts of medicines': ({ drugForecast }, _, asOf) =>
		drugForecast.load({ item: 'paracetamol-500', facility: null, asOf }),
	'order plan of medicines': ({ drugPlan }, viewer, asOf) => drugPlan.load(viewer, { year: '2027', asOf })
};
const words = (asked: Record<string, string | null>) =>
	new URLSearchParams(Object.entries(asked).flatMap(([name, word]) => (word === null ? [] : [[name, word]])));

async function showAll(asOf: string | null) {
	const shown: Record<string, Record<string, unknown>> = {};
	for (const viewer of [ana, mayor])
		for (const [name, load] of Object.entries(pages))
			shown[`${name} for ${viewer.role}`] = factsOf(await load(city.app.servicesFor(viewer), viewer, asOf));
	return shown;
}

/** Ids of proposals by their names. */
const kept = new Map<string, string>();
async function keep(name: string, levers: Record<string, string>): Promise<void> {
	const answer = await city.app.servicesFor(ana).budgetNextYear.keep(ana, name, words(levers));
	if (answer.outcome !== 'kept') throw new Error(answer.outcome);
	kept.set(name, answer.id);
}
async function list(name: string, how: 'remove' | 'restore'): Promise<void> {
	const { outcome } = await city.app.servicesFor(ana).budgetNextYear[how](ana, kept.get(name) ?? '');
	expect([name, how, outcome]).toEqual([name, how, 'done']);
}
async function plan(viewer: Viewer, move: PlanMove, value = ''): Promise<void> {
	const { drugPlan } = city.app.servicesFor(viewer);
	const { number } = await drugPlan.load(viewer, { year: '2027', asOf: null });
	const form = new FormData();
	const said = {
		year: '2027',
		seen: String(number),
		item: 'paracetamol-500',
		value,
		reason: 'alasan yang cukup'
	};
	for (const [name, one] of Object.entries(said)) form.set(name, one);
	expect([move, await drugPlan.moveByForm(viewer, move, form)]).toEqual([move, { outcome: 'done' }]);
}

/** Of the past, and learned now: bills, visits, members and stock. */
async function learn(n: number): Promise<void> {
	const time = city.clock().toISOString();
	const told = (subject: string) => ({ subject, time });
	const events = [
		...Array.from({ length: 12 }, (_, i) =>
			claim(
				`bill-${n}-${i}`,
				{
					...{ billedRupiah: 9_000_000 + i, serviceFrom: '2026-06-02', serviceTo: '2026-06-03' },
					...{ budgetYear: 2026, service: i % 2 === 0 ? 'icu' : 'outpatient' }
				},
				told(hospitalA)
			)
		),
		claim(
			`paid-${n}`,
			{
				claim: 'C-paid',
				state: 'paid',
				billedRupiah: 9_000_000,
				paidRupiah: 1_000_000 * n,
				budgetYear: 2026
			},
			told(hospitalB)
		),
		...Array.from({ length: 30 }, (_, i) =>
			visit(
				`late-${n}-${i}`,
				{
					...{
						visit: `L-${n}-${i}`,
						nik: niks[i % 4],
						arrivedAt: `2026-${i % 2 === 0 ? '03' : '10'}-11T02:00:00Z`
					},
					drugs: [{ item: 'paracetamol-500', quantity: 20 }]
				},
				told(hospitalA)
			)
		),
		member(`card-${n}`, { nik: niks[n % 4], registerStatus: n % 2 === 0 ? 'active' : 'moved' }, { time }),
		stock(`stock-${n}`, { closing: 8 + n, used: 7 - n, month: '2026-10' }, told(hospitalB))
	];
	const answer = await city.app.ingest.submit(senders.importer, events);
	expect(answer).toMatchObject({ accepted: events.length, errors: [] });
}
async function reckon(median: number): Promise<void> {
	const { app, clock } = city;
	await judgeDue(app.sql, clock(), { usualMs: 0, dueMs: 0 });
	await freezeEndedWeeks({
		sql: app.sql,
		clock,
		isFacility: (code) => app.facilities.find(code) !== undefined
	});
	await plantForecasts(app.sql, [{ item: 'paracetamol-500', median, stock: 100 }], clock());
	await city.refresh();
}

/** A day, and what is done on it. */
const course: readonly (readonly [string, () => Promise<void>])[] = [
	[
		'2026-11-22',
		async () => {
			await reckon(9_000);
			await keep('Tanpa ICU', { without: 'icu' });
			await keep('Rawat inap saja', { without: 'outpatient' });
			await plan(ana, 'begin', '0.8');
		}
	],
	[
		'2026-11-24',
		async () => {
			await learn(1);
			await setCeiling(city, 2026, 950_000_000, '2026-11-24');
			await reckon(12_000);
			await list('Tanpa ICU', 'remove');
			await plan(ana, 'quantity', '777');
			await plan(ana, 'propose');
		}
	],
	[
		'2026-12-01',
		async () => {
			await learn(2);
			await setCeiling(city, 2027, 1_100_000_000, '2026-12-01');
			await reckon(7_000);
			await list('Tanpa ICU', 'restore');
			await list('Rawat inap saja', 'remove');
			await city.database.sql`INSERT INTO bed_use
				(facility, month, known_on, computed_at, days, beds, occupied, covered, stays, stay_days)
				VALUES (${hospitalA}, '2026-11-01', '2026-12-01', '2026-12-01T01:00:00Z', 30, 100, 20, 1, 9, 70)`;
			await plan(budi, 'return');
		}
	],
	[
		'2026-12-20',
		async () => {
			await learn(3);
			await reckon(8_000);
			await keep('Tanpa IGD', { without: 'emergency' });
			await plan(budi, 'propose');
			await plan(ana, 'approve');
		}
	],
	[
		'2027-01-05',
		async () => {
			await learn(4);
			await setCeiling(city, 2027, 1_200_000_000, '2027-01-05');
			await reckon(15_000);
			const evaluation = city.app.servicesFor(ana).evaluation;
			expect(await evaluation.freeze(ana, { year: '2026', asOf: null }, '')).toMatchObject({
				outcome: 'frozen'
			});
		}
	]
];

/** Without the moments at which it was asked and made: those differ on each day, whatever is said. */
const figuresOf = (facts: Record<string, unknown>) =>
	Object.entries(facts).filter(([path]) => !/(^|\.)(now|asOf|at|\w+At|change|url)$/.test(path));

it('a past day’s plans are those that were shown on it', async () => {
	const then = new Map<string, Awaited<ReturnType<typeof showAll>>>();
	for (const [day, act] of course) {
		city.setClock(new Date(startOfJakartaDay(day).getTime() + 13 * 3_600_000));
		await act();
		city.setClock(new Date(endOfJakartaDay(day).getTime() - 1));
		then.set(day, await showAll(null));
	}
	const last = course.at(-1)?.[0] ?? '';
	city.setClock(startOfJakartaDay(addDays(last, 3)));
	for (const [day, shown] of then) {
		const now = await showAll(day);
		for (const [name, facts] of Object.entries(shown)) expect(now[name], `${name} of ${day}`).toEqual(facts);
	}
	// Each of them said something else on each day but where nothing was done: the order plan in the last days.
	const days = [...then.values()];
	for (const name of Object.keys(days[0] ?? {})) {
		const said = new Set(days.map((shown) => JSON.stringify(figuresOf(shown[name] ?? {}))));
		expect([name, said.size], name).toEqual([name, expect.toSatisfy((size: number) => size >= 4)]);
	}
	const proposals = days.map(
		(shown) => shown['budget of next year for planner']?.['proposal.points.p50.total']
	);
	expect(proposals.every((total) => typeof total === 'number' && total > 0)).toBe(true);
}, 240_000);
