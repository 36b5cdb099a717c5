/** A process that posts visits as fast as they are acknowledged, from several clients with a connection each. */
import http from 'node:http';
import { visitBatch } from './visits.ts';

type Order = { origin: string; keys: string[]; clients: number; size: number; seconds: number };

process.on('message', (order: Order) => {
	void run(order).then((result) => {
		process.send?.(result);
		process.disconnect();
	});
});

async function run({ origin, keys, clients, size, seconds }: Order): Promise<{ events: number; ms: number }> {
	const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
	const runId = `r${process.pid}-${Date.now().toString(36)}`;
	// Made beforehand: the client's own work would otherwise be measured with the server's.
	const prepared = Math.ceil((seconds * 40_000) / size);
	const bodies = Array.from({ length: prepared }, () => Buffer.from(JSON.stringify(visitBatch(runId, size))));
	const began = performance.now();
	const until = began + seconds * 1_000;
	let events = 0;
	await Promise.all(
		Array.from({ length: clients }, async (_, client) => {
			const key = keys[client % keys.length] ?? '';
			for (;;) {
				const body = bodies.pop();
				if (body === undefined || performance.now() > until) return;
				await post(agent, origin, key, body);
				events += size;
			}
		})
	);
	const ms = performance.now() - began;
	agent.destroy();
	return { events, ms };
}

function post(agent: http.Agent, origin: string, key: string, body: Buffer): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = http.request(
			`${origin}/api/v1/events`,
			{
				agent,
				method: 'POST',
				headers: {
					authorization: `Bearer ${key}`,
					'content-type': 'application/json',
					'content-length': body.length
				}
			},
			(response) => {
				response.resume();
				response.on('end', () =>
					response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`))
				);
			}
		);
		request.on('error', reject);
		request.end(body);
	});
}
