/** Keeps what a page shows up with what is committed. */
import type { LiveConnection } from '$lib/live/connection';
import { ReloadLater } from '$lib/live/reload-later';
import type { Changes, Topic } from '$lib/protocol/live';
import type { Snapshot } from '$lib/protocol/views/snapshot';
import { reload } from './reload';

type How = {
	/** A burst of commits costs one new snapshot. */
	waitMs: number;
	/** Does the page know all that it shows after this increment? If not, a new snapshot is taken. */
	isTold: (changes: Changes, committedAt: string) => boolean;
};

/** To be called from an effect with the connection of the page; a past day does not move. */
export function follow(
	connection: LiveConnection,
	topic: Topic,
	{ asOf, change }: Snapshot,
	{ waitMs, isTold }: How
): (() => void) | undefined {
	if (asOf !== null) return undefined;
	const later = new ReloadLater(reload, waitMs);
	const stop = connection.watch(topic, change, {
		apply: (changes, committedAt) => {
			if (!isTold(changes, committedAt)) later.ask();
		},
		reload
	});
	return () => {
		later.stop();
		stop();
	};
}
