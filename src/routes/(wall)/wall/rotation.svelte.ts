/**
 * Which slide a wall shows. turning → (pause) still → (resume) turning; a step by hand begins the slide's time anew. One
 * timer at most, and none while it is still or has only one slide.
 */
export class Rotation {
	#place = $state(0);
	#isPaused = $state(false);
	#timer: ReturnType<typeof setInterval> | undefined;
	readonly #count: () => number;
	readonly #everyMs: () => number;

	/** @param count how many slides there are now; they may become more or fewer while it turns. */
	constructor(count: () => number, everyMs: () => number) {
		this.#count = count;
		this.#everyMs = everyMs;
	}

	get place(): number {
		return Math.min(this.#place, Math.max(0, this.#count() - 1));
	}
	get isPaused(): boolean {
		return this.#isPaused;
	}

	start(): () => void {
		this.#wind();
		return () => this.#stop();
	}

	toggle(): void {
		this.#isPaused = !this.#isPaused;
		this.#wind();
	}

	/** @param by 1 forward, -1 back. */
	step(by: number): void {
		this.#turn(by);
		this.#wind();
	}

	#turn(by: number): void {
		const count = Math.max(1, this.#count());
		this.#place = (this.place + by + count) % count;
	}

	#wind(): void {
		this.#stop();
		if (!this.#isPaused) this.#timer = setInterval(() => this.#turn(1), this.#everyMs());
	}

	#stop(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}
