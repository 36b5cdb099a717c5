import { beforeAll, describe, expect, it } from 'vitest';
import { kecamatanBoundaries } from '../../lib/domain/area-boundaries.ts';
import { findMedicine } from '../../lib/domain/medicines.ts';
import { parseNik } from '../../lib/domain/nik.ts';
import { findWardClass } from '../../lib/domain/ward.ts';
import { envelope, eventTypes, type EventOf } from '../../lib/protocol/events.ts';
import { budgetRows } from './installed.ts';
import { contains } from './facilities.ts';
import { wrongFacility } from './city.ts';
import { buildCity, type City, type DemoEvent } from './model.ts';
import { planCity } from './plan.ts';
import { Feed, history, written } from './schedule.ts';

const now = new Date('2026-11-22T07:00:00.000Z');
const scale = 0.01;
const plan = planCity({ seed: 17, scale, days: 365, now });
const year = { from: '2025-11-01', to: '2026-11-01' };

const isGood = ({ event }: DemoEvent) =>
	envelope.safeParse(event).success &&
	eventTypes[event.type].safeParse(event.data).success &&
	event.subject !== wrongFacility &&
	(!('ward' in event.data) || findWardClass(event.data.ward) !== undefined);

function ofType<T extends DemoEvent['event']['type']>(
	events: readonly DemoEvent[],
	type: T
): EventOf<T>['data'][] {
	return events
		.filter(({ event }) => event.type === type)
		.map(({ event }) => event.data as EventOf<T>['data']);
}

describe('a demo city’s history', () => {
	let city: City;
	let events: DemoEvent[];
	let good: DemoEvent[];
	beforeAll(() => {
		city = buildCity(plan);
		events = [...history(city)].flat();
		good = events.filter(isGood);
	}, 120_000);

	it('has 41 hospitals and 48 puskesmas with invented names, each inside its kecamatan', () => {
		const places = [...city.hospitals, ...city.puskesmas];
		expect([city.hospitals.length, city.puskesmas.length]).toEqual([41, 48]);
		for (const { code, name, kecamatan, location, demo } of places) {
			const ring =
				kecamatanBoundaries.find((boundary) => boundary.code === kecamatan)?.geometry.coordinates[0] ?? [];
			expect([demo, /^(RS|Puskesmas) Demo \d\d$/.test(name), /^D-(RS|PKM)-\d\d$/.test(code)]).toEqual([
				true,
				true,
				true
			]);
			expect(contains(ring, location?.[0] ?? 0, location?.[1] ?? 0)).toBe(true);
		}
	});

	it('dates nothing in the future and learns nothing before it happened', () => {
		const wrong = events.filter(
			({ recordedMs, event }) => recordedMs > now.getTime() || Date.parse(event.time) > recordedMs
		);
		expect(wrong).toEqual([]);
	});

	it('spoils between 1 and 2 percent of what facilities send, and nothing else', () => {
		const sent = events.filter(({ party }) => party !== 'register' && party !== 'dinkes');
		const bad = events.filter((event) => !isGood(event));
		expect(bad.length / sent.length).toBeGreaterThan(0.01);
		expect(bad.length / sent.length).toBeLessThan(0.02);
		expect(bad.every(({ party }) => party !== 'register' && party !== 'dinkes')).toBe(true);
	});

	it('uses only identity numbers that nobody can have: real areas and dates, serial 0000', () => {
		const members = ofType(good, 'id.denyut.member.v1');
		expect(members.length).toBeGreaterThan(13_000);
		const parsed = new Set(members.map(({ nik }) => nik));
		for (const nik of parsed)
			expect([nik.slice(12), parseNik(nik, '2026-11-22')]).toMatchObject([
				'0000',
				{ ok: true, defect: null }
			]);
		expect(parsed.size).toBe(city.population.size);
	});

	it('gives no event two contents and no two events one id', () => {
		expect(new Set(events.map(({ event }) => `${event.source} ${event.id}`)).size).toBe(events.length);
	});

	it('has about two million visits a year at full size, newborns among them known by their mother', () => {
		const visits = ofType(good, 'id.denyut.visit.v1').filter(({ dischargedAt }) => dischargedAt);
		const ofYear = visits.filter(({ arrivedAt }) => arrivedAt >= year.from && arrivedAt < year.to);
		expect(ofYear.length / scale / 2_000_000).toBeGreaterThan(0.93);
		expect(ofYear.length / scale / 2_000_000).toBeLessThan(1.05);
		expect(ofYear.some(({ nik, mother }) => !nik && mother)).toBe(true);
		expect(ofYear.flatMap(({ drugs }) => drugs ?? []).every(({ item }) => findMedicine(item))).toBe(true);
	});

	it('bills about Rp 460 bn a year at full size, of which about Rp 420 bn stand after verification', () => {
		const claims = ofType(good, 'id.denyut.claim.v1');
		const billed = new Map(
			claims
				.filter(({ serviceTo }) => serviceTo >= '2025-11-01' && serviceTo < '2026-06-01')
				.map((claim) => [
					`${claim.claim}`,
					claim.state === 'rejected' ? 0 : (claim.verifiedRupiah ?? claim.billedRupiah)
				])
		);
		const sevenMonths = [...billed.values()].reduce((sum, rupiah) => sum + rupiah, 0);
		const yearly = (sevenMonths / scale / 212) * 365.25;
		expect(yearly / 1e9).toBeGreaterThan(385);
		expect(yearly / 1e9).toBeLessThan(455);
	});

	it('lets no claim skip the way to payment', () => {
		const states = new Map<string, string[]>();
		for (const { claim, state } of ofType(good, 'id.denyut.claim.v1'))
			states.set(claim, [...(states.get(claim) ?? []), state]);
		const paths = new Set([...states.values()].map((path) => path.join(' ')));
		// A spoiled event may be missing from a path; none may go backwards.
		const order = ['submitted', 'returned', 'submitted', 'rejected', 'verified', 'approved', 'paid'].join(
			' '
		);
		const fits = (path: string) => new RegExp(path.split(' ').join('.*')).test(order);
		expect([...paths].filter((path) => !fits(path))).toEqual([]);
	});

	it('reports beds as late as the real hospitals did: median near 11 h, about 73 % over 6 h', () => {
		const newest = new Map<string, number>();
		const instants = Array.from({ length: 24 }, (_, index) => now.getTime() - (index * 7.3 + 1) * 3_600_000);
		const ages: number[] = [];
		const reports = events.filter(({ event }) => event.type === 'id.denyut.bed.v1');
		for (const instantMs of instants) {
			newest.clear();
			for (const { facility, recordedMs } of reports) {
				if (recordedMs <= instantMs)
					newest.set(facility ?? '', Math.max(recordedMs, newest.get(facility ?? '') ?? 0));
			}
			// By machine every few minutes at a demo's end; the seeded days keep only every third hour of those.
			ages.push(...[...newest.values()].map((ms) => (instantMs - ms) / 3_600_000));
		}
		ages.sort((left, right) => left - right);
		expect(ages[Math.floor(ages.length / 2)]).toBeGreaterThan(8);
		expect(ages[Math.floor(ages.length / 2)]).toBeLessThan(14);
		const over6 = ages.filter((age) => age > 6).length / ages.length;
		expect(over6).toBeGreaterThan(0.66);
		expect(over6).toBeLessThan(0.8);
	});

	it('keeps every stock report balanced', () => {
		const reports = ofType(good, 'id.denyut.stock.v1');
		expect(reports.length).toBeGreaterThan(1_000);
		const off = reports.filter(
			({ opening, received, used, lost, closing }) => opening + received - used - lost !== closing
		);
		expect(off).toEqual([]);
		expect(reports.some(({ stockoutDays }) => (stockoutDays ?? 0) > 0)).toBe(true);
		const dated = reports.filter(({ expiring }) => expiring);
		expect(dated.length).toBeGreaterThan(0.4 * reports.length);
		for (const { month, expiring } of dated) expect((expiring?.[0]?.month ?? '') > month).toBe(true);
	});

	it('tells the two years before in tallies that end where the visits begin', () => {
		const tallies = ofType(good, 'id.denyut.tally.v1');
		const weeks = tallies.filter(({ grain }) => grain === 'week').map(({ period }) => period);
		expect(weeks.every((week) => week < plan.start)).toBe(true);
		expect(new Set(weeks).size).toBe(104);
		expect(new Set(tallies.map(({ measure }) => measure))).toEqual(new Set(['cases', 'drug-use', 'visits']));
	});

	it('sets budgets that were known before the history’s end', () => {
		const rows = budgetRows(city);
		expect(rows.map(({ budgetYear, knownOn }) => [budgetYear, knownOn])).toContainEqual([2026, '2026-09-21']);
		expect(rows.every(({ knownOn }) => knownOn <= '2026-11-22')).toBe(true);
	});
});

describe('the same seed', () => {
	const small = planCity({ seed: 5, scale: 0.002, days: 20, now });
	const sentOf = (seed: number) => [...history(buildCity({ ...small, seed }))].flat();

	it('gives the same city, event for event', () => {
		expect(sentOf(5)).toEqual(sentOf(5));
	});

	it('is needed for it', () => {
		expect(sentOf(6)).not.toEqual(sentOf(5));
	});
});

describe('the feed', () => {
	const small = planCity({ seed: 5, scale: 0.01, days: 40, now });
	const firstDay = (speed: number) => new Feed(buildCity(small), now.getTime(), speed).next().planned;

	it('goes on where the history ends, in order, and repeats nothing of it', () => {
		const city = buildCity(small);
		const planned = firstDay(1);
		const told = new Set([...history(city)].flat().map(({ event }) => `${event.source} ${event.id}`));
		const next = planned.map((item) => written(city, item));
		expect(next.length).toBeGreaterThan(1_000);
		expect(planned.every(({ recordedMs }) => recordedMs >= now.getTime())).toBe(true);
		expect(
			planned.every(({ recordedMs }, index) => recordedMs >= (planned[index - 1]?.recordedMs ?? 0))
		).toBe(true);
		expect(next.filter(({ event }) => told.has(`${event.source} ${event.id}`))).toEqual([]);
		expect(next.every(({ event, recordedMs }) => Date.parse(event.time) <= recordedMs)).toBe(true);
	});

	it('is the same after a restart, so that what is sent twice counts once', () => {
		const city = buildCity(small);
		const sent = (planned: ReturnType<typeof firstDay>) => planned.map((item) => written(city, item));
		expect(sent(firstDay(3))).toEqual(sent(firstDay(3)));
	});

	it('moves every few seconds by bed reports alone, and more at a higher speed', () => {
		const inFirstTenMinutes = (speed: number) =>
			firstDay(speed)
				.map(({ recordedMs }) => recordedMs - now.getTime())
				.filter((ms) => ms < 600_000);
		const moments = inFirstTenMinutes(1);
		const longestWaitMs = Math.max(...moments.map((ms, index) => ms - (moments[index - 1] ?? 0)));
		expect(longestWaitMs).toBeLessThan(15_000);
		expect(moments.length).toBeGreaterThan(120);
		expect(inFirstTenMinutes(4).length).toBeGreaterThan(3 * moments.length);
	});
});
