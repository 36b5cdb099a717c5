import { describe, expect, it } from 'vitest';
import { usualLevers } from '$lib/domain/chain';
import type { ChainArrow, ChainAssumption, ChainView } from '$lib/protocol/views/chain';
import { stepsOf } from './chain-steps';
import { assumptionName, assumptionValue, drugRange, drugText, isCertain, sourceText } from './chain-words';

const assumption = (key: string, value: number, source: string): ChainAssumption => ({
	...{ key, value, lower80: value, upper80: value, source }
});
const arrow = (key: string, value: number, assumptions: ChainAssumption[]): ChainArrow => ({
	...{ from: 'claims', to: 'money', key: `scenario.${key}` },
	...{ result: { value, lower80: value * 0.8, upper80: value * 1.3 }, assumptions }
});
const quantiles = { p10: 1e9, p50: 2e9, p90: 3e9 };
const date = { lower80: '2026-09-01', median: '2026-11-11', upper80: null };
const projection = { probability: 0.9, date, yearEnd: quantiles, months: [] };
const view: ChainView = {
	snapshot: { change: 1, now: '2026-08-20T03:00:00.000Z', asOf: null, demo: false },
	levers: { ...usualLevers, disease: 'dengue', size: 2.5, weeks: 6 },
	...{
		diseases: [],
		eventGap: null,
		ceilingRupiah: 2.5e9,
		scenarios: [],
		modelVersion: 1,
		projectionVersion: 7
	},
	window: {
		...{ from: '2026-01-01', to: '2026-06-30', computedAt: '2026-10-29T00:00:00.000Z', paidShare: 0.9 },
		...{ complianceNow: 0.4, delayDays: { p10: 20, p50: 40, p90: 90 } }
	},
	usual: {
		value: 20,
		lower80: 10,
		upper80: 30,
		from: '2025-07-27',
		to: '2026-07-19',
		weeks: 52,
		kind: 'visits'
	},
	cases: { value: 180, lower80: 90, upper80: 270 },
	drugs: { item: 'paracetamol-500', units: { value: 1_800, lower80: 900, upper80: 2_700 }, items: 3 },
	arrows: [
		arrow('peak-beds', 4.5, [assumption('stay-days', 4, 'visits')]),
		arrow('drug.paracetamol-500', 1_800, [assumption('units-per-case', 10, 'visits')]),
		arrow('tariff-factor', 1.1, [assumption('tariff-share', 1, 'given-tariff')]),
		arrow('year-difference', 264e6, [
			assumption('event-in-year', 0.5, 'calendar'),
			assumption('policy-months', 4, 'calendar'),
			assumption('year-unchanged', 2e9, 'projection'),
			assumption('bill-delay', 40, 'claims-all')
		])
	],
	baseline: {
		...projection,
		...{ computedAt: '2026-08-19T22:00:00.000Z', from: '', to: '', visitMonths: 0, simulations: 10_000 },
		notReported: quantiles
	},
	money: projection,
	evidence: {} as ChainView['evidence']
};

describe('the steps of the chain', () => {
	it('begin with the event and end with the day on which the money ends, each opening the evidence of its figure', () => {
		const steps = stepsOf('id', view);
		expect(steps.map(({ id, figure }) => [id, figure])).toEqual([
			...[
				['cases', 'cases'],
				['scenario.peak-beds', 'beds'],
				['scenario.drug.paracetamol-500', 'drugs']
			],
			...[
				['scenario.tariff-factor', 'factor'],
				['scenario.year-difference', 'difference'],
				['date', 'date']
			]
		]);
		expect(steps.at(-1)).toMatchObject({ value: '11 Nov 2026', way: 'Uang ke Hari uang habis' });
		expect(steps.at(-1)?.range).toBe('80 % antara 1 Sep 2026 dan tidak dalam tahun ini');
	});

	it('each say what they rest on, and where every number of it comes from', () => {
		for (const locale of ['id', 'en'] as const)
			for (const { id, assumptions } of stepsOf(locale, view)) {
				expect(assumptions.length, id).toBeGreaterThan(0);
				for (const { key, value, source } of assumptions) {
					expect(assumptionName(key), key).not.toBe(key);
					expect(assumptionValue(locale, key, value), key).toMatch(/\d/);
					expect(sourceText(locale, source, view), key).not.toMatch(new RegExp(`^(${source})?$`));
				}
			}
	});

	it('tell the first one’s factors: usual cases, size and weeks, of which only the first is unsure', () => {
		const [first] = stepsOf('id', view);
		const said = first?.assumptions.map((one) => assumptionValue('id', one.key, one.value));
		expect(said).toEqual(['20 kasus', '2,5 kali biasanya', '6 pekan']);
		expect(first?.assumptions.map(isCertain)).toEqual([false, true, true]);
	});

	it('name the projection’s version and the moment that it was made', () => {
		expect(sourceText('id', 'projection', view)).toMatch(/versi 7, dibuat .*20 Agustus 2026.*10\.000 dunia/);
	});

	it('are none where nothing is told, and end before the money where no budget is known', () => {
		expect(stepsOf('id', { ...view, arrows: [] })).toEqual([]);
		expect(stepsOf('id', { ...view, money: null }).map(({ id }) => id)).not.toContain('date');
		expect(stepsOf('id', { ...view, cases: null }).map(({ id }) => id)).not.toContain('cases');
	});
});

describe('the drugs of the chain', () => {
	it('are told by the item with the most units, with its band', () => {
		if (view.drugs === null) throw new Error('no drugs');
		expect(drugText('id', view.drugs)).toBe('1.800 tablet Parasetamol 500 mg');
		expect(drugRange('id', view.drugs)).toBe('80 % antara 900 tablet dan 2.700 tablet');
	});
});
