import type { DeskPorts } from '$lib/live/bed-report/desk.svelte';
import { httpLine } from '$lib/live/bed-report/line';
import { makeMemoryStore, openStore } from '$lib/live/bed-report/store';

/** What the form's desk stands on in a browser; on the server, which only paints it, nothing is kept. */
export function deskPorts(isBrowser: boolean): DeskPorts {
	return {
		line: httpLine,
		store: isBrowser ? openStore() : Promise.resolve(makeMemoryStore()),
		now: () => new Date(),
		newId,
		alone,
		chance: Math.random
	};
}

/** `crypto.randomUUID` is missing where a page came over plain HTTP from another machine. */
function newId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

async function alone(round: () => Promise<void>): Promise<boolean> {
	// Two tabs that send the same do no harm where there are no locks: it counts once.
	if (!('locks' in navigator)) return round().then(() => true);
	return navigator.locks.request('denyut-bed-report', { ifAvailable: true }, async (lock) => {
		if (lock !== null) await round();
		return lock !== null;
	});
}
