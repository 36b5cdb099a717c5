import { describe, expect, it } from 'vitest';
import { demandFan, type DemandPoint } from './demand-fan';
import { namedTheme } from './theme';

const texts = {
	...{ raw: 'tercatat', adjusted: 'disesuaikan', forecast: 'perkiraan', band80: '80 %', band95: '95 %' },
	...{ begins: 'perkiraan mulai', noData: 'tidak ada', format: String }
};
const past = (raw: number | null, adjusted: number | null): DemandPoint => ({
	...{ label: 'Okt 26', longLabel: 'Oktober <2026>', raw, adjusted, ahead: null, note: 'stok kosong' }
});
const coming: DemandPoint = {
	...{ label: 'Nov 26', longLabel: 'November 2026', raw: null, adjusted: null, note: null },
	ahead: { mean: 10, lower80: 8, upper80: 13, lower95: 6, upper95: 15 }
};
interface Drawn {
	name?: string;
	stack?: string;
	data: unknown[];
	markLine?: { data: unknown[] };
}
const seriesOf = (points: DemandPoint[]) => demandFan(points, texts, namedTheme).series as Drawn[];
const named = (points: DemandPoint[], name: string) => seriesOf(points).find((one) => one.name === name);

describe('demandFan', () => {
	it('draws both histories, with gaps where nobody counted', () => {
		const points = [past(7, 9), past(null, 9), coming];
		expect(named(points, 'tercatat')?.data).toEqual([7, null, null]);
		expect(named(points, 'disesuaikan')?.data).toEqual([9, 9, null]);
	});

	it('begins the forecast at a marked line, joined to the last known month', () => {
		const forecast = named([past(7, 9), coming], 'perkiraan');
		expect(forecast?.data).toEqual([9, 10]);
		expect(forecast?.markLine?.data).toEqual([{ xAxis: 1 }]);
		expect(named([past(7, 9)], 'perkiraan')?.markLine).toBeUndefined();
	});

	it('fills each band between its ends and nowhere else', () => {
		const bands = seriesOf([past(7, 9), coming]).filter(({ stack }) => stack !== undefined);
		expect(bands.map(({ stack, data }) => [stack, data])).toEqual([
			['wide', [null, 6]],
			['wide', [null, 9]],
			['narrow', [null, 8]],
			['narrow', [null, 5]]
		]);
	});

	it('says the figures of a month, past or to come, names escaped', () => {
		const { tooltip } = demandFan([past(null, 9), coming], texts, namedTheme);
		const { formatter } = tooltip as { formatter: (params: unknown) => string };
		const [before, after] = [0, 1].map((dataIndex) => formatter([{ dataIndex }]));
		expect(before).toContain('Oktober &lt;2026&gt;');
		expect(before).toContain('tidak ada');
		expect(before).toContain('stok kosong');
		expect(after).toContain('8–13');
		expect(after).toContain('6–15');
		expect(formatter([])).toBe('');
	});
});
