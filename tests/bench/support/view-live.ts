/** A process full of viewers: their work must not be done by the server, nor by whoever measures. */
import type { Topic } from '../../../src/lib/protocol/live.ts';
import { Histogram } from './histogram.ts';
import { Viewer, type Latencies, type Seen, type Start } from './viewer.ts';

export type ViewersOrder =
	| { kind: 'open'; origin: string; topics: Topic[]; start: Start; cookie: string }
	| { kind: 'measure' }
	| { kind: 'look' }
	| { kind: 'close' };
type Packed = ReturnType<Histogram['packed']>;
export type ViewersAnswer = {
	seen: Seen[];
	byRoute: [route: number, packed: Packed][];
	commitToOverview: Packed;
};

const newLatencies = (): Latencies => ({
	byRoute: new Map([
		[0, new Histogram()],
		[1, new Histogram()]
	]),
	commitToOverview: new Histogram()
});

const latencies = newLatencies();
const viewers: Viewer[] = [];

async function obey(order: ViewersOrder): Promise<void> {
	if (order.kind === 'open') {
		const opened = order.topics.map(
			(topic) => new Viewer(order.origin, topic, order.start, latencies, order.cookie)
		);
		viewers.push(...opened);
		await Promise.all(opened.map(({ ready }) => ready));
	}
	if (order.kind === 'measure') Object.assign(latencies, newLatencies());
	if (order.kind === 'close') for (const viewer of viewers) viewer.close();
	const answer: ViewersAnswer = {
		seen: viewers.map((viewer) => viewer.seen()),
		byRoute: [...latencies.byRoute].map(([route, histogram]) => [route, histogram.packed()]),
		commitToOverview: latencies.commitToOverview.packed()
	};
	process.send?.(answer);
	if (order.kind === 'close') process.disconnect();
}

process.on('message', (order: ViewersOrder) => void obey(order));
