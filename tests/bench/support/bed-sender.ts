/** Hospitals that report their rooms at a steady pace over HTTP, each report stamped with the instant of its sending. */
import { setTimeout as pause } from 'node:timers/promises';
import { hospitals } from '../../../src/lib/domain/hospitals.ts';
import type { BatchAnswer, EventInput } from '../../../src/lib/protocol/events.ts';
import type { TestServer } from '../../support/server.ts';
import { wallClockMs } from './viewer.ts';

export type Hospital = { code: string; key: string };

export async function makeHospitals(server: TestServer, count: number): Promise<Hospital[]> {
	return Promise.all(
		hospitals.slice(0, count).map(async ({ code }) => ({
			code,
			key: await server.keys.create({ party: 'hospital', role: null, facility: code })
		}))
	);
}

let serial = 0;

export type Report = { room: string; capacity: number; free: number; queue: number };

export function bedEvent({ room, capacity, free, queue }: Report): EventInput {
	const now = new Date(wallClockMs()).toISOString();
	return {
		specversion: '1.0',
		id: `bed-${process.pid}-${serial++}`,
		source: '/simrs/bench',
		type: 'id.denyut.bed.v1',
		time: now,
		data: { ward: 'inpatient-3', room, capacity, free, occupied: capacity - free, queue, reportedAt: now }
	};
}

export async function postEvents(origin: string, key: string, events: readonly EventInput[]): Promise<void> {
	const response = await fetch(`${origin}/api/v1/events`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(events)
	});
	const answer = (await response.json()) as BatchAnswer;
	if (response.status !== 200 || answer.accepted !== events.length)
		throw new Error(`answered ${response.status} ${JSON.stringify(answer).slice(0, 300)}`);
}

/** Calls at a steady pace, whether or not earlier calls have ended; answers when all have. */
export async function atPace(
	perSecond: number,
	seconds: number,
	call: (index: number) => Promise<void>
): Promise<void> {
	const began = performance.now();
	const calls: Promise<void>[] = [];
	for (let index = 0; index < perSecond * seconds; index++) {
		const dueMs = began + (index * 1_000) / perSecond - performance.now();
		if (dueMs > 0) await pause(dueMs);
		calls.push(call(index));
	}
	await Promise.all(calls);
}
