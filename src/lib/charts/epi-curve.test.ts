import { describe, expect, it } from 'vitest';
import { epiCurve, type CurveBar } from './epi-curve';
import { namedTheme } from './theme';

const texts = { now: 'kunjungan', reference: 'tahun lalu', noData: 'tidak ada', format: String };
const bar: CurveBar = {
	label: '15 Nov',
	longLabel: 'Pekan 46',
	value: 6,
	reference: 7,
	isPreliminary: false,
	isOtherBasis: false,
	alert: null,
	note: 'kunjungan'
};

interface Drawn {
	type: string;
	data: ({ value: number | null; itemStyle: { color: string; decal?: unknown } } | number | null)[];
}
const seriesOf = (bars: CurveBar[], words: Parameters<typeof epiCurve>[1] = texts) =>
	epiCurve(bars, words, namedTheme).series as Drawn[];
const tooltipOf = (bars: CurveBar[], index: number) => {
	const { tooltip } = epiCurve(bars, texts, namedTheme);
	const { formatter } = tooltip as { formatter: (params: unknown) => string };
	return formatter([{ dataIndex: index }]);
};

describe('epiCurve', () => {
	it('draws what is under way pale and hatched, and joins it to nothing', () => {
		const [bars] = seriesOf([bar, { ...bar, value: 1, isPreliminary: true }]);
		expect(bars?.type).toBe('bar');
		expect(bars?.data[0]).toMatchObject({ value: 6, itemStyle: { color: 'now' } });
		expect(bars?.data[1]).toMatchObject({
			value: 1,
			itemStyle: { color: 'now-soft', decal: { color: 'now' } }
		});
	});

	it('only outlines what stands on another basis', () => {
		const [bars] = seriesOf([{ ...bar, isOtherBasis: true }]);
		expect(bars?.data[0]).toMatchObject({ itemStyle: { color: 'surface', borderColor: 'now' } });
	});

	it('leaves out what nobody counted, instead of drawing a nought', () => {
		const [bars, line] = seriesOf([{ ...bar, value: null, reference: null }]);
		expect(bars?.data[0]).toMatchObject({ value: null });
		expect(line?.data).toEqual([null]);
		expect(tooltipOf([{ ...bar, value: null }], 0)).toContain('tidak ada');
	});

	it('marks the periods that broke a rule and says which', () => {
		const bars = [bar, { ...bar, alert: 'SKDR: ≥ 2 kasus' }];
		expect(seriesOf(bars).at(-1)?.data).toEqual([null, 6]);
		expect(tooltipOf(bars, 1)).toContain('SKDR: ≥ 2 kasus');
	});

	it('draws no line where the year before says nothing', () => {
		expect(seriesOf([bar], { ...texts, reference: null }).map(({ type }) => type)).toEqual([
			'bar',
			'scatter'
		]);
	});

	it('begins at nought and escapes what it is told', () => {
		expect(epiCurve([bar], texts, namedTheme).yAxis).toMatchObject({ min: 0 });
		expect(tooltipOf([{ ...bar, note: '<img src=x>' }], 0)).not.toContain('<img');
	});

	it('draws what late reports will add as a band of its own, and none where nothing is to come', () => {
		expect(seriesOf([bar])).toHaveLength(3);
		const nowcast = { expected: 9.4, low: 7, high: 13 };
		const words = { ...texts, nowcast: 'perkiraan' };
		const [, , , low, width, middle] = seriesOf([bar, { ...bar, nowcast }], words);
		expect([low?.data, width?.data, middle?.data]).toEqual([
			[null, 7],
			[null, 6],
			[null, 9.4]
		]);
		const { tooltip } = epiCurve([{ ...bar, nowcast }], words, namedTheme);
		const { formatter } = tooltip as { formatter: (params: unknown) => string };
		expect(formatter([{ dataIndex: 0 }])).toContain('9.4 (7–13)');
	});
});
