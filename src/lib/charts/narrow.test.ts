import { init, type EChartsOption as AnyOption } from 'echarts';
import { describe, expect, it } from 'vitest';
import { barsByCategory } from './bars-by-category';
import { narrow } from './narrow';
import { scenarioFan } from './scenario-fan';
import { namedTheme } from './theme';
import { waterfall } from './waterfall';

const size = { width: 280, height: 300 };
const format = (value: number) => `Rp ${value},0 jt`;

/** Where the texts of a picture end, in pixels from its left side. */
function rightEnds(option: unknown): { text: string; end: number }[] {
	const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
	chart.setOption({ ...(option as AnyOption), animation: false });
	const svg = chart.renderToSVGString();
	chart.dispose();
	return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = '', text = '']) => {
		const x = Number(/translate\(([\d.-]+)/.exec(attributes)?.[1] ?? NaN);
		const isLeftOf = attributes.includes('text-anchor="end"');
		const isCentred = attributes.includes('text-anchor="middle"');
		const width = 7 * text.length;
		return { text, end: isLeftOf ? x : isCentred ? x + width / 2 : x + width };
	});
}

const fan = scenarioFan(
	['Jan', 'Feb', 'Mar'].map((label, month) => {
		const usual = 10 * (month + 1);
		return { label, usual, scenario: usual + 5, low: usual, high: usual + 9 };
	}),
	40,
	{ usual: 'Tanpa perubahan', scenario: 'Dengan perubahan', band: '80 %', ceiling: 'Pagu', format },
	namedTheme
);
const bars = [1, 2, 3].map((value) => ({ name: `Kloramfenikol salep mata ${value}%`, value }));
const fall = waterfall(
	1000,
	[{ name: 'Kunjungan tanpa rujukan', value: 80 }],
	{ from: 'Agustus 2026', to: 'September 2026', format, formatStep: format },
	namedTheme
);

describe('a narrow picture', () => {
	it.each([
		['lines with names', fan],
		['bars', barsByCategory(bars, { now: 'Kini', reference: '', format }, namedTheme)],
		['a waterfall', fall]
	])('of %s says every figure and name within its edges', (_, option) => {
		const ends = rightEnds(narrow(option, namedTheme));
		expect(ends.length).toBeGreaterThan(3);
		for (const { text, end } of ends) expect(end, text).toBeLessThanOrEqual(size.width);
	});

	it('gives most of its width to the plot', () => {
		const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
		chart.setOption({ ...(narrow(fan, namedTheme) as AnyOption), animation: false });
		const [from = NaN, to = NaN] = [0, 2].map((month) => chart.convertToPixel({ xAxisIndex: 0 }, month));
		chart.dispose();
		expect(to - from).toBeGreaterThan(0.6 * size.width);
	});

	it('leaves what has no names at its side as it is', () => {
		const plain = { grid: { right: 4 }, series: [{ type: 'bar' as const, data: [1] }] };
		expect(narrow(plain, namedTheme)).toEqual(plain);
	});
});
