import { describe, expect, it } from 'vitest';
import { barberJohnson, type BarberJohnsonPoint } from './barber-johnson';
import { namedTheme } from './theme';

const point = (rest: Partial<BarberJohnsonPoint> = {}): BarberJohnsonPoint =>
	Object.freeze({
		...{ name: 'RS Demo 01', toi: 2, avLos: 6, bor: 75, bto: 45.6, kind: 'other', isDoubtful: false },
		...rest
	});
const texts = {
	...{ toi: 'TOI', avLos: 'AvLOS', bor: 'BOR', bto: 'BTO', region: 'efficient' },
	...{ format: String, formatBor: (value: number) => `${value} %`, formatBto: String }
};
const region = { toi: [1, 3], leastBor: 75, mostAvLos: 12 } as const;
const option = (points: BarberJohnsonPoint[], path: BarberJohnsonPoint[] = []) =>
	barberJohnson(points, path, region, texts, namedTheme);
type Series = {
	name?: string;
	type?: string;
	data: ([number, number] | { value: number[]; itemStyle: object })[];
};
const seriesOf = (made: ReturnType<typeof option>) => made.series as unknown as Series[];
const named = (made: ReturnType<typeof option>, name: string) =>
	seriesOf(made).find((series) => series.name === name)?.data;

describe('barberJohnson', () => {
	it('draws occupancy through the origin and turn-over between the axes', () => {
		const made = option([]);
		expect(named(made, 'BOR 50 %')).toEqual([
			[0, 0],
			[6, 6]
		]);
		expect(named(made, 'BOR 80 %')).toEqual([
			[0, 0],
			[3.5, 14]
		]);
		for (const [toi, avLos] of named(made, 'BTO 50') as [number, number][])
			expect(toi + avLos).toBeCloseTo(7.3, 9);
	});

	it('outlines the efficient region, whose lower edge is the line of 75 %', () => {
		expect(named(option([]), 'efficient')).toEqual([
			[1, 3],
			[1, 12],
			[3, 12],
			[3, 9],
			[1, 3]
		]);
	});

	it('places a hospital at its interval and stay, hollow where its reports are few', () => {
		const data = named(option([point({ kind: 'chosen' }), point({ isDoubtful: true })]), 'points');
		expect(data).toMatchObject([
			{ value: [2, 6], symbolSize: 14, label: { show: true }, itemStyle: { color: 'now' } },
			{ value: [2, 6], label: { show: false }, itemStyle: { color: 'surface', borderColor: 'muted' } }
		]);
	});

	it('joins the months of the chosen hospital in their order', () => {
		const path = [point({ toi: 3, avLos: 5 }), point({ toi: 2, avLos: 6 })];
		expect(named(option([], path), 'path')).toEqual([
			[3, 5],
			[2, 6]
		]);
	});

	it('grows for a point beyond, but not without end', () => {
		const axes = (toi: number) => option([point({ toi })]).xAxis as { max: number };
		expect(axes(2).max).toBe(6);
		expect(axes(11.2).max).toBe(13);
		expect(axes(4_000).max).toBe(40);
	});

	it('escapes a hostile name in its tooltip', () => {
		const { tooltip } = option([point({ name: '<b>RS</b>' })]) as {
			tooltip: { formatter: (params: object) => string };
		};
		const html = tooltip.formatter({ seriesName: 'points', dataIndex: 0 });
		expect(html).toContain('&lt;b&gt;RS');
		expect(tooltip.formatter({ seriesName: 'points', dataIndex: 9 })).toBe('');
	});
});
