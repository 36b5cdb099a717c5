/**
 * The attacker of promise 8: who keeps every permitted answer, export, alert and live update of executive and public over weeks,
 * and solves for differences. Two cities that differ in one person show which numbers depend on persons, whatever page
 * they stand on; then the frozen weeks are solved as a system of sums.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	feasibleCounts,
	isPinned,
	type Interval
} from '../../src/lib/analytics/disclosure/feasible-counts.ts';
import { city as kota, kecamatan, outsideArea, unknownArea } from '../../src/lib/domain/area.ts';
import type { Counted } from '../../src/lib/domain/basis.ts';
import { blurCount, blurStep, countsBehind, smallest } from '../../src/lib/domain/blur.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import { lplpoColumns } from '../../src/lib/protocol/plan-sheets.ts';
import { LatticeJob } from '../../src/lib/server/jobs/lattice-job.ts';
import { cellsOf } from '../../src/lib/server/services/freeze-weeks.ts';
import {
	areas,
	at,
	lastDayOfFreezing,
	shownDiseases,
	viewerOf,
	WatchedCity,
	type Answers,
	type Patient
} from './disclosure-city.ts';
import { hospitalA, hospitalB } from './ingest-city.ts';

const sundays = ['2026-08-30', '2026-09-06'] as const;

const patient = fc.record({
	condition: fc.constantFrom('dengue' as const, 'diare' as const, 'other' as const),
	area: fc.constantFrom(...areas),
	dayOfWeek: fc.nat(6),
	daysLate: fc.nat(4),
	hospital: fc.constantFrom(hospitalA, hospitalB),
	tablets: fc.integer({ min: 1, max: 12 }),
	isMember: fc.boolean()
});
type Drawn = ReturnType<typeof patient.generate>['value'];

/** What is different of one person in the other city. */
const differences = {
	disease: (one: Patient): Patient => ({
		...one,
		condition: one.condition === 'dengue' ? 'diare' : 'dengue'
	}),
	condition: (one: Patient): Patient => ({
		...one,
		condition: one.condition === 'other' ? 'dengue' : 'other'
	}),
	residence: (one: Patient): Patient => ({
		...one,
		area: areas.find((area) => area !== one.area) ?? one.area
	}),
	day: (one: Patient): Patient => ({ ...one, day: addDays(one.day, one.day === sundays[0] ? 1 : -1) }),
	medicine: (one: Patient): Patient => ({ ...one, tablets: one.tablets + 1 }),
	membership: (one: Patient): Patient => ({ ...one, isMember: !one.isMember })
} as const;

const patientOf = (sunday: string, { dayOfWeek, ...rest }: Drawn): Patient => ({
	...rest,
	day: addDays(sunday, dayOfWeek)
});

/** Reported in three goes: on the Monday after the week, late but before the freezing, and after it; then one is corrected. */
async function live(
	city: WatchedCity,
	weeks: readonly (readonly Patient[])[],
	look: (when: string) => Promise<void>
) {
	let first = 0;
	for (const [index, sunday] of sundays.entries()) {
		const patients = weeks[index] ?? [];
		const [soon, late, tooLate] = [0, 3, 4].map((daysLate, go) =>
			patients.filter((one) => (go === 0 ? one.daysLate < 3 : one.daysLate === daysLate))
		);
		const goes = [soon ?? [], late ?? [], tooLate ?? []];
		for (const [go, day] of [7, 8, 10].entries()) {
			city.goTo(at(addDays(sunday, day), 12 + go));
			await city.report(goes[go] ?? [], first);
			first += 100;
			if (day === 8) await look(`${sunday} open`);
		}
		expect(await city.freeze()).toBeGreaterThan(0);
		const corrected = (soon ?? []).slice(0, 1);
		if (corrected.length > 0) await city.report(corrected, first - 300, 2);
		city.goTo(new Date(at(lastDayOfFreezing(sunday), 12).getTime() + 3 * 86_400_000));
		await look(`${sunday} frozen`);
	}
}

type Found = { leaks: string[]; moved: string[]; usual: number[] };

/** A threshold is worked out of the rounded week before, which stands beside it. */
const isDerived = (path: string) =>
	/alertAt$/i.test(path) ||
	// Rupiah by the share of the rounded use that the stock leaves open.
	/^plan .*\.rupiahPerRisk$/.test(path) ||
	// A month's part of the plan's rounded use, as large as the facility's in what was reported; and less its stock.
	(path.startsWith('file lplpo ') &&
		[lplpoColumns.optimum.en, lplpoColumns.request.en].some((heading) => path.endsWith(`.${heading}`)));

/**
 * Units are told in fives; how good a forecast was, and for whose use a stock stands, in twentieths; when a stock ends, in
 * months, by the middle of each.
 */
function stepOf(path: string): number {
	if (/\.record\.\w+$|\.stock\.share$/.test(path)) return 1 / 20;
	return path.endsWith('.runOut.months') ? 1 / 2 : blurStep;
}
const isStep = (value: number, step: number) => Math.abs(value / step - Math.round(value / step)) < 1e-9;

/** Of which disease's frozen weeks the chain's answer is a function. */
const chainOf = (path: string) => /^chain (\w+) /.exec(path)?.[1];

/** Rounded counts differ by whole steps; a number that differs otherwise tells of the one person. */
function compare(ours: Answers, theirs: Answers): Found {
	const found: Found = { leaks: [], moved: [], usual: [ours, theirs].flatMap(usualCases) };
	const stepped = diseasesInSteps(ours, theirs);
	for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
		const [a, b] = [ours.get(path) ?? 0, theirs.get(path) ?? 0];
		if (a === b || isDerived(path)) continue;
		found.moved.push(path);
		// Its own reckoning may say anything of what was told in steps, and nothing where nothing else was.
		if (stepped.has(chainOf(path) ?? '')) continue;
		const step = stepOf(path);
		if (!isStep(a, step) || !isStep(b, step)) found.leaks.push(`${path}: ${a}, ${b}`);
	}
	return found;
}

/** The cases that the chain's usual week is the mean of: told in fives, whatever else moved. */
function usualCases(answers: Answers): number[] {
	return [...answers].flatMap(([path, value]) => {
		const [, usual] = /^(chain .*\.usual)\.value$/.exec(path) ?? [];
		return usual === undefined ? [] : [value * (answers.get(`${usual}.weeks`) ?? NaN)];
	});
}

/** Those of which something was told otherwise, and nothing finer than in steps. */
function diseasesInSteps(ours: Answers, theirs: Answers): Set<string> {
	const [stepped, finer] = [new Set<string>(), new Set<string>()];
	for (const [path, a] of ours) {
		const [, disease] = /^diseases (\w+) /.exec(path) ?? [];
		const b = theirs.get(path) ?? 0;
		if (disease === undefined || a === b || isDerived(path)) continue;
		(isStep(a, blurStep) && isStep(b, blurStep) ? stepped : finer).add(disease);
	}
	return new Set([...stepped].filter((disease) => !finer.has(disease)));
}

/** In the other city one person is different in each of these ways. */
function otherCity(weeks: readonly (readonly Patient[])[]): Patient[][] {
	const ways = Object.values(differences);
	return weeks.map((patients, week) =>
		patients.map((one, place) => (week === 0 ? (ways[place]?.(one) ?? one) : one))
	);
}

async function keepAnswers(plan: readonly (readonly Patient[])[], roles: readonly Role[]) {
	const city = await WatchedCity.open(sundays[0], true);
	const kept = new Map<Role, Answers[]>();
	const keep = (role: Role, answers: Answers) => kept.set(role, [...(kept.get(role) ?? []), answers]);
	const ask = async (past: readonly string[]) => {
		for (const role of roles) keep(role, await city.ask(role, sundays, past));
	};
	try {
		await live(city, plan, async (when) => {
			if (when === `${sundays[0]} open`) return;
			await new Promise((resolve) => setTimeout(resolve, 400));
			await ask([addDays(city.now.toISOString().slice(0, 10), -3)]);
		});
		// The months of both weeks are complete: medicines are forecast, and ordered by it.
		city.goTo(at('2026-10-20'));
		await city.freeze();
		await city.reckon();
		await city.plan('begin', { value: '0.8' });
		for (const role of roles) if (role !== 'public') keep(role, await city.askOrders(role));
		await city.plan('propose');
		await ask([]);
	} finally {
		await city.close();
	}
	return kept;
}

async function compareCities(drawn: readonly (readonly Drawn[])[], roles: readonly Role[]) {
	const weeks = drawn.map((persons, index) =>
		persons.map((one) => patientOf(sundays[index] ?? sundays[0], one))
	);
	const [ours, theirs] = [await keepAnswers(weeks, roles), await keepAnswers(otherCity(weeks), roles)];
	const found = roles.map((role): [Role, Found] => {
		const looks = (ours.get(role) ?? []).map((answers, look) =>
			compare(answers, theirs.get(role)?.[look] ?? new Map<string, number>())
		);
		const all = <Kind extends keyof Found>(kind: Kind) =>
			looks.flatMap((look): Found[Kind][number][] => look[kind]);
		return [role, { leaks: all('leaks'), moved: all('moved'), usual: all('usual') }];
	});
	return new Map(found);
}

const manyPersons = fc.tuple(
	fc.array(patient, { minLength: 16, maxLength: 40 }),
	fc.array(patient, { minLength: 6, maxLength: 16 })
);

/** What the planner sees is exact: the same comparison finds it there, wherever executive and public read a rounded count. */
const plantedIn = [
	/^diseases .*now\.value/,
	/^api diseases/,
	/^overview .*visits\[/,
	/^api visits/,
	/^drugs .*(open|last|now)\.value/,
	/^api drugs /,
	/^budget .*members/,
	/^api budget .*members/,
	/^live overview visits/,
	/^live drugs drugs/,
	/^live diseases diseases/,
	/^forecast null .*detail\.history\[/,
	/^forecast 3275013 .*detail\.months\[/,
	/^forecast .*card\.record\.mase/,
	/^forecast .*stock\.share/,
	/^chain dengue null .*usual\.value/,
	/^chain dengue .*arrows\[.*result\.value/
];

/** Whoever looks is told the same of it, in steps: that it differs between the cities at all says that it was looked at. */
const toldIn = [/^plan .*lines\[.*use$/, /^file rko /];

describe('two cities that differ in a few persons', () => {
	it('tell executive and public nothing finer than rounded counts, on any page, by any way, at any time', async () => {
		const planted = new Set<RegExp>();
		await fc.assert(
			fc.asyncProperty(manyPersons, async (weeks) => {
				const found = await compareCities(weeks, ['executive', 'public', 'planner']);
				expect(found.get('executive')?.leaks).toEqual([]);
				expect(found.get('public')?.leaks).toEqual([]);
				// Where persons moved a frozen week the rest of the chain is not compared; what it rests on always is.
				const usual = found.get('executive')?.usual ?? [];
				expect(usual.length).toBeGreaterThan(0);
				expect(usual.filter((cases) => !isStep(cases, blurStep))).toEqual([]);
				expect(found.get('planner')?.usual.some((cases) => !isStep(cases, blurStep))).toBe(true);
				const exact = found.get('planner')?.leaks ?? [];
				for (const one of plantedIn) if (exact.some((leak) => one.test(leak))) planted.add(one);
				const told = found.get('executive')?.moved ?? [];
				for (const one of toldIn) if (told.some((path) => one.test(path))) planted.add(one);
			}),
			{ numRuns: 2, endOnFailure: true }
		);
		expect([...plantedIn, ...toldIn].filter((one) => !planted.has(one)).map(String)).toEqual([]);
	}, 600_000);
});

describe('the live line of readers of totals', () => {
	it('carries of persons rounded totals that agree with the page, and is silent while they stay', async () => {
		const city = await WatchedCity.open(sundays[0]);
		const services = city.city.app.servicesFor(viewerOf('public'));
		const load = () => services.public.load({ asOf: null, ward: null, kecamatan: null, url: '/public' });
		const one: Patient = {
			...{ condition: 'dengue', area: areas[0] ?? '', day: sundays[0], daysLate: 0, hospital: hospitalA },
			...{ tablets: 1, isMember: true }
		};
		try {
			const seen: number[] = [];
			for (let came = 1; came <= 14; came++) {
				city.goTo(new Date(at(sundays[0], 12).getTime() + came * 60_000));
				await city.report([one], came);
				await new Promise((resolve) => setTimeout(resolve, 250));
				const { visits, members } = await load();
				const heard = city.heard('public');
				expect([visits.week, visits.year, members]).toEqual([came, came, came].map(blurCount));
				expect(heard.get(`live public visits   ${sundays[0]}`) ?? 0).toBe(blurCount(came));
				expect(heard.get('live public members   active ') ?? 0).toBe(blurCount(came));
				seen.push(city.deltas.get('public/public')?.length ?? 0);
			}
			// That members are counted at all; then two steps of visits, two of members, and not a word in between.
			expect(seen.slice(0, 7)).toEqual([1, 1, 1, 1, 1, 1, 1]);
			expect(seen.at(-1)).toBe(5);
			expect(city.deltas.get('diseases/executive')).toBeUndefined();
			expect(city.deltas.get('diseases/planner')?.length).toBeGreaterThan(0);
		} finally {
			await city.close();
		}
	}, 60_000);
});

describe('a freezing', () => {
	it('is heard by the open pages of readers of totals, and by nobody else', async () => {
		const city = await WatchedCity.open(sundays[0]);
		const { app } = city.city;
		const job = new LatticeJob({
			...{ sql: app.sql, clock: () => city.now, log: app.log, facilities: app.facilities }
		});
		try {
			const one = { condition: 'dengue', area: areas[0] ?? '', day: sundays[0], daysLate: 0 } as const;
			await city.report([{ ...one, hospital: hospitalA, tablets: 1, isMember: true }], 1);
			city.goTo(at(lastDayOfFreezing(sundays[0]), 1));
			expect(await job.run()).toBe(1);
			await app.hub.poll();
			await new Promise((resolve) => setTimeout(resolve, 400));
			// The first count of members has pages read anew, whoever looks.
			const reloads = (room: string) =>
				(city.deltas.get(room) ?? [])
					.flatMap(({ changes }) => changes.reload ?? [])
					.filter((kind) => kind !== 'members');
			for (const room of ['diseases/executive', 'overview/executive'])
				expect([room, reloads(room)]).toEqual([room, ['lattice']]);
			for (const room of ['diseases/planner', 'overview/planner', 'public/public'])
				expect([room, reloads(room)]).toEqual([room, []]);
		} finally {
			await job.stop();
			await city.close();
		}
	}, 60_000);
});

const places = [...kecamatan.map(({ code }) => code), outsideArea, unknownArea];
const counted = (value: number): Counted => ({
	...{ value, kind: 'visits', reporter: null, ownCounts: 0, isPartial: false, others: [] }
});

/** The visits of a week are known to the person, and that every one of them has one of these diseases: more than anybody knows. */
function solve(
	weekTotal: Interval,
	diseases: readonly { whole: Interval; cells: readonly Interval[] }[]
): Interval[] {
	const known: Interval[] = [weekTotal];
	const sums = [{ whole: 0, parts: [] as number[] }];
	for (const { whole, cells } of diseases) {
		sums[0]?.parts.push(known.length);
		sums.push({ whole: known.length, parts: cells.map((_, index) => known.length + 1 + index) });
		known.push(whole, ...cells);
	}
	return feasibleCounts(known, sums);
}

const counts = fc.array(
	fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat(9) }, fc.nat(60)), {
		minLength: places.length,
		maxLength: places.length
	}),
	{ minLength: 1, maxLength: 4 }
);
const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

describe('a frozen week', () => {
	it('pins no count below five, whoever knows the visits of the week to the person', () => {
		fc.assert(
			fc.property(counts, (diseases) => {
				const frozen = diseases.map((values) => {
					const parts = new Map(places.map((place, index) => [place, counted(values[index] ?? 0)]));
					return cellsOf('dengue', sundays[0], { whole: counted(total(values)), parts });
				});
				const exact = total(diseases.map(total));
				const bounds = solve(
					{ low: exact, high: exact },
					frozen.map((cells) => ({
						whole: countsBehind(cells.find(({ area }) => area === kota.code)?.shown ?? 0),
						cells: cells.filter(({ area }) => area !== kota.code).map(({ shown }) => countsBehind(shown))
					}))
				);
				const truth = [exact, ...diseases.flatMap((values) => [total(values), ...values])];
				expect(bounds).toHaveLength(truth.length);
				for (const [index, { low, high }] of bounds.entries()) {
					const value = truth[index] ?? -1;
					expect(low <= value && value <= high).toBe(true);
					// A single sick person in a week with one visit is no secret of the lattice: the total itself is not shown then.
					if (exact >= smallest) expect(isPinned({ low, high }, smallest)).toBe(false);
				}
			}),
			{ numRuns: 1_000 }
		);
	});

	it('would pin one if the counts were rounded to the nearest five, small ones too', () => {
		const plain = (value: number): Interval => {
			const shown = Math.round(value / blurStep) * blurStep;
			return { low: Math.max(0, shown - 2), high: shown + 2 };
		};
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 5 }), (cells) => {
				const values = Array.from({ length: cells }, () => 2);
				const exact = { low: 2 * cells, high: 2 * cells };
				const bounds = solve(exact, [{ whole: exact, cells: values.map(plain) }]);
				expect(bounds.slice(2).every((left) => isPinned(left, smallest))).toBe(true);
			})
		);
	});

	it('is told the same by page, past page and export, so that no second rounding tells more', async () => {
		const city = await WatchedCity.open(sundays[0]);
		const one = (index: number): Patient => ({
			...{ condition: shownDiseases[index % 2] ?? 'dengue', area: areas[index % 3] ?? '', day: sundays[0] },
			...{ daysLate: index % 5, hospital: hospitalA, tablets: 2, isMember: true }
		});
		try {
			const told = new Map<string, Set<number>>();
			await live(city, [Array.from({ length: 40 }, (_, index) => one(index))], async (when) => {
				if (!when.endsWith('frozen')) return;
				const today = city.now.toISOString().slice(0, 10);
				const answers = await city.ask('executive', [sundays[0]], [addDays(today, -1)]);
				for (const [path, value] of answers) {
					const place = /^diseases (\w+) null .*areas\[([\d.]+)\]\.now\.value$/.exec(path);
					const row =
						/^api diseases by=kecamatan.*data?\[?(\w+) (\d\d\.\d\d\.\d\d) 2026-08-30\]\.cases$/.exec(path);
					const [, disease, area] = place ?? row ?? [];
					if (disease === undefined) continue;
					const key = `${disease} ${area}`;
					told.set(key, (told.get(key) ?? new Set()).add(value));
				}
			});
			expect(told.size).toBeGreaterThanOrEqual(2 * areas.length);
			for (const [key, values] of told) expect([key, values.size]).toEqual([key, 1]);
		} finally {
			await city.close();
		}
	}, 120_000);
});
