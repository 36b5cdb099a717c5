import { describe, expect, it } from 'vitest';
import { type TrendPoint, lineWithReference } from './line-with-reference';
import { namedTheme } from './theme';

const texts = {
	now: '2026',
	reference: '2025',
	preliminary: 'sementara',
	forecast: 'perkiraan',
	noData: 'tidak ada laporan',
	format: String
};

interface Drawn {
	name?: string;
	data: unknown[];
	markLine?: unknown;
	stack?: string;
	itemStyle: { decal?: unknown };
}

function draw(points: TrendPoint[]) {
	const option = lineWithReference(Object.freeze(points), texts, namedTheme);
	const series = option.series as Drawn[];
	const named = (name: string) => {
		const found = series.find((one) => one.name === name);
		if (!found) throw new Error(`no series ${name}`);
		return found;
	};
	return { option, series, named };
}

describe('lineWithReference', () => {
	it('begins at nought', () => {
		expect(draw([{ label: 'Mg 1', value: 5 }]).option.yAxis).toMatchObject({ min: 0 });
	});

	it('draws preliminary weeks apart, hatched, joined to the last settled one', () => {
		const { named } = draw([
			{ label: 'Mg 1', value: 5 },
			{ label: 'Mg 2', value: 6 },
			{ label: 'Mg 3', value: 2, isPreliminary: true }
		]);
		expect(named('2026').data).toEqual([5, 6, null]);
		expect(named('sementara').data).toEqual([null, 6, 2]);
		expect(named('sementara').itemStyle.decal).toBeDefined();
	});

	it('breaks the line where nobody reported', () => {
		const { named } = draw([
			{ label: 'Mg 1', value: 5 },
			{ label: 'Mg 2', value: null },
			{ label: 'Mg 3', value: 7 }
		]);
		expect(named('2026').data).toEqual([5, null, 7]);
	});

	it('marks where the forecast begins and shows its interval as a band', () => {
		const { named, series } = draw([
			{ label: 'Mg 1', value: 5 },
			{ label: 'Mg 2', value: 6, low: 4, high: 9, isForecast: true }
		]);
		expect(named('2026').markLine).toMatchObject({ data: [{ xAxis: 'Mg 2' }] });
		expect(series.filter(({ stack }) => stack === 'interval').map(({ data }) => data)).toEqual([
			[null, 4],
			[null, 5]
		]);
	});

	it('puts a mark on the weeks that broke a rule, and on no other', () => {
		const { series } = draw([
			{ label: 'Mg 1', value: 5 },
			{ label: 'Mg 2', value: 9, alert: 'dua kali lipat pekan lalu' }
		]);
		expect(series.at(-1)?.data).toEqual([null, 9]);
	});

	it('draws nothing from nothing', () => {
		expect(() => draw([])).not.toThrow();
	});
});
