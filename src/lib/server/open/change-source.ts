/** What the live line reads: the change sequence, and where things stand when it begins to follow it. */
import { addDays, jakartaDay, yearOf } from '../../domain/period.ts';
import { systemViewer } from '../../domain/viewer.ts';
import type { ChangeSource } from '../live/hub.ts';
import { readBedsNow } from '../store/beds.ts';
import { findChangesAfter } from '../store/changes.ts';
import { readExactTotals } from '../store/city-totals.ts';
import type { Sql } from '../store/connect.ts';
import { inSnapshot } from '../store/snapshot.ts';

/** Beyond the running year, for the pages that show the last weeks. */
const daysBefore = 35;

export function openChangeSource(sql: Sql, clock: () => Date): ChangeSource {
	return {
		readStanding: () =>
			inSnapshot(sql, systemViewer('hub'), async (tx, change) => {
				const from = addDays(`${yearOf(jakartaDay(clock()))}-01-01`, -daysBefore);
				const rooms = await readBedsNow(tx);
				return { change, rooms, totals: { from, ...(await readExactTotals(tx, from)) } };
			}),
		readChangesAfter: (change, limit) => findChangesAfter(sql, change, limit)
	};
}
