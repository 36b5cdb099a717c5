/**
 * A sender that posts batch after batch and keeps sending one until it is acknowledged, as the API asks of senders: with
 * the same ids, after a 503 as after a lost connection. Now and then it sends an old batch again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { BatchAnswer } from '../../../src/lib/protocol/events.ts';
import { makeEvent, type LoadSender, type SentEvent } from './events.ts';

const batchSize = 40;
const retryPauseMs = 100;
const answerTimeoutMs = 30_000;
/** Every so many batches one is sent again although it was acknowledged. */
const repeatEvery = 10;

export class LoadClient {
	/** Acknowledged events, in the order of their acknowledgement. */
	readonly acknowledged: SentEvent[] = [];
	batches = 0;
	/** Answers 503 and lost connections. */
	refusals = 0;
	#made = 0;
	#stopped = false;

	constructor(
		readonly name: string,
		readonly sender: LoadSender,
		readonly key: string,
		readonly origin: string
	) {}

	/** Runs until stopped; the batch under way then is sent until it is acknowledged. */
	async run(): Promise<void> {
		while (!this.#stopped) {
			const batch = Array.from({ length: batchSize }, () => makeEvent(this.name, this.sender, this.#made++));
			await this.#sendUntilTaken(batch);
			this.acknowledged.push(...batch);
			this.batches++;
			if (this.batches % repeatEvery === 0) await this.#sendAgain(batch);
		}
	}

	stop(): void {
		this.#stopped = true;
	}

	async #sendAgain(batch: SentEvent[]): Promise<void> {
		const { accepted } = await this.#sendUntilTaken(batch);
		if (accepted > 0) throw new Error(`${this.name}: ${accepted} events were taken a second time`);
	}

	async #sendUntilTaken(batch: SentEvent[]): Promise<BatchAnswer> {
		const body = JSON.stringify(batch.map(({ event }) => event));
		for (;;) {
			const answer = await this.#post(body);
			if (answer === undefined) {
				this.refusals++;
				await pause(retryPauseMs);
				continue;
			}
			if (answer.accepted + answer.duplicate !== batch.length)
				throw new Error(`${this.name}: not all was taken: ${JSON.stringify(answer).slice(0, 500)}`);
			return answer;
		}
	}

	/** Undefined when the same must be sent again. */
	async #post(body: string): Promise<BatchAnswer | undefined> {
		let status: number;
		let text: string;
		try {
			const response = await fetch(`${this.origin}/api/v1/events`, {
				method: 'POST',
				headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
				body,
				signal: AbortSignal.timeout(answerTimeoutMs)
			});
			status = response.status;
			text = await response.text();
		} catch {
			return undefined;
		}
		if (status === 503) return undefined;
		if (status !== 200) throw new Error(`${this.name}: answered ${status} ${text.slice(0, 500)}`);
		return JSON.parse(text) as BatchAnswer;
	}
}
