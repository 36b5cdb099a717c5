/** Keeps a section that is computed on the server up with what is committed. */
import type { LiveConnection } from '$lib/live/connection';
import type { Snapshot } from '$lib/protocol/views/snapshot';
import { reload } from '../../reload';

/** A burst of commits costs one new snapshot. */
const usualRestMs = 5_000;

/** To be called from an effect with the connection of the page; a past day does not move. */
export function followBudget(
	connection: LiveConnection,
	{ asOf, change }: Snapshot,
	restMs = usualRestMs
): (() => void) | undefined {
	if (asOf !== null) return undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const stop = connection.watch('budget', change, {
		apply: () => void (timer ??= setTimeout(reload, restMs)),
		reload
	});
	return () => {
		clearTimeout(timer);
		stop();
	};
}
