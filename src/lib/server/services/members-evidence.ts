import type { Evidence } from '../../domain/evidence.ts';
import { expectedSyncDays, registerSources } from '../../domain/membership-validity.ts';
import type { MembersEvidence } from '../../protocol/views/members.ts';
import type { StoredSync } from '../store/register/member-queries.ts';
import type { Moment, ServiceContext } from './context.ts';

/** Complete where each register spoke within the time that is expected of it. */
export function membersEvidence(
	{ demo }: Pick<ServiceContext, 'demo'>,
	{ now, asOf, today }: Moment,
	countedAt: Date | null,
	done: readonly StoredSync[]
): MembersEvidence {
	const young = registerSources.filter((source) =>
		done.some(
			(sync) =>
				sync.source === source &&
				now.getTime() - sync.startedAt.getTime() <= expectedSyncDays[source] * 86_400_000
		)
	);
	const evidenceOf = (name: string, unit: Evidence['unit'], reason: string): Evidence => ({
		measure: `members_measure_${name}`,
		unit,
		asOf: (countedAt ?? now).toISOString(),
		dateBasis: 'known',
		completeness: { reported: young.length, expected: registerSources.length },
		formula: `members_formula_${name}`,
		rows: { table: 'membership_day', where: { day: today, reason } },
		url: asOf === null ? '/members' : `/members?asOf=${asOf}`,
		demo
	});
	return {
		members: evidenceOf('members', 'members', 'member'),
		valid: evidenceOf('valid', 'members', 'valid'),
		reason: evidenceOf('reason', 'persons', '*'),
		paid: evidenceOf('paid', 'rupiah', 'invalid'),
		coverage: evidenceOf('coverage', 'percent', 'member'),
		change: evidenceOf('change', 'members', 'member')
	};
}
