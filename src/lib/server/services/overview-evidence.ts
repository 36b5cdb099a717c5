/** What each figure of the Overview says for itself. */
import type { Evidence, EvidenceUnit } from '../../domain/evidence.ts';
import type { OverviewMeasure, OverviewView } from '../../protocol/views/overview.ts';
import { projectionKind } from './budget-projection.ts';
import type { Moment } from './context.ts';

type Facts = Omit<OverviewView, 'snapshot' | 'evidence'>;
/** Found by the page that proposes it. */
type Proposed = 'next_year' | 'premium';
type Counted = Exclude<OverviewMeasure, Proposed>;
type Known = { unit: EvidenceUnit; dateBasis: Evidence['dateBasis']; table: [now: string, past: string] };

const known: Record<Counted, Known> = {
	run_rate: { unit: 'date', dateBasis: 'occurred', table: ['claim_standing', 'claim_effect'] },
	owed: { unit: 'rupiah', dateBasis: 'occurred', table: ['claim_standing', 'claim_effect'] },
	beds: { unit: 'beds', dateBasis: 'reported', table: ['bed_now', 'bed_report'] },
	alerts: { unit: 'cases', dateBasis: 'occurred', table: ['disease_period', 'disease_effect'] },
	drugs: { unit: 'months', dateBasis: 'occurred', table: ['stock', 'stock'] },
	visits: { unit: 'visits', dateBasis: 'occurred', table: ['visit_period', 'service_effect'] },
	sources: { unit: 'facilities', dateBasis: 'known', table: ['source_day', 'source_day'] },
	not_reported: { unit: 'rupiah', dateBasis: 'occurred', table: ['analysis', 'analysis'] }
};
const counted = Object.keys(known) as Counted[];

/** Counts of persons; the other figures are the same for everybody. */
const roundedToo: ReadonlySet<Counted> = new Set<Counted>(['visits', 'alerts']);

export function overviewEvidence(
	facts: Facts,
	{ now, asOf }: Moment,
	{ demo, isRounded }: { demo: boolean; isRounded: boolean }
): Record<Counted, Evidence> {
	const evidenceOf = (measure: Counted): Evidence => {
		const { unit, dateBasis, table } = known[measure];
		return {
			measure: `overview_measure_${measure}`,
			unit,
			asOf: measuredAt(measure, facts) ?? now.toISOString(),
			dateBasis,
			completeness: completenessOf(measure, facts),
			formula: `overview_formula_${measure}${isRounded && roundedToo.has(measure) ? '_rounded' : ''}`,
			rows: { table: table[asOf === null ? 0 : 1], where: whereOf(measure, facts) },
			url: asOf === null ? '/' : `/?asOf=${asOf}`,
			demo
		};
	};
	const evidence = Object.fromEntries(counted.map((measure) => [measure, evidenceOf(measure)])) as Record<
		Counted,
		Evidence
	>;
	return {
		...evidence,
		run_rate: projectedEvidence(evidence.run_rate, facts),
		not_reported: notReportedEvidence(evidence.not_reported, facts)
	};
}

/** Where the year was simulated, that is what the tile shows, and not the simple pace. */
function projectedEvidence(evidence: Evidence, { money: { year, projection, runRate } }: Facts): Evidence {
	if (projection === null || runRate.status === 'reached') return evidence;
	return {
		...evidence,
		measure: 'budget_measure_projection',
		formula: 'budget_formula_projection',
		asOf: projection.computedAt,
		rows: { table: 'analysis', where: { kind: projectionKind, subject: String(year) } }
	};
}

/** As on the Budget page. */
function notReportedEvidence(evidence: Evidence, { money: { year, projection } }: Facts): Evidence {
	return {
		...evidence,
		measure: 'budget_measure_not_reported',
		formula: 'budget_formula_not_reported',
		asOf: projection?.computedAt ?? evidence.asOf,
		rows: { table: 'analysis', where: { kind: projectionKind, subject: String(year) } }
	};
}

/** The slow answers were found a little before the others. */
function measuredAt(measure: Counted, { diseases, drugs }: Facts): string | null {
	if (measure === 'alerts') return diseases.at;
	return measure === 'drugs' ? drugs.at : null;
}

function completenessOf(measure: Counted, facts: Facts): Evidence['completeness'] {
	const { beds, diseases, sources } = facts;
	if (measure === 'beds') return { reported: beds.hospitals.fresh, expected: beds.hospitals.all };
	if (measure === 'alerts') return diseases.reporting;
	if (measure === 'visits' || measure === 'sources')
		return { reported: sources.reported, expected: sources.expected };
	return null;
}

function whereOf(measure: Counted, { today, money, diseases, visits }: Facts): Record<string, string> {
	if (measure === 'run_rate') return { budget_year: String(money.year) };
	if (measure === 'owed')
		return { budget_year: String(money.year), state: 'approved | verified | submitted' };
	if (measure === 'alerts') return { grain: 'week', period: diseases.week };
	if (measure === 'visits') return { day: `${visits[0]?.day ?? today}…${today}` };
	return measure === 'sources' ? { day: today } : {};
}
