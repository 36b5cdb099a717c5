/** What each figure of the chain says for itself. */
import { usualSpan, writeLevers, type ChainLevers } from '../../../domain/chain.ts';
import type { Evidence, EvidenceUnit } from '../../../domain/evidence.ts';
import { yearOf } from '../../../domain/period.ts';
import { chainFigures, type ChainFigure } from '../../../protocol/views/chain.ts';
import { projectionKind } from '../budget-projection.ts';
import { chainBaseKind } from './read-ground.ts';

const units: Record<ChainFigure, EvidenceUnit> = {
	...{ cases: 'cases', beds: 'beds', claims: 'claims', drugs: 'items' },
	...{ cost: 'rupiah', difference: 'rupiah', date: 'date', factor: 'ratio' }
};

type Facts = { now: string; today: string; demo: boolean; baseFrom: string | null; isFrozen: boolean };

/** Every figure is a projection: its rows are those that its assumptions were computed from. */
export function chainEvidence(levers: ChainLevers, facts: Facts): Record<ChainFigure, Evidence> {
	const query = new URLSearchParams(writeLevers(levers));
	const evidenceOf = (figure: ChainFigure): Evidence => ({
		measure: `chain_measure_${figure}`,
		unit: units[figure],
		asOf: facts.now,
		dateBasis: 'occurred',
		completeness: null,
		formula: `chain_formula_${figure}`,
		rows: rowsOf(figure, levers, facts),
		url: query.size > 0 ? `/chain?${query}` : '/chain',
		demo: facts.demo
	});
	return Object.fromEntries(chainFigures.map((figure) => [figure, evidenceOf(figure)])) as Record<
		ChainFigure,
		Evidence
	>;
}

function rowsOf(
	figure: ChainFigure,
	{ disease, kecamatan }: ChainLevers,
	{ today, baseFrom, isFrozen }: Facts
): Evidence['rows'] {
	if (figure === 'date' || figure === 'difference')
		return {
			table: 'analysis',
			where: { kind: projectionKind, subject: String(yearOf(today)) }
		};
	if (figure !== 'cases')
		return {
			table: 'analysis',
			where: { kind: chainBaseKind, ...(baseFrom !== null && { subject: baseFrom }) }
		};
	const { from, to } = usualSpan(today);
	return {
		table: isFrozen ? 'lattice' : 'disease_period',
		where: {
			...(disease !== null && { [isFrozen ? 'condition' : 'disease']: disease }),
			...(kecamatan !== null && { [isFrozen ? 'area' : 'kecamatan']: kecamatan }),
			[isFrozen ? 'week' : 'period']: `${from} – ${to}`
		}
	};
}
