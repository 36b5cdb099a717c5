import { beforeAll, describe, expect, it } from 'vitest';
import { totals2018 } from '../../lib/domain/reconstruction.ts';
import type { ClaimData } from '../../lib/protocol/events.ts';
import { dayNumberAt } from './calendar.ts';
import { buildCity, type DemoEvent } from './model.ts';
import { planPreset } from './plan.ts';
import { planVisits } from './visits.ts';

type Told = { facility: string; at: number; data: ClaimData };

/** Every word on a claim by the year's end, as each was learned. */
function claimsOf(seed: number, scale: number): Told[] {
	const city = buildCity(planPreset('2018', seed, scale));
	const days = Array.from(
		{ length: dayNumberAt(city.endMs) - city.startDay + 1 },
		(_, index) => city.startDay + index
	);
	city.books?.gather(() => days.forEach((day) => planVisits(city, day)));
	return days
		.flatMap((day) => planVisits(city, day))
		.filter(({ recordedMs }) => recordedMs <= city.endMs)
		.map((planned): DemoEvent => planned.write())
		.flatMap(({ event, facility, recordedMs }) =>
			event.type === 'id.denyut.claim.v1'
				? [{ facility: facility ?? '', at: recordedMs, data: event.data as ClaimData }]
				: []
		)
		.sort((left, right) => left.at - right.at);
}

const amountOf = ({ paidRupiah, approvedRupiah, verifiedRupiah, billedRupiah }: ClaimData) =>
	paidRupiah ?? approvedRupiah ?? verifiedRupiah ?? billedRupiah;

function sumOf(told: readonly Told[], isMeant: (one: Told) => boolean): number {
	const last = new Map(told.map((one) => [`${one.facility} ${one.data.claim}`, one]));
	return [...last.values()].filter(isMeant).reduce((sum, { data }) => sum + amountOf(data), 0);
}

const owed = ['submitted', 'verified', 'approved'];

describe.each([
	[17, 0.004],
	[5, 0.002]
])('the books of 2018 with seed %i at scale %d', (seed, scale) => {
	let told: Told[];
	beforeAll(() => {
		told = claimsOf(seed, scale);
	}, 240_000);

	it('add up to the published totals, to the rupiah', () => {
		const of = (year: number, states: readonly string[]) =>
			sumOf(told, ({ data }) => data.budgetYear === year && states.includes(data.state));
		expect(of(2018, ['paid'])).toBe(totals2018.paidRupiah);
		expect(of(2018, owed)).toBe(totals2018.unpaidRupiah);
		expect(of(2017, ['paid'])).toBe(totals2018.beforeRupiah);
		expect(of(2017, owed)).toBe(0);
	});

	it('owe nothing to the city’s own hospital', () => {
		const [rsud = ''] = [...new Set(told.map(({ facility }) => facility))].sort();
		const of2018 = told.filter(({ data }) => data.budgetYear === 2018);
		expect(rsud).toBe('D-RS-01');
		expect(sumOf(of2018, ({ facility, data }) => facility === rsud && owed.includes(data.state))).toBe(0);
		expect(sumOf(of2018, ({ facility, data }) => facility === rsud && data.state === 'paid')).toBeGreaterThan(
			0
		);
	});

	it('pay no more than the budget of the day: the original one until it is revised', () => {
		const revisedMs = Date.parse('2018-09-30T00:00:00+07:00');
		const before = told.filter(({ at, data }) => at < revisedMs && data.budgetYear === 2018);
		const paid = sumOf(before, ({ data }) => data.state === 'paid');
		expect(paid).toBeGreaterThan(0);
		expect(paid).toBeLessThanOrEqual(totals2018.originalRupiah);
	});

	it('tell each claim in the order of its course, with amounts that fit', () => {
		const rank = ['submitted', 'returned', 'verified', 'rejected', 'approved', 'paid'];
		const courses = new Map<string, Told[]>();
		for (const one of told) {
			const key = `${one.facility} ${one.data.claim}`;
			courses.set(key, [...(courses.get(key) ?? []), one]);
		}
		for (const course of courses.values()) {
			const ranks = course.map(({ data }) => rank.indexOf(data.state));
			const [first] = course;
			expect(first?.data.state).toBe('submitted');
			// Only a returned claim is submitted again.
			for (const [index, place] of ranks.entries())
				if (index > 0 && place === 0) expect(ranks[index - 1]).toBe(1);
			expect(ranks.filter((place) => place === 5).length).toBeLessThanOrEqual(1);
			for (const { data } of course) {
				expect(Number.isSafeInteger(data.billedRupiah) && data.billedRupiah > 0).toBe(true);
				expect(amountOf(data)).toBeLessThanOrEqual(data.billedRupiah);
			}
		}
	});
});

it('owe money to 36 private hospitals at the scale that is usual', () => {
	const told = claimsOf(17, 0.02);
	const last = new Map(told.map((one) => [`${one.facility} ${one.data.claim}`, one]));
	const creditors = [...last.values()].filter(
		({ data }) => data.budgetYear === 2018 && owed.includes(data.state)
	);
	expect(new Set(creditors.map(({ facility }) => facility)).size).toBe(totals2018.unpaidHospitals);
}, 240_000);

it('refuse a scale at which the sums could only be met by moving amounts', () => {
	expect(() => claimsOf(17, 0.000_01)).toThrow();
});
