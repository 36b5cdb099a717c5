import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastDemand } from '../forecast/forecast-demand.ts';
import { forecastItem, type ItemSeries, type PlaceForecast } from './forecast-item.ts';

const chances = [0.05, 0.5, 0.95];
const season = (t: number) => 1 + 0.3 * Math.sin((2 * Math.PI * t) / 12);
/** Four years of months of a facility of that size. */
const monthsOf = (size: number, length = 48) =>
	Array.from({ length }, (_, t) => Math.round(size * season(t) * (1 + 0.1 * Math.sin(t * size))));

function itemOf(sizes: readonly number[]): ItemSeries {
	const facilities = sizes.map((size, i) => ({ facility: `f${i}`, values: monthsOf(size) }));
	const city = monthsOf(1).map((_, t) => facilities.reduce((sum, { values }) => sum + (values[t] ?? 0), 0));
	return { city, facilities, horizon: 17, totalFrom: 3, chances };
}

const hundredths = (value: number) => Math.round(value * 100);

function expectWhole([city, ...facilities]: PlaceForecast[]): void {
	if (facilities.length > 0)
		city?.mean.forEach((value, month) => {
			const sum = facilities.reduce((all, { mean }) => all + hundredths(mean[month] ?? NaN), 0);
			expect(hundredths(value)).toBe(sum);
		});
	for (const { mean, lower80, upper80, lower95, upper95, total } of [
		...(city ? [city] : []),
		...facilities
	]) {
		mean.forEach((value, month) => {
			const bounds = [0, lower95[month], lower80[month], value, upper80[month], upper95[month]].map(Number);
			expect(bounds.every(Number.isFinite)).toBe(true);
			expect([...bounds].sort((a, b) => a - b)).toEqual(bounds);
		});
		const units = total.map((one) => one.units);
		expect([...units].sort((a, b) => a - b)).toEqual(units);
	}
}

describe('forecastItem', () => {
	it('gives the facilities sums that are the city’s to the hundredth, near to the city’s own forecast', () => {
		const series = itemOf([400, 30, 3]);
		const places = forecastItem(series);
		expect(places.map(({ facility }) => facility)).toEqual([null, 'f0', 'f1', 'f2']);
		expectWhole(places);
		const alone = forecastDemand(series.city, { period: 12, horizon: 17 });
		places[0]?.mean.forEach((value, month) =>
			expect(Math.abs(value / (alone.mean[month] ?? NaN) - 1)).toBeLessThan(0.1)
		);
	});

	it('hands the city’s season to facilities whose own history is too short to show one', () => {
		const series = itemOf([300, 200]);
		const short = series.facilities.map(({ facility, values }) => ({ facility, values: values.slice(-14) }));
		const [, first] = forecastItem({ ...series, facilities: short });
		const [low, high] = [Math.min(...(first?.mean ?? [])), Math.max(...(first?.mean ?? []))];
		expect(first?.card.method).toBe('simple smoothing');
		expect(high / low).toBeGreaterThan(1.3);
	});

	it('totals the planned year and its lead time, not the months before', () => {
		const [city] = forecastItem({ ...itemOf([]), city: monthsOf(100) });
		const planned = (city?.mean ?? []).slice(2).reduce((sum, value) => sum + value, 0);
		const median = city?.total.find(({ chance }) => chance === 0.5)?.units ?? NaN;
		expect(Math.abs(median - planned)).toBeLessThan(0.2);
	});

	it('says nothing of a demand that never was, and still adds up', () => {
		const none = Array.from({ length: 14 }, () => 0);
		const places = forecastItem({
			...itemOf([]),
			...{ city: none, facilities: [{ facility: 'a', values: none }] }
		});
		expectWhole(places);
		expect(places.map(({ card }) => card.method)).toEqual(['none', 'none']);
	});

	it('refuses a facility that stands twice', () => {
		const series = itemOf([5, 6]);
		const facilities = series.facilities.map(({ values }) => ({ facility: 'same', values }));
		expect(() => forecastItem({ ...series, facilities })).toThrow('stands for two nodes');
	});

	it('adds up whatever the facilities reported', () => {
		const values = fc.array(fc.option(fc.integer({ min: 0, max: 900 })), { minLength: 1, maxLength: 30 });
		const known = values.filter((list) => list.some((value) => value !== null));
		fc.assert(
			fc.property(known, fc.array(known, { maxLength: 5 }), (city, lists) => {
				const facilities = lists.map((list, i) => ({ facility: `f${i}`, values: list }));
				expectWhole(forecastItem({ city, facilities, horizon: 15, totalFrom: 1, chances }));
			}),
			{ numRuns: 40 }
		);
	});
});
