/**
 * Anchors the trail's head outside the database: at start and at stop where lines came since, and once a day; then the whole
 * trail is verified too, and what is wrong with it is said in the log.
 */
import type { Logger } from 'pino';
import { faultOf } from '../fault.ts';
import type { AnchorWish } from '../store/trail/anchor.ts';
import type { Trail } from '../store/trail/trail.ts';

const intervalMs = 60_000;

export type TrailAnchorOptions = { trail: Trail; log: Logger };

export class TrailAnchorJob {
	readonly #options: TrailAnchorOptions;
	readonly #timer: NodeJS.Timeout;
	#running: Promise<void>;

	constructor(options: TrailAnchorOptions) {
		this.#options = options;
		this.#running = this.run('when moved');
		this.#timer = setInterval(() => this.#next('once a day'), intervalMs).unref();
	}

	/** Writes the last anchor, while the database still stands. */
	async stop(): Promise<void> {
		clearInterval(this.#timer);
		this.#next('when moved');
		await this.#running;
	}

	#next(wish: AnchorWish): void {
		this.#running = this.#running.then(() => this.run(wish));
	}

	async run(wish: AnchorWish): Promise<void> {
		const { trail, log } = this.#options;
		try {
			const anchor = await trail.anchor(wish);
			if (wish === 'once a day' && anchor !== null) await this.#verify();
		} catch (error) {
			// The database is away or the disk is full; the next minute tries again.
			log.warn({ fault: faultOf(error) }, 'the trail was not anchored');
		}
		await trail.copyAnchors().catch((error: unknown) => {
			log.warn({ fault: faultOf(error) }, 'DENYUT_TRAIL_ANCHOR_DIR cannot be written to');
		});
	}

	async #verify(): Promise<void> {
		const { state, problems } = await this.#options.trail.verify();
		const [first] = problems;
		if (state !== 'whole')
			this.#options.log.error(
				{ state, kind: first?.kind, number: first?.number },
				'the trail is not whole: run npm run audit -- verify'
			);
	}
}
