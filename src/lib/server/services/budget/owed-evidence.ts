/** What each figure of the ladder and of the ages says for itself. */
import type { Evidence } from '../../../domain/evidence.ts';
import { owedFigures, type OwedFigure, type UnpaidStage } from '../../../protocol/views/budget-owed.ts';
import type { ClaimFilter } from '../../store/budget-queries.ts';
import type { Moment } from '../context.ts';
import { addressWith } from './filter.ts';

export function owedEvidence(
	filter: ClaimFilter,
	stage: UnpaidStage | null,
	moment: Moment,
	{ demo, estimatedAt }: { demo: boolean; estimatedAt: string | null }
): Record<OwedFigure, Evidence> {
	const address = addressWith('/budget/owed', filter);
	const evidenceOf = (figure: OwedFigure): Evidence => {
		const key = figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
		const isEstimate = figure === 'notReported';
		return {
			measure: figure === 'age' || figure === 'total' ? `money_measure_${key}` : `budget_measure_${key}`,
			unit: 'rupiah',
			asOf: (isEstimate ? estimatedAt : null) ?? moment.now.toISOString(),
			dateBasis: 'occurred',
			completeness: null,
			formula:
				figure === 'age' || figure === 'total' || isEstimate
					? `money_formula_${key}`
					: `budget_formula_${key}`,
			rows: isEstimate
				? { table: 'analysis', where: { kind: 'budget-projection', subject: String(filter.year) } }
				: { table: 'claim', where: whereOf(figure, filter) },
			url: stage === null ? address : `${address}&stage=${stage}`,
			demo
		};
	};
	return Object.fromEntries(owedFigures.map((figure) => [figure, evidenceOf(figure)])) as Record<
		OwedFigure,
		Evidence
	>;
}

function whereOf(figure: OwedFigure, { year, facility, service }: ClaimFilter): Record<string, string> {
	const state =
		figure === 'total'
			? 'paid | approved | verified | submitted'
			: figure === 'age'
				? 'approved | verified | submitted'
				: figure;
	return {
		budget_year: String(year),
		state,
		...(facility !== null && { facility }),
		...(service !== null && { service })
	};
}
