import { describe, expect, it } from 'vitest';
import fixture from '../../../tests/fixtures/simulated-outbreaks.json' with { type: 'json' };
import { AnalyticsError } from '../../lib/analytics/analytics-error.ts';
import { analyseOutbreak } from './outbreak.ts';

const observed = fixture.series[0]?.observed ?? [];
const series = { id: 'sim', frequency: 52, start: [2018, 1], dates: null, observed };
const range = [365, 468];
const runs = [
	{
		id: 'ff',
		fn: 'farringtonFlexible',
		epoch_as_date: false,
		range,
		control: { ...fixture.control.farringtonFlexible, b: 5, w: 3 },
		// Stored results are not looked at.
		upperbound: ['anything']
	},
	{ id: 'fa', fn: 'farrington', range, control: { ...fixture.control.farrington, b: 5, w: 3 } },
	{ id: 'c1', fn: 'earsC', range, control: fixture.control.ears.C1 },
	{ id: 'c2', fn: 'earsC', range, control: fixture.control.ears.C2 },
	{ id: 'c3', fn: 'earsC', range, control: fixture.control.ears.C3 }
];

const refuse = (input: unknown) => {
	const attempt = expect(() => analyseOutbreak(input));
	attempt.toThrow(AnalyticsError);
	return attempt;
};

describe('analyseOutbreak', () => {
	it("answers each run as R does, in the file's order", () => {
		const answers = analyseOutbreak({ meta: {}, series, runs });
		expect(answers.map(({ id }) => id)).toEqual(['ff', 'fa', 'c1', 'c2', 'c3']);
		const stored = Object.values(fixture.series[0]?.runs ?? {});
		answers.forEach(({ index, upperbound, alarm, expected }, run) => {
			expect([index[0], index.at(-1), expected.length]).toEqual([365, 468, 104]);
			expect(alarm).toEqual(stored[run]?.alarm);
			upperbound.forEach((bound, step) => {
				const other = stored[run]?.upperbound[step] ?? null;
				if (other === null) expect(bound).toBeNull();
				else expect(bound).toBeCloseTo(other, 6);
			});
		});
	});

	it('names the series and the place that it cannot read', () => {
		refuse({ series: { ...series, observed: [1, 'NaN'] }, runs }).toThrow(
			'Series sim: series.observed[1] is NaN, which cannot be used there.'
		);
		refuse({ series }).toThrow('Series sim: runs is missing.');
		refuse({ series, runs: [{ ...runs[0], fn: 'guess' }] }).toThrow('Series sim: runs[0].fn is guess');
		refuse(null).toThrow('Series without a name: the file is null');
		refuse([]).toThrow('Series without a name: the file is a list of another shape.');
	});

	it('names the series and the count or the run at fault', () => {
		const short = { ...series, observed: [1, 2, -3] };
		refuse({ series: short, runs: [{ ...runs[2], range: [3, 3] }] }).toThrow(
			'Series sim: series.observed[2] is -3, which cannot be used there.'
		);
		refuse({ series, runs: [{ ...runs[0], range: [100, 101] }] }).toThrow(
			'Series sim, run ff: Observation 100 has less than 5 years'
		);
	});
});
