/** Whatever a producer says over its connection is answered: taken, held with code and place, or refused with a code. */
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventRefusals, requestRefusals } from '../../src/lib/protocol/refusals.ts';
import { endpointContext } from '../../src/lib/server/endpoints.ts';
import {
	attachFeed,
	type Feed,
	type FeedRefusal
} from '../../src/lib/server/ingest/readers/feed/feed-socket.ts';
import type { BatchAnswer } from '../../src/lib/protocol/events.ts';
import { expectNowhere, fuzzRuns, fuzzTimeoutMs, mutated } from './bridging-city.ts';
import {
	bed,
	claim,
	findDifferences,
	hospitalA,
	keyFor,
	openCity,
	readTotals,
	serve,
	stock,
	tally,
	visit,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let feed: Feed;
let key: string;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	feed = attachFeed(endpoint.server, { ...endpointContext(city.app), isAllowedHost: () => true });
	key = await keyFor(city.app, 'hospital', hospitalA);
});
afterAll(async () => {
	await feed.close();
	await endpoint.close().catch(() => undefined);
	await city.close();
});

async function dial(): Promise<Socket> {
	const socket = io(`http://127.0.0.1:${endpoint.port}/feed`, {
		...{ path: '/feed', transports: ['websocket'], auth: { token: key }, reconnection: false, forceNew: true }
	});
	await new Promise((resolve, reject) =>
		socket.on('connect', () => resolve(null)).on('connect_error', reject)
	);
	return socket;
}

type Answer = Partial<BatchAnswer & FeedRefusal>;
const send = (socket: Socket, said: unknown[]) =>
	(socket.timeout(20_000) as unknown as { emitWithAck: (...all: unknown[]) => Promise<Answer> }).emitWithAck(
		'events',
		...said
	);

/** Bytes too, which JSON could not carry. */
const oddArgument = fc.oneof(
	fc.jsonValue({ maxDepth: 2 }),
	fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
	fc.constantFrom<unknown>(undefined, null, '', [], [[]], [null], {}, { mode: 7 }, { length: 3 })
);
const events = [visit('f', { emergency: true }), bed('f'), claim('f'), stock('f'), tally('f')];
/** Mostly of ids of their own: else all but the first would be held as a conflict. */
let count = 0;
const anew = (event: unknown): unknown => {
	const { id } = (event ?? {}) as { id?: unknown };
	return id === 'f' && (count += 1) % 9 !== 0 ? { ...(event as object), id: `f-${count}` } : event;
};
const parsed = mutated(events).map((text): unknown => {
	try {
		const said: unknown = JSON.parse(text);
		return Array.isArray(said) ? said.map(anew) : said;
	} catch {
		return text;
	}
});
const said = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.tuple(parsed, fc.constantFrom({ mode: 'each' }, { mode: 'atomic' }, undefined))
	},
	{ weight: 1, arbitrary: fc.array(oddArgument, { maxLength: 3 }) },
	{ weight: 1, arbitrary: oddArgument.map((one) => [[one, ...events], { mode: 'each' }]) }
);

it(
	'answers any mutated message with codes and places, keeps its count, and stays on the line',
	async () => {
		const socket = await dial();
		const counts = { taken: 0, held: 0, refused: 0 };
		let before = await readTotals(city);
		await fc.assert(
			fc.asyncProperty(said, async (args) => {
				const answer = await send(socket, [...args]);
				const after = await readTotals(city);
				if (answer.code !== undefined) {
					expect(Object.keys(requestRefusals)).toContain(answer.code);
					expect(['unavailable', 'busy']).not.toContain(answer.code);
					expect(after).toEqual(before);
					counts.refused += 1;
				} else {
					const { accepted = 0, duplicate = 0, quarantined = 0, rejected, errors = [] } = answer;
					const sent = (args[0] as unknown[]).length;
					expect(rejected ?? accepted + duplicate + quarantined).toBe(sent);
					for (const { code, index, message } of errors) {
						expect(Object.keys(eventRefusals)).toContain(code);
						expect(index).toBeLessThan(sent);
						expect(message.length).toBeGreaterThan(8);
					}
					expect(after.ledger - before.ledger).toBe(accepted);
					expect(after.held - before.held).toBe(quarantined);
					if (rejected !== undefined) expect(after).toEqual(before);
					counts[errors.length > 0 ? 'held' : 'taken'] += 1;
				}
				before = after;
			}),
			{ numRuns: fuzzRuns, seed: 20261122, endOnFailure: true }
		);
		expect(socket.connected).toBe(true);
		expect(Math.min(counts.taken, counts.held, counts.refused)).toBeGreaterThan(0);
		expect(await findDifferences(city)).toEqual([]);
		expect(city.logged()).not.toMatch(/"level":[56]0/);
		await expectNowhere(city, '3275015203890000');
		socket.close();
	},
	fuzzTimeoutMs
);
