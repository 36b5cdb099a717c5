/** What each figure of the Claims page says for itself. */
import type { Evidence, EvidenceUnit } from '../../domain/evidence.ts';
import { claimFigures, type ClaimFigure, type ClaimsFilter } from '../../protocol/views/claims.ts';
import type { Moment } from './context.ts';

const units: Partial<Record<ClaimFigure, EvidenceUnit>> = { returnRate: 'percent', daysToPay: 'days' };
const states: ReadonlySet<string> = new Set([
	'submitted',
	'verified',
	'approved',
	'paid',
	'returned',
	'rejected'
]);
const found: Partial<Record<ClaimFigure, string>> = {
	bypass: 'primary-care-bypass',
	duplicates: 'duplicate-claim',
	doubleFinancing: 'double-financing'
};

export function claimsEvidence(
	filter: ClaimsFilter,
	moment: Moment,
	{ demo, computedAt }: { demo: boolean; computedAt: string | null }
): Record<ClaimFigure, Evidence> {
	const url = addressOf(filter, moment);
	const evidenceOf = (figure: ClaimFigure): Evidence => {
		const key = figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
		const isLive = states.has(figure);
		return {
			measure: `claims_measure_${key}`,
			unit: units[figure] ?? 'rupiah',
			asOf: (isLive ? null : computedAt) ?? moment.now.toISOString(),
			dateBasis: 'occurred',
			completeness: null,
			formula: `claims_formula_${isLive ? 'state' : key}`,
			rows: rowsOf(figure, filter),
			url,
			demo
		};
	};
	return Object.fromEntries(claimFigures.map((figure) => [figure, evidenceOf(figure)])) as Record<
		ClaimFigure,
		Evidence
	>;
}

function rowsOf(figure: ClaimFigure, { year, facility }: ClaimsFilter): Evidence['rows'] {
	const rule = found[figure];
	return {
		table: 'claim',
		where: {
			budget_year: String(year),
			...(states.has(figure) && { state: figure }),
			...(rule !== undefined && { finding: rule }),
			...(facility !== null && { facility })
		}
	};
}

function addressOf({ year, facility, stage, show }: ClaimsFilter, { asOf }: Moment): string {
	const query = new URLSearchParams({
		year: String(year),
		stage,
		...(show !== 'all' && { show }),
		...(facility !== null && { facility }),
		...(asOf !== null && { asOf })
	});
	return `/claims?${query}`;
}
