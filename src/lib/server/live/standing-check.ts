/**
 * A line stays open for hours, and who opened it may be signed out, given another role or be disabled meanwhile, also by
 * another process. Every half second one question to the database covers all lines of this process. States of a check:
 * none under way → one under way (further ticks wait for it) → answered, which is remembered as the last time that the
 * lines were known to be rightful. When no answer came for a while, nobody can be told to be rightful any more.
 */
import type { Viewer } from '../../domain/viewer.ts';
import type { Admitted, LiveGate } from './gate.ts';

const checkEveryMs = 500;
const trustWithoutAnswerMs = 10_000;

export type Line = { admitted: Admitted; cut: () => void };
export type StandingOptions = {
	lines: () => Iterable<Line>;
	findStanding: LiveGate['findStanding'];
	onFault: (error: unknown) => void;
	checkEveryMs?: number;
	trustWithoutAnswerMs?: number;
};

export class StandingCheck {
	readonly #options: StandingOptions;
	readonly #timer: NodeJS.Timeout;
	#answeredAt = Date.now();
	#asking = false;

	constructor(options: StandingOptions) {
		this.#options = options;
		this.#timer = setInterval(() => void this.#check(), options.checkEveryMs ?? checkEveryMs);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	async #check(): Promise<void> {
		const held = this.#held();
		if (held.length === 0) this.#answeredAt = Date.now();
		else if (this.#asking) this.#cutWhatIsDoubtful();
		else await this.#ask(held);
	}

	async #ask(held: readonly HeldLine[]): Promise<void> {
		this.#asking = true;
		try {
			const standing = await this.#options.findStanding([...new Set(held.map(({ holder }) => holder))]);
			this.#answeredAt = Date.now();
			for (const { holder, admitted, cut } of held) if (!isSame(standing.get(holder), admitted.viewer)) cut();
		} catch (error) {
			this.#options.onFault(error);
			this.#cutWhatIsDoubtful();
		} finally {
			this.#asking = false;
		}
	}

	#cutWhatIsDoubtful(): void {
		const trustMs = this.#options.trustWithoutAnswerMs ?? trustWithoutAnswerMs;
		if (Date.now() - this.#answeredAt > trustMs) for (const { cut } of this.#held()) cut();
	}

	#held(): HeldLine[] {
		return [...this.#options.lines()].flatMap((line) => {
			const { holder } = line.admitted;
			return holder === null ? [] : [{ ...line, holder }];
		});
	}
}

type HeldLine = Line & { holder: string };

/** Another role or facility is another viewer: his rooms are not this one's. */
const isSame = (now: Viewer | undefined, before: Viewer) =>
	now !== undefined &&
	now.name === before.name &&
	now.role === before.role &&
	now.facility === before.facility;
