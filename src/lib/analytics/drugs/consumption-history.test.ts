import { describe, expect, it } from 'vitest';
import { eachMonth } from '../../domain/period.ts';
import { buildHistory, type FacilityMonth, type HistoryInput } from './consumption-history.ts';

const months = eachMonth('2026-03-01', '2026-10-01');
const row = (facility: string, month: string, part: Partial<FacilityMonth>): FacilityMonth => ({
	...{ facility, month: `${month}-01`, dispensed: null, own: null, stockoutDays: null },
	...part
});
const base: HistoryInput = {
	...{ months, rows: [], feedStart: '2026-05-01', isHeard: () => true },
	cityIn: () => ({ value: 100, isTally: false, isPartial: false })
};
const build = (input: Partial<HistoryInput>) => buildHistory({ ...base, ...input });

describe('a facility’s month', () => {
	it('is its own count before what its visits were given', () => {
		const rows = months.map((month) => row('a', month.slice(0, 7), { own: 10, dispensed: 7 }));
		expect(build({ rows }).facilities[0]?.values).toEqual(months.map(() => 10));
	});

	it('is 0 where it sent visits without the item, and unknown where it was silent', () => {
		const rows = [row('a', '2026-05', { dispensed: 4 }), row('a', '2026-09', { dispensed: 6 })];
		const isHeard = (_: string, month: string) => month !== '2026-07-01';
		expect(build({ rows, isHeard }).facilities[0]?.values).toEqual([4, 0, null, 0, 6, 0]);
	});

	it('is unknown where a facility that counts itself did not report', () => {
		const rows = [row('a', '2026-08', { own: 12 }), row('a', '2026-10', { own: 8 })];
		const [facility] = build({ rows }).facilities;
		expect(facility?.values).toEqual([12, null, 8]);
		expect(facility?.months.map(({ raw, adjusted }) => [raw, adjusted])).toEqual([
			[12, 12],
			[null, 10],
			[8, 8]
		]);
	});

	it('is not known from visits before these come steadily', () => {
		const rows = [row('a', '2026-03', { dispensed: 5 }), row('a', '2026-05', { dispensed: 6 })];
		expect(build({ rows }).facilities[0]?.months[0]?.month).toBe('2026-05-01');
	});

	it('is raised for days out of stock, which cannot be more than the month has', () => {
		const rows = [
			row('a', '2026-09', { own: 20, stockoutDays: 15 }),
			row('a', '2026-10', { own: 1, stockoutDays: 99 })
		];
		const [facility] = build({ rows }).facilities;
		expect(facility?.months.map(({ adjusted, stockedOut }) => [adjusted, stockedOut])).toEqual([
			[40, true],
			[40, true]
		]);
		expect(facility?.values).toEqual([40, null]);
	});
});

describe('the city’s month', () => {
	const rows = [row('a', '2026-09', { own: 20, stockoutDays: 15 }), row('b', '2026-09', { dispensed: 5 })];

	it('is the facilities’ adjusted sum', () => {
		const { city } = build({ rows });
		const september = city.months.find(({ month }) => month === '2026-09-01');
		expect(september).toEqual({ month: '2026-09-01', raw: 100, adjusted: 45, stockedOut: true });
	});

	it('is the count of the whole city where one stands, which knows no facility', () => {
		const { city } = build({ rows, cityIn: () => ({ value: 70, isTally: true, isPartial: false }) });
		expect(city.values).toEqual(months.map(() => 70));
	});

	it('is unknown where only some facilities can have told, and known where no visits are fed at all', () => {
		const cityIn = () => ({ value: 20, isTally: false, isPartial: true });
		expect(build({ rows, cityIn }).city.values).toEqual(months.map(() => null));
		const september = build({ rows, cityIn, feedStart: null }).city.months.at(-2);
		expect(september).toMatchObject({ month: '2026-09-01', raw: 20, adjusted: 40 });
	});

	it('begins with the first that anybody told of', () => {
		const cityIn = (month: string) =>
			month < '2026-06-01' ? null : { value: 1, isTally: true, isPartial: false };
		expect(build({ cityIn }).city.months[0]?.month).toBe('2026-06-01');
	});
});

it('leaves out facilities that told nothing for half a year', () => {
	const rows = [row('a', '2026-03', { own: 5 }), row('b', '2026-05', { own: 5 })];
	expect(build({ rows }).facilities.map(({ facility }) => facility)).toEqual(['b']);
});

it('knows nothing of nobody', () => {
	expect(build({ cityIn: () => null })).toEqual({ city: { months: [], values: [] }, facilities: [] });
});
