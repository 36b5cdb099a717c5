import { describe, expect, it } from 'vitest';
import { scenarioFan, type ScenarioPoint } from './scenario-fan';
import { namedTheme } from './theme';

const texts = {
	...{ usual: 'Tanpa', scenario: '<b>Dengan</b>', band: '80 %', ceiling: 'Pagu' },
	format: (value: number) => `Rp ${value}`
};
const points: ScenarioPoint[] = [
	{ label: 'Jan', usual: 10, scenario: 12, low: 11, high: 15 },
	{ label: 'Feb', usual: 20, scenario: 26, low: 22, high: 33 }
];
type Series = { name?: string; stack?: string; data: unknown[]; markLine?: unknown; endLabel?: object };
const seriesOf = (option: ReturnType<typeof scenarioFan>) => option.series as Series[];

describe('scenarioFan', () => {
	it('draws the band from its lower to its upper end, around the line with the change', () => {
		const series = seriesOf(scenarioFan(points, 40, texts, namedTheme));
		expect(series.map(({ data }) => data)).toEqual([
			[11, 22],
			[4, 11],
			[10, 20],
			[12, 26]
		]);
		expect(series.filter(({ stack }) => stack === 'band')).toHaveLength(2);
	});

	it('begins at nought, and keeps ceiling and band on the picture', () => {
		expect(scenarioFan(points, 40, texts, namedTheme).yAxis).toMatchObject({ min: 0, max: 45 });
		expect(scenarioFan(points, 20, texts, namedTheme).yAxis).toMatchObject({ max: 35 });
	});

	it('has no ceiling where there is no budget, and no name for a line that is not there', () => {
		const series = seriesOf(
			scenarioFan(
				points.map((point) => ({ ...point, usual: null })),
				null,
				texts,
				namedTheme
			)
		);
		expect(series.map(({ markLine }) => markLine)).toEqual([undefined, undefined, undefined, undefined]);
		expect(series[2]?.endLabel).toBeUndefined();
	});

	it('names one line where the change changes nothing', () => {
		const same = points.map((point) => ({ ...point, usual: point.scenario }));
		const named = seriesOf(scenarioFan(same, 40, texts, namedTheme)).filter(({ endLabel }) => endLabel);
		expect(named.map(({ name }) => name)).toEqual([texts.scenario]);
	});

	it('escapes what it says under the pointer', () => {
		const { tooltip } = scenarioFan(points, 40, texts, namedTheme) as {
			tooltip: { formatter: (params: unknown) => string };
		};
		const text = tooltip.formatter([{ dataIndex: 1 }]);
		expect(text).toContain('Rp 22 – Rp 33');
		expect(text).toContain('&lt;b&gt;Dengan');
		expect(text).not.toContain('<b>Dengan');
		expect(tooltip.formatter([])).toBe('');
	});
});
