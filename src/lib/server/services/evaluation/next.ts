/** Next year: what it would need at three certainties, and what was decided for it already. */
import type { Allocation } from '../../../analytics/budget/propose-allocation.ts';
import { findAnalysis } from '../../store/analyses.ts';
import { known, type Gathering, type Source, type TableDraft } from './gathering.ts';
import { readDecisions } from './needed.ts';

export const allocationKind = 'next-year-allocation';
const certainties = ['p50', 'p80', 'p95'] as const;

export async function gatherNext(gathering: Gathering): Promise<TableDraft[]> {
	const { tx, year, moment } = gathering;
	const subject = String(year + 1);
	const found = await findAnalysis<Allocation>(tx, allocationKind, subject, moment.today);
	const source: Source = {
		...{ unit: 'rupiah', formula: 'evaluation_formula_allocation', table: 'analysis' },
		...{ where: { kind: allocationKind, subject }, asOf: found?.computedAt.toISOString() }
	};
	const perMember: Source = { ...source, unit: 'rupiah-per-member-month' };
	const whole = (value: number | undefined) => (value === undefined ? null : Math.round(value));
	const untold = 'evaluation_unknown_allocation';
	const proposal: TableDraft = {
		...{ section: 'next', id: 'proposal', columns: ['amount', 'perMember', 'carried'] },
		rows: certainties.map((at) => ({
			key: at,
			facts: {
				amount: known(whole(found?.result.rupiah[at]), source, untold),
				perMember: known(
					whole(found?.result.rupiahPerMemberMonth?.[at]),
					perMember,
					found ? 'evaluation_unknown_members' : untold
				),
				carried: known(
					whole(found?.result.carriedRupiah[at]),
					{ ...source, formula: 'evaluation_formula_overspent' },
					untold
				)
			}
		}))
	};
	return [proposal, await readDecisions(gathering, 'next', year + 1)];
}
