/** What the pages of beds do alike to stay at the present. */
import type { LiveConnection } from '$lib/live/connection';
import { ReloadLater } from '$lib/live/reload-later';
import type { Changes } from '$lib/protocol/live';
import type { Snapshot } from '$lib/protocol/views/snapshot';
import { reload } from '../../reload';

/** The curve, the register and what is forgotten are of the snapshot: taken anew this often. */
const refreshMs = 5 * 60_000;
/** A facility without a name reports room after room: one new snapshot answers them all. */
const unknownMs = 300;

/** For whoever meets a facility that the snapshot has no name for. */
export const laterForUnknown = () => new ReloadLater(reload, unknownMs);

type Shown = {
	board: () => { apply: (changes: Changes, committedAt: string) => void };
	snapshot: () => Snapshot;
	later: ReloadLater;
};

/** To be called while the page's component is made: its effects end with it. A past day does not move. */
export function keepCurrent(connection: LiveConnection, { board, snapshot, later }: Shown): void {
	const isPast = $derived(snapshot().asOf !== null);
	$effect(() => {
		if (isPast) return;
		const shown = board();
		return connection.watch('beds', snapshot().change, {
			apply: (changes, committedAt) => shown.apply(changes, committedAt),
			reload
		});
	});
	$effect(() => {
		if (isPast) return;
		const timer = setInterval(reload, refreshMs);
		return () => {
			clearInterval(timer);
			later.stop();
		};
	});
}
