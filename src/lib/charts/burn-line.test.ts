import { expect, it } from 'vitest';
import { burnLine } from './burn-line';
import { namedTheme } from './theme';

const texts = {
	spent: 'Dibayar',
	committed: 'Diajukan',
	plan: 'Rencana',
	projected: 'Perkiraan',
	band: '80 %',
	ceiling: 'Pagu',
	format: String
};

it('keeps the ceiling on the picture even when nothing is spent', () => {
	const option = burnLine([{ label: 'Jan', spent: null, plan: null }], 420e9, texts, namedTheme);
	expect(option.yAxis).toMatchObject({ min: 0, max: 450e9 });
});

it('makes room for a projection above the ceiling', () => {
	const points = [{ label: 'Des', spent: null, plan: 420e9, projected: 590e9 }];
	expect(burnLine(points, 420e9, texts, namedTheme).yAxis).toMatchObject({ max: 650e9 });
});

it('leaves the months to come empty', () => {
	const points = [
		{ label: 'Jan', spent: 10, plan: 20 },
		{ label: 'Feb', spent: null, plan: 40 }
	];
	const series = burnLine(points, 100, texts, namedTheme).series as { name: string; data: unknown[] }[];
	expect(series.find(({ name }) => name === 'Dibayar')?.data).toEqual([10, null]);
});

it('draws no ceiling for a part of the programme, which has none', () => {
	const points = [{ label: 'Jan', spent: 10, plan: null }];
	const series = burnLine(points, null, texts, namedTheme).series as { markLine?: unknown }[];
	expect(series.map(({ markLine }) => markLine)).toEqual([undefined, undefined, undefined, undefined]);
});

it('draws a band between its ends and makes room for its upper one', () => {
	const points = [
		{ label: 'Okt', spent: 10, plan: 20 },
		{ label: 'Nov', spent: null, plan: 20, projected: 30, band: { low: 25, high: 90 } }
	];
	const option = burnLine(points, 40, texts, namedTheme);
	const stacked = (option.series as { stack?: string; data: unknown[] }[]).filter(
		({ stack }) => stack === 'band'
	);
	expect(stacked.map(({ data }) => data)).toEqual([
		[null, 25],
		[null, 65]
	]);
	expect(option.yAxis).toMatchObject({ max: 95 });
});
