import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedTheme } from './theme';
import { layOutWaterfall, waterfall } from './waterfall';

const texts = {
	...{ from: 'Agustus', to: 'September' },
	format: String,
	formatStep: (value: number) => (value > 0 ? `+${value}` : String(value))
};
const steps = [
	{ name: 'Kunjungan', value: 30 },
	{ name: 'Biaya', value: -50 }
];
type Bar = { value: number; itemStyle: { color: string } };
const seriesOf = (from: number) =>
	waterfall(from, steps, texts, namedTheme).series as {
		data: unknown[];
		label?: { formatter: (at: object) => string };
	}[];

describe('waterfall', () => {
	it('lets each step begin where the one before it ended', () => {
		expect(layOutWaterfall(100, steps, texts).map(({ start, end }) => [start, end])).toEqual([
			[0, 100],
			[100, 130],
			[130, 80],
			[0, 80]
		]);
		const [clear, drawn] = seriesOf(100);
		expect(clear?.data).toEqual([0, 100, 80, 0]);
		expect((drawn?.data as Bar[]).map(({ value }) => value)).toEqual([100, 30, 50, 80]);
	});

	it('tells more from less by colour and by sign', () => {
		const [, drawn] = seriesOf(100);
		expect((drawn?.data as Bar[]).map(({ itemStyle }) => itemStyle.color)).toEqual([
			'reference',
			'warn',
			'now',
			'reference'
		]);
		expect([0, 1, 2, 3].map((dataIndex) => drawn?.label?.formatter({ dataIndex }))).toEqual([
			'100',
			'+30',
			'-50',
			'80'
		]);
	});

	it('ends on the sum of all, whatever the steps', () => {
		fc.assert(
			fc.property(fc.integer(), fc.array(fc.integer({ min: -1e9, max: 1e9 })), (from, values) => {
				const bars = layOutWaterfall(
					from,
					values.map((value, index) => ({ name: String(index), value })),
					texts
				);
				expect(bars.at(-1)?.end).toBe(values.reduce((sum, value) => sum + value, from));
			})
		);
	});

	it('escapes names in its tooltip', () => {
		const { tooltip } = waterfall(1, [{ name: '<i>x</i>', value: 1 }], texts, namedTheme) as unknown as {
			tooltip: { formatter: (params: object) => string };
		};
		expect(tooltip.formatter({ dataIndex: 1 })).toContain('&lt;i&gt;');
	});
});
