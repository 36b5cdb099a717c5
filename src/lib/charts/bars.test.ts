import { describe, expect, it } from 'vitest';
import { ageHistogram } from './age-histogram';
import { barsByCategory } from './bars-by-category';
import { stackedBars } from './stacked-bars';
import { namedTheme } from './theme';

interface Drawn {
	data: {
		value: number | null;
		itemStyle?: { color?: string; decal?: unknown };
		label?: { formatter: string };
	}[];
	itemStyle?: { color?: string };
}

const seriesOf = (option: { series?: unknown }) => option.series as Drawn[];

describe('barsByCategory', () => {
	const texts = { now: '2026', reference: '2025', format: String };

	it('begins at nought and puts the first bar on top', () => {
		const option = barsByCategory([{ name: 'A', value: 3 }], texts, namedTheme);
		expect(option.xAxis).toMatchObject({ min: 0 });
		expect(option.yAxis).toMatchObject({ inverse: true });
	});

	it('lets the others step back when one is chosen', () => {
		const [bars] = seriesOf(
			barsByCategory(
				[
					{ name: 'A', value: 3, isChosen: true },
					{ name: 'B', value: 5 }
				],
				texts,
				namedTheme
			)
		);
		expect(bars?.data.map(({ itemStyle }) => itemStyle?.color)).toEqual(['now', 'r3']);
	});

	it('draws no second bar where there is no reference', () => {
		expect(seriesOf(barsByCategory([{ name: 'A', value: 3 }], texts, namedTheme))).toHaveLength(1);
	});
});

describe('stackedBars', () => {
	it('hatches the preliminary columns and keeps what is missing missing', () => {
		const [paid, rest] = seriesOf(
			stackedBars(
				['Jan', 'Feb'],
				[
					{ name: 'Dibayar', values: [5, null] },
					{ name: 'Diajukan', values: [1, 2], color: 'reference' }
				],
				1,
				{ format: String, total: 'Jumlah', preliminary: 'sementara' },
				namedTheme
			)
		);
		expect(paid?.data.map(({ value }) => value)).toEqual([5, null]);
		expect(paid?.data.map(({ itemStyle }) => itemStyle?.decal !== undefined)).toEqual([false, true]);
		expect([paid?.itemStyle?.color, rest?.itemStyle?.color]).toEqual(['c1', 'reference']);
	});
});

describe('ageHistogram', () => {
	const texts = { count: 'laporan', limit: 'basi', format: String };
	const bin = (label: string, isStale: boolean) => ({ label, count: 1, isStale });

	it('marks where a report begins to be a rumour', () => {
		const [bars] = seriesOf(ageHistogram([bin('0–6', false), bin('6–12', true)], texts, namedTheme));
		expect(bars?.data.map(({ label }) => label?.formatter)).toEqual([undefined, 'basi']);
		expect(bars?.data.map(({ itemStyle }) => itemStyle?.color)).toEqual(['now', 'reference']);
	});

	it('draws no mark when all are fresh', () => {
		const [bars] = seriesOf(ageHistogram([bin('0–6', false)], texts, namedTheme));
		expect(bars?.data.map(({ label }) => label)).toEqual([undefined]);
	});
});
