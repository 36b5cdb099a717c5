import type { DemoEvent } from './model.ts';

const mostEventsPerRequest = 1_000;
const unreachableWaitMs = 2_000;
const longestWaitMs = 30_000;

/** Posts events of many senders, each under its own key, in order, until they are taken. */
export class Poster {
	constructor(
		private readonly url: string,
		private readonly keys: Readonly<Record<string, string>>
	) {}

	async post(events: readonly DemoEvent[]): Promise<void> {
		const bySender = new Map<string, DemoEvent[]>();
		for (const event of events) {
			const sender = event.party === 'hospital' ? (event.facility ?? '') : event.party;
			const others = bySender.get(sender);
			if (others) others.push(event);
			else bySender.set(sender, [event]);
		}
		for (const [sender, sent] of bySender) {
			for (let from = 0; from < sent.length; from += mostEventsPerRequest) {
				await this.postUntilTaken(
					sender,
					JSON.stringify(sent.slice(from, from + mostEventsPerRequest).map(({ event }) => event))
				);
			}
		}
	}

	private async postUntilTaken(sender: string, body: string): Promise<void> {
		const key = this.keys[sender];
		if (key === undefined) throw new Error(`the feed has no key for ${sender}`);
		for (;;) {
			const response = await fetch(`${this.url}/api/v1/events`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
				body
			}).catch(() => undefined);
			const answer = await response?.text().catch(() => undefined);
			if (response?.ok && answer !== undefined) return;
			if (response && answer !== undefined && response.status !== 503) {
				// A refusal as a whole would come again for ever: say it and stop, it is a fault of the feed.
				throw new Error(
					`the server refused the feed of ${sender}: ${response.status} ${answer.slice(0, 300)}`
				);
			}
			const askedMs = Number(response?.headers.get('retry-after')) * 1_000;
			await new Promise((resolve) =>
				setTimeout(resolve, Math.min(longestWaitMs, askedMs || unreachableWaitMs))
			);
		}
	}
}
