import { createContext } from 'svelte';

/**
 * The moment that ages on the screen are counted to. It begins at the server's moment, so that the first paint
 * agrees with the server, and walks on from there, whatever the reader's own clock says; on a page of the past
 * it stands still.
 */
export class Clock {
	now: string = $state('');

	constructor(moment: string) {
		this.now = moment;
	}

	/** Sets the moment and, unless it belongs to the past, lets it walk. Returns the stop. */
	follow(moment: string, isPast: boolean, everyMs = 10_000): () => void {
		this.now = moment;
		if (isPast) return () => {};
		const offsetMs = Date.parse(moment) - Date.now();
		const timer = setInterval(() => {
			this.now = new Date(Date.now() + offsetMs).toISOString();
		}, everyMs);
		return () => clearInterval(timer);
	}
}

export const [uiClock, setUiClock] = createContext<Clock>();
