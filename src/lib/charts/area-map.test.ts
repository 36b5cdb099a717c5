import { describe, expect, it } from 'vitest';
import { areaMap, mapSteps } from './area-map';
import { namedTheme } from './theme';

const texts = { measure: 'Kasus', noData: 'tidak ada laporan', format: String };

describe('areaMap', () => {
	it('colours few light and many dark, and leaves what nobody reported in the colour of the page', () => {
		const areas = [
			{ name: 'A', value: 1 },
			{ name: 'B', value: 9 },
			{ name: 'C', value: null }
		];
		const { regions } = areaMap('city', areas, [], texts, namedTheme).geo as {
			regions: { itemStyle: { areaColor: string } }[];
		};
		expect(regions.map(({ itemStyle }) => itemStyle.areaColor)).toEqual(['r1', 'r2', 'surface']);
	});

	it('draws old points hollow', () => {
		const point = { name: 'RS Demo 01', longitude: 107, latitude: -6, text: '', size: 1 };
		const points = [
			{ ...point, isStale: false },
			{ ...point, isStale: true }
		];
		const series = areaMap('city', [], points, texts, namedTheme).series as {
			itemStyle: { color: (params: { dataIndex: number }) => string };
		}[];
		expect([0, 1].map((dataIndex) => series[0]?.itemStyle.color({ dataIndex }))).toEqual(['ink', 'surface']);
	});
});

it('cuts the ramp at numbers that can be said', () => {
	expect(mapSteps([{ name: 'A', value: 87 }], 6)).toEqual([20, 40, 60, 80, 100, 120]);
	expect(mapSteps([], 2)).toEqual([0.5, 1]);
	expect(mapSteps([{ name: 'A', value: 3 }], 6)).toEqual([1, 2, 3, 4, 5, 6]);
	expect(mapSteps([{ name: 'A', value: 0.9 }], 2)).toEqual([0.5, 1]);
});
