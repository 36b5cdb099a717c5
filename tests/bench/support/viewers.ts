/** Viewers in processes of their own, as one crowd. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemViewer } from '../../../src/lib/domain/viewer.ts';
import type { BedCell, Topic } from '../../../src/lib/protocol/live.ts';
import type { Sql } from '../../../src/lib/server/store/connect.ts';
import { inSnapshot } from '../../../src/lib/server/store/snapshot.ts';
import { Histogram } from './histogram.ts';
import type { ViewersAnswer, ViewersOrder } from './view-live.ts';
import { boardOf, type Seen, type Start } from './viewer.ts';
import { cookieHeader, openSession } from '../../support/session.ts';

/** A browser's page asks for its data anew after this; a bench gives up. */
const settleTimeoutMs = 15_000;

export type Settled = { viewers: number; same: number; gaps: number; resyncs: number; rooms: number };

export class Crowd {
	readonly #children: ChildProcess[] = [];

	/** One process for each list of topics, one viewer for each topic in it. */
	async open(sql: Sql, homes: readonly { origin: string; topics: Topic[] }[]): Promise<void> {
		const start = await readStart(sql);
		const cookie = cookieHeader(await openSession(sql, 'planner'));
		await Promise.all(
			homes.map(async ({ origin, topics }) => {
				const child = fork(fileURLToPath(new URL('./view-live.ts', import.meta.url)), {
					execArgv: ['--import', 'tsx']
				});
				this.#children.push(child);
				await ask(child, { kind: 'open', origin, topics, start, cookie });
			})
		);
	}

	/** Forgets the latencies so far. */
	async measure(): Promise<void> {
		await this.#askAll({ kind: 'measure' });
	}

	/** By the server an event went through (0 or 1), for each server's viewers in the order of `open`. */
	async latencies(): Promise<{ byRoute: Map<number, Histogram>[]; commitToOverview: Histogram }> {
		const answers = await this.#askAll({ kind: 'look' });
		const commitToOverview = new Histogram();
		for (const answer of answers) commitToOverview.addAll(Histogram.unpack(answer.commitToOverview));
		const byRoute = answers.map(
			(answer) => new Map(answer.byRoute.map(([route, packed]) => [route, Histogram.unpack(packed)]))
		);
		return { byRoute, commitToOverview };
	}

	/** Waits until every viewer shows what the database holds, or the time is up. */
	async settle(sql: Sql): Promise<Settled> {
		const until = Date.now() + settleTimeoutMs;
		for (;;) {
			const end = await readStart(sql);
			const seen = (await this.#askAll({ kind: 'look' })).flatMap((answer) => answer.seen);
			const board = boardOf(end.rooms);
			const isSame = (one: Seen) =>
				one.topic === 'beds' ? one.board === board : one.accepted === end.accepted;
			const same = seen.filter(isSame).length;
			if (same === seen.length || Date.now() > until) {
				const sum = (count: (one: Seen) => number) => seen.reduce((total, one) => total + count(one), 0);
				return {
					viewers: seen.length,
					same,
					gaps: sum(({ gaps }) => gaps),
					resyncs: sum(({ resyncs }) => resyncs),
					rooms: end.rooms.length
				};
			}
			await pause(100);
		}
	}

	async close(): Promise<void> {
		await this.#askAll({ kind: 'close' });
		this.#children.length = 0;
	}

	#askAll(order: ViewersOrder): Promise<ViewersAnswer[]> {
		return Promise.all(this.#children.map((child) => ask(child, order)));
	}
}

async function ask(child: ChildProcess, order: ViewersOrder): Promise<ViewersAnswer> {
	const answered = once(child, 'message') as Promise<[ViewersAnswer]>;
	child.send(order);
	const [answer] = await answered;
	return answer;
}

type RoomRow = Omit<BedCell, 'reportedAt'> & { reportedAt: Date | null };

/** Straight from the table, not by the product's reader, which a fault could be in. */
async function readStart(sql: Sql): Promise<Start> {
	return inSnapshot(sql, systemViewer('bench'), async (tx, change) => {
		const rooms = await tx<RoomRow[]>`
			SELECT facility, ward, way, room, capacity, occupied, free, queue, reported_at AS "reportedAt" FROM bed_now`;
		const [row] = await tx<{ accepted: number }[]>`
			SELECT coalesce(sum(accepted), 0)::int AS accepted FROM source_day`;
		return {
			change,
			rooms: rooms.map((room) => ({ ...room, reportedAt: room.reportedAt?.toISOString() ?? null })),
			accepted: row?.accepted ?? 0
		};
	});
}
