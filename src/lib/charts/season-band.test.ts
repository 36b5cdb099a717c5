import { describe, expect, it } from 'vitest';
import { seasonBand, type SeasonSlot } from './season-band';
import { namedTheme } from './theme';

const texts = { now: 'kunjungan', band: 'kuartil', middle: 'median', noData: 'tidak ada', format: String };
const slot: SeasonSlot = {
	...{ label: '15 Nov', longLabel: 'Pekan <46>', now: 12, isPreliminary: false },
	...{ low: 4, middle: 6, high: 9 }
};
interface Drawn {
	type: string;
	stack?: string;
	areaStyle?: { color: string };
	data: unknown[];
}
const seriesOf = (slots: SeasonSlot[]) => seasonBand(slots, texts, namedTheme).series as Drawn[];

describe('seasonBand', () => {
	it('fills between the lines of past years, and leaves open where too few are known', () => {
		const [low, width] = seriesOf([slot, { ...slot, low: null, middle: null, high: null }]);
		expect(low?.data).toEqual([4, null]);
		expect(width).toMatchObject({ stack: 'usual', data: [5, null], areaStyle: { color: 'reference' } });
		expect(low?.areaStyle).toBeUndefined();
	});

	it('outlines what lies above, hatches what is under way, and draws no nought for nothing', () => {
		const bars = seriesOf([
			slot,
			{ ...slot, now: 9 },
			{ ...slot, isPreliminary: true },
			{ ...slot, now: null }
		])[2];
		expect(bars?.data).toMatchObject([
			{ value: 12, itemStyle: { borderColor: 'ink' } },
			{ value: 9, itemStyle: { color: 'now' } },
			{ itemStyle: { color: 'now-soft', decal: { color: 'now' } } },
			{ value: null }
		]);
		expect(bars?.data[1]).not.toHaveProperty('itemStyle.borderColor');
	});

	it('says the count and what is usual, names escaped', () => {
		const { tooltip } = seasonBand([slot, { ...slot, low: null, high: null }], texts, namedTheme);
		const { formatter } = tooltip as { formatter: (params: unknown) => string };
		expect(formatter([{ dataIndex: 0 }])).toContain('4–9');
		expect(formatter([{ dataIndex: 0 }])).toContain('Pekan &lt;46&gt;');
		expect(formatter([{ dataIndex: 1 }])).toContain('tidak ada');
		expect(formatter([])).toBe('');
	});
});
