/**
 * Asks for a new snapshot now and then: for changes that no increment tells. idle → (asked) waiting → reload → idle; what
 * is asked while waiting is answered by the same reload.
 */
export class ReloadLater {
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		readonly reload: () => void,
		readonly waitMs: number
	) {}

	ask(): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.reload();
		}, this.waitMs);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}
}
