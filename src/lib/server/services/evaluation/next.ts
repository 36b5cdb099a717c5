/** Next year: what it would need at three certainties, and what was decided for it already. */
import type { NextYearProjection } from '../../../analytics/budget/next-year.ts';
import { blurCount } from '../../../domain/blur.ts';
import { certainties } from '../../../domain/next-year.ts';
import { findAnalysis } from '../../store/analyses.ts';
import { readShownMemberMonths } from '../../store/city-totals.ts';
import { nextYearKind } from '../budget/next-year-ground.ts';
import { membersAt } from '../budget-months.ts';
import { known, type Gathering, type Source, type TableDraft } from './gathering.ts';
import { readDecisions } from './needed.ts';

const monthsAYear = 12;
type Projected = Extract<NextYearProjection, { status: 'projected' }>;

export async function gatherNext(gathering: Gathering): Promise<TableDraft[]> {
	return [await readProposal(gathering), await readDecisions(gathering, 'next', gathering.year + 1)];
}

/** The page of next year's proposal without levers; of a year that is over, the last one that was made in it. */
async function readProposal({ tx, year, moment }: Gathering): Promise<TableDraft> {
	const subject = String(year + 1);
	const found = await findAnalysis<Projected>(tx, nextYearKind, subject, moment.today, 'projected');
	const members = found ? membersAt(await readShownMemberMonths(tx, found.knownOn), found.knownOn) : null;
	const persons = blurCount(members?.persons ?? 0);
	const source: Source = {
		...{ unit: 'rupiah', formula: 'evaluation_formula_allocation', table: 'analysis' },
		...{ where: { kind: nextYearKind, subject }, asOf: found?.computedAt.toISOString() }
	};
	const perMonth: Source = { ...source, unit: 'rupiah-per-member-month' };
	const carriedOver: Source = { ...source, formula: 'nextyear_formula_carried' };
	const untold = 'evaluation_unknown_allocation';
	const noMembers = found ? 'evaluation_unknown_members' : untold;
	return {
		...{ section: 'next', id: 'proposal', columns: ['amount', 'perMember', 'carried'] },
		rows: certainties.map((key) => {
			const { total = null, carried = null } = found?.result.proposal.points[key] ?? {};
			const each = total === null || persons === 0 ? null : Math.round(total / persons / monthsAYear);
			return {
				key,
				facts: {
					amount: known(total, source, untold),
					perMember: known(each, perMonth, noMembers),
					carried: known(carried, carriedOver, untold)
				}
			};
		})
	};
}
