import { init, type EChartsOption as AnyOption } from 'echarts';
import { describe, expect, it } from 'vitest';
import { barsByCategory } from './bars-by-category';
import { narrow } from './narrow';
import type { EChartsOption } from './option';
import { scenarioFan } from './scenario-fan';
import { stackedBars } from './stacked-bars';
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

/** Every text of a picture and the middle of where it stands. */
function textsOf(option: unknown): { text: string; x: number; y: number }[] {
	const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
	chart.setOption({ ...(option as AnyOption), animation: false });
	const svg = chart.renderToSVGString();
	chart.dispose();
	return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = '', text = '']) => {
		const [, x, y] = /translate\(([\d.-]+) ([\d.-]+)/.exec(attributes) ?? [];
		const inner = Number(/ y="([\d.-]+)"/.exec(attributes)?.[1] ?? 0);
		return { text, x: Number(x), y: Number(y) + inner };
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
const columns = ['Pagu 2026', 'Perkiraan 2026', '2027 P50', '2027 P80', '2027 P95'];
const proposal = stackedBars(
	columns,
	[
		{ name: 'tahun ini', values: [4, 5, null, null, null], color: 'reference' },
		{ name: 'terbawa {x|dari} 2026', values: [null, null, 1, 2, 3], color: 'warn' },
		{ name: 'layanan', values: [null, null, 4, 5, 6], color: 'now' }
	],
	null,
	{ format, total: 'Jumlah', preliminary: '' },
	namedTheme
);
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
		['a waterfall', fall],
		['columns in layers', proposal]
	])('of %s says every figure and name within its edges', (_, option) => {
		const ends = rightEnds(narrow(option, namedTheme, size));
		expect(ends.length).toBeGreaterThan(3);
		for (const { text, end } of ends) expect(end, text).toBeLessThanOrEqual(size.width);
	});

	it('gives most of its width to the plot', () => {
		const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
		chart.setOption({ ...(narrow(fan, namedTheme, size) as AnyOption), animation: false });
		const [from = NaN, to = NaN] = [0, 2].map((month) => chart.convertToPixel({ xAxisIndex: 0 }, month));
		chart.dispose();
		expect(to - from).toBeGreaterThan(0.6 * size.width);
	});

	it('lets no name of a column stand on another', () => {
		const words = columns.flatMap((name) => name.split(' '));
		const boxes = textsOf(narrow(proposal, namedTheme, size)).filter(({ text }) => words.includes(text));
		expect(boxes).toHaveLength(words.length);
		for (const [place, one] of boxes.entries())
			for (const other of boxes.slice(place + 1)) {
				const isBeside = Math.abs(one.x - other.x) >= (6 * (one.text.length + other.text.length)) / 2;
				expect(isBeside || Math.abs(one.y - other.y) >= 12, `${one.text} on ${other.text}`).toBe(true);
			}
	});

	it('says what a marked height is below it, where the lines above say their names', () => {
		const texts = textsOf(narrow(fan, namedTheme, size));
		const yOf = (name: string) => texts.find(({ text }) => text === name)?.y ?? NaN;
		const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
		chart.setOption({ ...(narrow(fan, namedTheme, size) as AnyOption), animation: false });
		const ceiling = chart.convertToPixel({ yAxisIndex: 0 }, 40);
		chart.dispose();
		expect(yOf('Pagu')).toBeGreaterThan(ceiling);
	});

	it('leaves what has no names at its side as it is', () => {
		const plain = { grid: { right: 4 }, series: [{ type: 'bar' as const, data: [1] }] };
		expect(narrow(plain, namedTheme, size)).toEqual(plain);
	});

	it('says the whole name of a bar above it, and leaves it the width', () => {
		const option = narrow(barsByCategory(bars, texts, namedTheme), namedTheme, size);
		const { text, end } = rightEnds(option).find((one) => one.text.startsWith('Kloramfenikol')) ?? fail();
		expect(text).toBe('Kloramfenikol salep mata 1%');
		expect(end).toBeLessThan(size.width);
		expect(lyingWidthOf(option)).toBeGreaterThan(0.7 * size.width);
		expect(lyingWidthOf(narrow(fall, namedTheme, size))).toBeGreaterThan(0.55 * size.width);
	});

	it('keeps names beside bars that stand too close for a line between them, and there cuts them', () => {
		const many = Array.from({ length: 20 }, (_, place) => ({
			name: `Kecamatan nomor ${place}`,
			value: place
		}));
		const option = narrow(barsByCategory(many, texts, namedTheme), namedTheme, size);
		expect(axisLabelOf(option.yAxis)).toMatchObject({ width: 104, overflow: 'truncate' });
		expect(axisLabelOf(option.yAxis)).not.toHaveProperty('inside');
		// The tooltip says the name that the axis cuts.
		const { formatter } = option.tooltip as { formatter: (params: unknown) => string };
		expect(formatter([{ dataIndex: 19 }])).toContain('Kecamatan nomor 19');
	});

	it.each([1, 3, 6, 8])('draws no bar of %i upon a name', (count) => {
		const some = bars.concat(bars, bars).slice(0, count);
		const withLast = some.map((bar) => ({ ...bar, reference: 2 }));
		for (const shown of [some, withLast]) {
			const option = narrow(barsByCategory(shown, texts, namedTheme), namedTheme, size);
			const bandPx = (size.height - 16) / count;
			const barPx = (option.series as { barWidth: number }[]).reduce(
				(sum, { barWidth }) => sum + barWidth,
				0
			);
			expect(barPx).toBeGreaterThanOrEqual(7);
			expect(bandPx - barPx, 'room for a line of 12 px').toBeGreaterThan(18);
		}
	});

	it('names the layers of columns in a key above them, the top one first, each with its colour', () => {
		const option = narrow(proposal, namedTheme, size);
		expect(option.yAxis).toMatchObject({
			name: '{dot0|●} layanan\n{dot1|●} terbawa  x dari  2026\n{dot2|●} tahun ini',
			nameTextStyle: {
				rich: { dot0: { color: 'now' }, dot1: { color: 'warn' }, dot2: { color: 'reference' } }
			}
		});
		const labels = (option.series as { data: { label?: unknown }[] }[]).flatMap(({ data }) =>
			data.map(({ label }) => label)
		);
		expect(labels.filter((label) => label !== undefined)).toEqual([]);
	});

	it('gives columns the width that the names of their layers took, and names each of them', () => {
		const option = narrow(proposal, namedTheme, size);
		const [first = NaN, last = NaN] = placesOf(option, { xAxisIndex: 0 }, [0, columns.length - 1]);
		expect(last - first).toBeGreaterThan(0.55 * size.width);
		const texts = rightEnds(option).map(({ text }) => text);
		for (const word of columns.flatMap((name) => name.split(' '))) expect(texts).toContain(word);
	});

	it('does not touch the option that it was given', () => {
		const before = JSON.stringify(proposal);
		narrow(proposal, namedTheme, size);
		expect(JSON.stringify(proposal)).toBe(before);
	});
});

const texts = { now: 'Kini', reference: '', format };

function fail(): never {
	throw new Error('no such text in the picture');
}

const axisLabelOf = (axis: EChartsOption['yAxis']) => (axis as { axisLabel: object }).axisLabel;

/** From nought to the largest bar's end. */
function lyingWidthOf(option: EChartsOption): number {
	const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
	chart.setOption({ ...(option as AnyOption), animation: false });
	const totals = (option.series as { data: (number | { value: number })[] }[]).map(({ data }) =>
		data.map((item) => (typeof item === 'number' ? item : item.value))
	);
	const most = Math.max(...(totals[0] ?? []).map((value, bar) => value + (totals[1]?.[bar] ?? 0)));
	const [from = NaN, to = NaN] = [0, most].map((value) => chart.convertToPixel({ xAxisIndex: 0 }, value));
	chart.dispose();
	return to - from;
}

function placesOf(option: EChartsOption, axis: { xAxisIndex: number }, values: number[]): number[] {
	const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
	chart.setOption({ ...(option as AnyOption), animation: false });
	const places = values.map((value) => chart.convertToPixel(axis, value));
	chart.dispose();
	return places;
}
