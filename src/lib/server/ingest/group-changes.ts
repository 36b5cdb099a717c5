/** What of a group's changes is sent to viewers, and of what they take a new snapshot instead. */
import { forgottenAfterDays } from '../../domain/bed-freshness.ts';
import type { CellKind, Changes } from '../../protocol/live.ts';
import type { Work } from './work.ts';

/** Wider than this a change is not sent: viewers take a new snapshot. */
const maxCellsPerKind = 2_000;

/** Imported history is no news of a bed: viewers take a new snapshot, which leaves out what is long past. */
export function isPresent(heardAt: Date, now: Date): boolean {
	return now.getTime() - heardAt.getTime() < forgottenAfterDays * 86_400_000;
}

const tallyKinds = {
	cases: 'diseases',
	deaths: 'diseases',
	'drug-use': 'drugs',
	visits: 'services'
} as const;

/** What ready-made counts and stock reports change: they replace other figures, so no increment says it. */
export function unsentKinds(accepted: Work[]): CellKind[] {
	const events = accepted.flatMap(({ item }) => (item.ok ? [item.screened.event] : []));
	return events.flatMap((event) => {
		if (event.type === 'id.denyut.stock.v1') return ['drugs'];
		return event.type === 'id.denyut.tally.v1' ? [tallyKinds[event.data.measure]] : [];
	});
}

export function narrowChanges(changes: Changes, unsent: readonly CellKind[]): Changes {
	const narrow: Changes = {};
	const reload = [...new Set(unsent)];
	for (const [kind, cells] of Object.entries(changes) as [CellKind, unknown[]][]) {
		if (reload.includes(kind)) continue;
		if (cells.length > maxCellsPerKind) reload.push(kind);
		else Object.assign(narrow, { [kind]: cells });
	}
	return reload.length > 0 ? { ...narrow, reload } : narrow;
}
