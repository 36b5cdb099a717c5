import { describe, expect, it } from 'vitest';
import type { DrugForecast } from '../../domain/drug-forecast.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { shownForecast, toldForecasts, upToStep } from './shown-forecast.ts';

const viewerOf = (role: 'planner' | 'executive'): Viewer => ({ name: role, role, facility: null });
const [planner, mayor] = [viewerOf('planner'), viewerOf('executive')];
const band = { mean: 2.4, lower80: 1.2, upper80: 4, lower95: 0, upper95: 7 };
const forecast = (raw: number): DrugForecast => ({
	...{ item: 'oralit', facility: null, madeOn: '2026-11-22', computedAt: new Date(0), version: 1 },
	inputs: { digest: '', from: '2025-01', known: 22, facilities: 1 },
	lastMonth: '2026-10',
	plan: { from: '2027-01', to: '2027-12', leadMonths: 3 },
	history: [
		{ month: '2026-09', raw: null, adjusted: null },
		{ month: '2026-10', raw, adjusted: raw }
	],
	card: {
		...{ method: 'intermittent', demand: 'lumpy', members: [], record: null, filled: 0 },
		reason: { code: 'rare-demand', interval: 2.345, sizeVariation: 0.217 },
		why: 'Demand occurs only every 2.3 periods, so methods for rare demand are used.'
	},
	months: [{ month: '2026-11', ...band }],
	total: [{ chance: 0.95, units: 10.01 }],
	...{ morbidity: null, stock: null }
});

describe('what a reader of totals is told of a forecast', () => {
	it('is not how often a rare medicine is asked for, in figures or in words', () => {
		const { card } = shownForecast(mayor, forecast(40));
		expect(card.reason).toEqual({ code: 'rare-demand' });
		expect(card.why).not.toMatch(/\d/);
		expect(shownForecast(planner, forecast(40))).toEqual(forecast(40));
	});

	it('suffices with its chance: it is rounded up', () => {
		expect(shownForecast(mayor, forecast(40)).total).toEqual([{ chance: 0.95, units: 15 }]);
		expect([0, 0.001, 0.01, 5, 5.004, 502].map(upToStep)).toEqual([0, 0, 5, 5, 5, 505]);
	});

	it('is nothing where no month was large enough to be told', () => {
		expect([7, 8].map((raw) => toldForecasts(mayor, [forecast(raw)]).length)).toEqual([0, 1]);
		expect(toldForecasts(planner, [forecast(7)])).toHaveLength(1);
	});
});
