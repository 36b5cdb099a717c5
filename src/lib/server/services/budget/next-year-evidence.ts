/** What each figure of next year's proposal says for itself. */
import { writeNextYear, type NextYearLevers } from '../../../domain/next-year.ts';
import type { Evidence, EvidenceUnit } from '../../../domain/evidence.ts';
import { nextYearFigures, type NextYearFigure } from '../../../protocol/views/budget-next-year.ts';
import { projectionKind } from '../budget-projection.ts';
import type { Moment } from '../context.ts';
import { nextYearKind } from './next-year-ground.ts';

const units: Partial<Record<NextYearFigure, EvidenceUnit>> = {
	...{ perMember: 'rupiah-per-member-month', premium: 'rupiah-per-member-month', growth: 'percent' }
};

type Facts = { year: number; levers: NextYearLevers; demo: boolean; computedAt: string | null };

export function addressOfNextYear(levers: NextYearLevers, asOf: string | null): string {
	const query = new URLSearchParams(writeNextYear(levers));
	if (asOf !== null) query.set('asOf', asOf);
	return query.size > 0 ? `/budget/next-year?${query}` : '/budget/next-year';
}

export function nextYearEvidence(
	{ year, levers, demo, computedAt }: Facts,
	{ now, asOf }: Moment
): Record<NextYearFigure, Evidence> {
	const usual = { table: 'analysis', where: { kind: nextYearKind, subject: String(year) } };
	const rows: Partial<Record<NextYearFigure, Evidence['rows']>> = {
		yearEnd: { table: 'analysis', where: { kind: projectionKind, subject: String(year - 1) } },
		ceiling: { table: 'budget', where: { budget_year: String(year - 1) } },
		premium: { table: 'domain/programme', where: { month: `${year}-01` } },
		service: { table: 'claim_standing', where: {} },
		scenario: { table: 'scenario', where: { subject: scenarioSubject(year) } }
	};
	const isDecided = (figure: NextYearFigure) => ['ceiling', 'premium', 'scenario'].includes(figure);
	const of = (figure: NextYearFigure): Evidence => ({
		measure: `nextyear_measure_${figure}`,
		unit: units[figure] ?? 'rupiah',
		asOf: isDecided(figure) ? now.toISOString() : (computedAt ?? now.toISOString()),
		dateBasis: isDecided(figure) ? 'known' : 'occurred',
		completeness: null,
		formula: `nextyear_formula_${figure}`,
		rows: rows[figure] ?? usual,
		...{ url: addressOfNextYear(levers, asOf), demo }
	});
	return Object.fromEntries(nextYearFigures.map((figure) => [figure, of(figure)])) as Record<
		NextYearFigure,
		Evidence
	>;
}

/** Under which the scenarios of a planned year are kept. */
export const scenarioSubject = (year: number) => `budget-${year}`;
