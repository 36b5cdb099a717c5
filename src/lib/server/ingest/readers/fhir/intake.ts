import type { Sql } from '../../../store/connect.ts';
import { inTurn } from '../../../store/fhir-waiting.ts';
import { RequestRefusal } from '../../batch.ts';
import type { Ingest } from '../../ingest.ts';
import { partyId } from '../../sender.ts';
import type { ReadEntry } from './read-entries.ts';
import { NotTaken, Turn, type Order, type Outcome } from './turn.ts';

/** Requests at work at once, so that pages keep connections of their own; and those that may wait for them. */
const maxRunning = 4;
const maxWaiting = 200;

/** Resources in, events out. */
export class FhirIntake {
	#running = 0;
	readonly #waiting: (() => void)[] = [];

	constructor(
		readonly ingest: Ingest,
		readonly sql: Sql
	) {}

	/** @throws RequestRefusal `busy` or `unavailable`; FhirRefusal where too much hangs together. Nothing was kept then. */
	async take(entries: readonly ReadEntry[], order: Order): Promise<Outcome> {
		await this.#enter();
		try {
			return await inTurn(this.sql, partyId(order.sender), (tx) =>
				new Turn(this.ingest, tx, entries, order).run()
			);
		} catch (error) {
			if (error instanceof NotTaken) return error.outcome;
			throw error;
		} finally {
			this.#leave();
		}
	}

	async #enter(): Promise<void> {
		if (this.#running < maxRunning) {
			this.#running += 1;
			return;
		}
		if (this.#waiting.length >= maxWaiting) throw new RequestRefusal('busy');
		await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	/** Who waits takes the place over, so it is never counted twice. */
	#leave(): void {
		const next = this.#waiting.shift();
		if (next === undefined) this.#running -= 1;
		else next();
	}
}
