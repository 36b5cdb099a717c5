/** A process of clients that mean no good: whoever measures must not do their work. Bounded in number, pace and time. */
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { drippingBody, drippingHead, endlessBody, type Drip } from '../../support/drip.ts';
import { openRaw } from '../../support/raw-websocket.ts';

export type HostileOrder = { port: number; key: string; seconds: number };

const eachOfDripping = 100;
const endlessPerSecond = 1;
const nestingPerSecond = 2;
const floodsPerSecond = 2;
const oversizedPerSecond = 10;

const deep = `[{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`;

async function harass({ port, key, seconds }: HostileOrder): Promise<void> {
	const until = performance.now() + seconds * 1_000;
	const authorization = `Authorization: Bearer ${key}\r\n`;
	const json = 'Content-Type: application/json\r\n';
	const again = async (count: number, make: () => Drip) => {
		await Promise.all(
			Array.from({ length: count }, async () => {
				while (performance.now() < until) {
					const one = make();
					await Promise.race([one.closed, pause(until - performance.now())]);
					one.socket.destroy();
					await pause(500);
				}
			})
		);
	};
	const atPace = async (perSecond: number, call: () => Promise<unknown>) => {
		while (performance.now() < until) {
			await call().catch(() => undefined);
			await pause(1_000 / perSecond);
		}
	};
	const post = (headers: Record<string, string>, body: string) =>
		fetch(`http://127.0.0.1:${port}/api/v1/events`, { method: 'POST', headers, body }).then((answer) =>
			answer.arrayBuffer()
		);
	const bearer = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
	await Promise.all([
		again(eachOfDripping, () => drippingHead(port)),
		again(eachOfDripping, () => drippingBody(port, authorization)),
		atPace(endlessPerSecond, () => endlessBody(port, authorization + json).closed),
		atPace(nestingPerSecond, () => post(bearer, deep)),
		atPace(oversizedPerSecond, () => post({ ...bearer, cookie: `a=${'x'.repeat(20_000)}` }, '[]')),
		atPace(floodsPerSecond, () => flood(port))
	]);
}

/** Tiny fragments until the line is cut. */
async function flood(port: number): Promise<void> {
	const raw = await openRaw(port, '/live/?EIO=4&transport=websocket');
	const timer = setInterval(() => {
		for (let n = 0; n < 500; n++) raw.frame(raw.socket.bytesWritten > 400 ? 0 : 1, 'x', false);
	}, 10);
	await raw.closed;
	clearInterval(timer);
}

// They would be on machines of their own.
setPriority(10);
process.once('message', (order: HostileOrder) => {
	void harass(order).then(() => process.send?.('done', () => process.disconnect()));
});
