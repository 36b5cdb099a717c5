import { describe, expect, it } from 'vitest';
import { analyseForecast } from './forecast.ts';

const train = Array.from(
	{ length: 40 },
	(_, t) => 100 + 30 * Math.sin((2 * Math.PI * t) / 12) + ((t * 7) % 5)
);
const series = { id: 'paracetamol', frequency: 12, horizon: 3, train };

function refusalOf(input: unknown): string {
	try {
		analyseForecast(input);
	} catch (error) {
		return error instanceof Error ? error.message : '';
	}
	return 'none';
}

describe('analyse forecast', () => {
	it('answers every series in order with intervals as long as its horizon', () => {
		const rare = { id: 'antivenom', frequency: 12, horizon: 2, train: [0, 0, 1, 0, 0, 0, 0, 2, 0, 0] };
		const answers = analyseForecast({ series: [series, rare] });
		expect(answers.map(({ id, method }) => [id, method])).toEqual([
			['paracetamol', 'combination'],
			['antivenom', 'intermittent']
		]);
		for (const { mean, lower80, upper80, lower95, upper95 } of answers) {
			mean.forEach((value, step) => {
				const bounds = [lower95[step], lower80[step], value, upper80[step], upper95[step]];
				expect([...bounds].sort((a = 0, b = 0) => a - b)).toEqual(bounds);
			});
		}
		expect(answers.map(({ mean }) => mean.length)).toEqual([3, 2]);
	});

	it('looks at nothing but the history', () => {
		const beside = { ...series, test: [1e9, 1e9, 1e9], peers: { ets: { mean: [1, 2, 3] } } };
		expect(analyseForecast([beside])).toEqual(analyseForecast([series]));
	});

	it('does not let one series change another', () => {
		const other = { ...series, id: 'amoxicillin', train: train.map((value, t) => value * (1 + t / 40)) };
		const [first, second] = analyseForecast([series, other]);
		expect(analyseForecast([other, series])).toEqual([second, first]);
	});

	it('answers every origin where a file names several', () => {
		const rolling = {
			id: 'paracetamol',
			frequency: 12,
			horizon: 3,
			values: train,
			origins: [{ train_length: 40 }, { train_length: 30 }]
		};
		const [late, early] = analyseForecast({ series: [rolling] });
		expect([late?.trainLength, early?.trainLength]).toEqual([40, 30]);
		expect(late?.mean).toEqual(analyseForecast([series])[0]?.mean);
	});

	it('takes null for a month that nobody reported and a bare number for a list of one', () => {
		const gappy = { ...series, train: train.map((value, t) => (t === 17 ? null : value)) };
		expect(analyseForecast([gappy])[0]?.method).toBe('combination');
		expect(analyseForecast([{ ...series, train: 4 }])[0]?.mean).toEqual([4, 4, 4]);
	});

	it('refuses with one sentence that names series and index', () => {
		const having = (change: object): unknown => ({ series: [{ ...series, ...change }] });
		expect(refusalOf(having({ train: [1, 'NaN'] }))).toBe(
			'Series paracetamol: train[1] is "NaN", not a number.'
		);
		expect(refusalOf(having({ train: [1, 2, -3] }))).toBe(
			'Series paracetamol: train[2] is -3, and demand is not negative.'
		);
		expect(refusalOf(having({ train: [] }))).toBe('Series paracetamol: train is empty.');
		expect(refusalOf(having({ train: [null] }))).toBe(
			'Series paracetamol: No period of demand was reported.'
		);
		expect(refusalOf(having({ horizon: 0 }))).toBe(
			'Series paracetamol: horizon is 0, not a whole number of 1 or more.'
		);
		expect(refusalOf(having({ train: undefined }))).toBe(
			'Series paracetamol has neither "train" nor "values".'
		);
		expect(refusalOf(having({ horizon: 1e9 }))).toBe(
			'Series paracetamol: The horizon has to be a whole number from 1 to 10000, not 1000000000.'
		);
		expect(refusalOf(having({ train: [1, 2, 1e308] }))).toContain('Series paracetamol: Demand 3 is 1e+308');
		expect(refusalOf([{ ...series, id: '' }])).toBe('Series 1 has no id.');
		expect(refusalOf({})).toBe('A forecast file holds a list "series".');
	});
});
