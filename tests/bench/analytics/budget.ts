import { weighProposal } from '../../../src/lib/analytics/budget/next-year.ts';
import { accumulateYear, projectExhaustion } from '../../../src/lib/analytics/budget/project-exhaustion.ts';
import type { Assumption } from '../../../src/lib/analytics/budget/scenario/assumption.ts';
import { runScenario } from '../../../src/lib/analytics/budget/scenario/run-scenario.ts';
import { simulateCosts } from '../../../src/lib/analytics/budget/simulate-costs.ts';
import { nowcastCounts } from '../../../src/lib/analytics/surveillance/nowcast.ts';
import { createGenerator } from '../../../src/lib/analytics/stats/generator.ts';
import { round } from '../support/table.ts';
import { timeOf } from './time-of.ts';

const billed = [0, 0.35, 0.7, 0.9, 1];
const known = 20;

const about = (key: string, value: number): Assumption => ({
	key,
	value,
	lower80: value * 0.8,
	upper80: value * 1.3,
	source: 'bench'
});

/** Twenty months of late bills and prompt visits. */
function drawHistory() {
	const generator = createGenerator(1);
	const costs = Array.from(
		{ length: known },
		(_, month) => 1e9 * 1.01 ** month * Math.exp(0.08 * generator.normal())
	);
	const committed = costs.map((cost, month) =>
		billed.map((share, lag) => (month + lag < known ? cost * share : null))
	);
	return { committed, visits: costs.map((cost) => Math.round(cost / 1e5)) };
}

/** Time of 10,000 simulated years; bar: under 1 s together with the date of exhaustion. A scenario: 500 ms. */
export async function benchBudget(): Promise<void> {
	const history = drawHistory();
	const simulate = (monthsAhead: number) =>
		simulateCosts(history, { seed: 1, monthsAhead, simulations: 10_000 });
	const year = { firstMonth: '2026-01-01', firstIndex: 12, ceilingRupiah: 14e9, carriedRupiah: 0 };
	const simulated = simulate(16);
	const usedIn = (firstIndex: number) =>
		accumulateYear(simulated, { ...year, firstIndex }).at(-1) ?? new Float64Array();
	const worlds = {
		...{ year: 2027, from: '2025-01-01', to: '2026-08-01', seed: 1, ceilingRupiah: year.ceilingRupiah },
		...{ usedRupiah: usedIn(12), costRupiah: usedIn(24), growth: { visits: null, cost: 0 } }
	};
	const outbreak = {
		cases: about('cases', 2000),
		weeks: 8,
		startWeek: 0,
		admittedShare: about('admitted', 0.3),
		stayDays: about('stay', 4),
		coveredShare: about('covered', 0.4),
		rupiahPerAdmission: about('admission', 4e6),
		outpatientVisits: about('visits', 1.5),
		rupiahPerOutpatientVisit: about('visit', 3e5),
		drugs: [{ item: 'ringer', unitsPerCase: about('units', 6) }]
	};
	const counts = Array.from({ length: 104 }, (_, week) =>
		[30, 30, 20, 10, 6, 4].map((count, lag) => (week + lag < 104 ? count + (week % 5) : null))
	);
	console.log('\nBudget, 10,000 worlds');
	console.table([
		{
			what: 'simulate a year and its exhaustion',
			ms: round(
				timeOf(() => projectExhaustion(simulate(4), year), 3),
				1
			),
			bar: 1000
		},
		{
			what: "propose next year's budget",
			ms: round(
				timeOf(() => weighProposal(worlds), 3),
				1
			)
		},
		{
			what: 'scenario: outbreak through to money',
			ms: round(
				timeOf(() => runScenario(simulated, year, { outbreak }, { seed: 1, fromIndex: known }), 3),
				1
			),
			bar: 500
		},
		{
			what: 'nowcast of 104 weeks × 6 lags',
			ms: round(
				timeOf(() => nowcastCounts(counts), 50),
				3
			)
		}
	]);
}
