import type { Evidence } from '../../../domain/evidence.ts';
import { planFigures, type PlanFigure } from '../../../protocol/views/drug-plan.ts';
import type { Moment } from '../context.ts';

const units: Readonly<Record<PlanFigure, Evidence['unit']>> = {
	...{ cost: 'rupiah', bought: 'rupiah', options: 'rupiah' },
	...{ quantity: 'items', classes: 'rupiah', actual: 'items' }
};

/** @param isStored the figures are those that were proposed, and no longer follow forecasts and stocks */
export function planEvidence(
	{ year, isStored, url, demo }: { year: number; isStored: boolean; url: string; demo: boolean },
	{ now }: Moment
): Record<PlanFigure, Evidence> {
	const of = (figure: PlanFigure): Evidence => ({
		...{ measure: `drugplan_measure_${figure}`, formula: `drugplan_formula_${figure}`, unit: units[figure] },
		...{ asOf: now.toISOString(), completeness: null, url, demo },
		dateBasis: figure === 'actual' ? 'occurred' : 'known',
		rows: {
			table: figure === 'actual' ? 'item_effect' : isStored ? 'drug_plan_line' : 'drug_forecast',
			where:
				figure === 'actual'
					? { month: `${year}-01…` }
					: isStored
						? { plan_year: String(year) }
						: { plan_from: `${year}-01` }
		}
	});
	return Object.fromEntries(planFigures.map((figure) => [figure, of(figure)])) as Record<
		PlanFigure,
		Evidence
	>;
}
