import { describe, expect, it } from 'vitest';
import { funnel, type FunnelPoint } from './funnel';
import { namedTheme } from './theme';

const texts = {
	...{ claims: 'klaim', distance: 'jarak', limit95: '95', limit998: '99,8' },
	format: (value: number) => value.toFixed(2),
	formatCount: String
};
const point = (name: string, claims: number, meanZ: number, isOut = false): FunnelPoint => ({
	...{ name, claims, meanZ, isOut },
	limit95: 2 / Math.sqrt(claims),
	limit998: 3 / Math.sqrt(claims)
});
const seriesOf = (points: FunnelPoint[]) =>
	funnel(points, texts, namedTheme).series as { type: string; data: unknown[] }[];

describe('funnel', () => {
	const points = [point('RS Demo 01', 100, 0.9, true), point('RS Demo 02', 25, -0.1)];

	it('draws one point a hospital, and names who lies above the outer limit', () => {
		const scatter = seriesOf(points).find(({ type }) => type === 'scatter');
		expect(scatter?.data).toMatchObject([
			{ value: [100, 0.9], itemStyle: { color: 'bad' }, label: { show: true } },
			{ value: [25, -0.1], itemStyle: { color: 'now' }, label: { show: false } }
		]);
	});

	it('names a point near the right edge on its left, so that no name is cut', () => {
		const out = [point('RS Demo 03', 30, 2, true), point('RS Demo 01', 100, 0.9, true)];
		const scatter = seriesOf(out).find(({ type }) => type === 'scatter');
		expect(scatter?.data).toMatchObject([{ label: { position: 'top' } }, { label: { position: 'left' } }]);
	});

	it('narrows with the number of claims, alike above and below', () => {
		const [above, below] = seriesOf(points).map(({ data }) => data as [number, number][]);
		expect(above?.at(0)).toEqual([25, 2 / 5]);
		expect(above?.at(-1)?.[1]).toBeCloseTo(2 / 10, 10);
		expect(below?.map(([, limit]) => -limit)).toEqual(above?.map(([, limit]) => limit));
	});

	it('stands without a hospital', () => {
		expect(() => seriesOf([])).not.toThrow();
	});

	it('escapes names in its tooltip', () => {
		const { tooltip } = funnel([point('<b>RS</b>', 9, 0)], texts, namedTheme) as unknown as {
			tooltip: { formatter: (params: object) => string };
		};
		expect(tooltip.formatter({ dataIndex: 0 })).toContain('&lt;b&gt;RS');
	});
});
