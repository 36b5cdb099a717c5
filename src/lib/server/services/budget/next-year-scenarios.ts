/** A kept proposal as it is written and as it is shown. */
import { mayDo } from '../../../domain/access.ts';
import type { NextYearLevers } from '../../../domain/next-year.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { KeptProposal, NextYearView, ProposalPoints } from '../../../protocol/views/budget-next-year.ts';
import type { ScenarioRow } from '../../store/scenarios.ts';
import { removesAny } from '../scenario-rules.ts';
import { scenarioSubject } from './next-year-evidence.ts';
import { nextYearVersion } from './next-year-ground.ts';

export function keptOf(row: ScenarioRow, viewer: Viewer): KeptProposal {
	const isOwn = row.keptBy === viewer.name;
	return {
		...{ id: row.id, name: row.name, keptAt: row.keptAt.toISOString(), isOwn },
		mayRemove:
			viewer.role !== 'system' && mayDo(viewer.role, 'keep-scenario') && (isOwn || removesAny(viewer)),
		...{ levers: row.levers as NextYearLevers, modelVersion: row.modelVersion },
		saved: (row.result as { points: ProposalPoints }).points
	};
}

export function rowOf(
	view: NextYearView,
	who: Pick<ScenarioRow, 'id' | 'name' | 'keptBy' | 'keptAt'>
): ScenarioRow {
	const { year, levers, snapshot, proposal, computedAt, span, services, assumptions, ceilingRupiah } = view;
	return {
		...who,
		...{ subject: scenarioSubject(year), levers, modelVersion: nextYearVersion, change: snapshot.change },
		// Of the programme's money alone: whoever opens the page may see it. Members are told in steps to some, so none are kept.
		disclosure: 'shown',
		computedAt: who.keptAt,
		inputs: {
			...{ year, projectedAt: computedAt, ceilingRupiah, span, assumptions },
			shares: services.map(({ service, share }) => ({ service, share }))
		},
		result: { points: proposal === null ? null : withoutMembers(proposal.points), factors: proposal?.factors }
	};
}

const withoutMembers = (points: ProposalPoints) =>
	Object.fromEntries(
		Object.entries(points).map(([name, point]) => [name, { ...point, perMemberMonth: null }])
	);
