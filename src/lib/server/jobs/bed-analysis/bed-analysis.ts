/**
 * Keeps the forecast of beds and the use of beds by month up to date, the first off the event loop: looks once a minute whether anything was committed, computes at
 * most every ten minutes, like the analyst. Several processes may run one each: the same reports give the same answer, and
 * only the first to store it tells the viewers.
 */
import { hash } from 'node:crypto';
import type { Logger } from 'pino';
import {
	historyDays,
	type BedForecast,
	type BedForecastInput
} from '../../../analytics/beds/bed-forecast.ts';
import { gridHours } from '../../../analytics/beds/occupancy-outlook.ts';
import { jakartaDay } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { faultOf } from '../../fault.ts';
import { bedForecastKind as kind, bedForecastSubject as subject } from '../../services/bed-forecast.ts';
import { findAnalysis, keepAnalysis } from '../../store/analyses.ts';
import { readRoomHistories } from '../../store/bed-history.ts';
import { recordChange } from '../../store/changes.ts';
import type { Sql } from '../../store/connect.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { measureUseMonths } from './measure-use.ts';

export type BedAnalysisOptions = {
	sql: Sql;
	clock: () => Date;
	log: Logger;
	/** In a worker thread; in a test at once. */
	forecast: (input: BedForecastInput) => Promise<BedForecast>;
	lastChange: () => number;
};

const lookEveryMs = 60_000;
const restMs = 600_000;
const hourMs = 3_600_000;
/** Besides the window itself: a report before it still stands at its beginning. */
const leadDays = 3;
/** To be raised whenever the method answers differently from the same reports. */
const version = 1;

export class BedAnalysis {
	readonly #options: BedAnalysisOptions;
	#timer: NodeJS.Timeout | undefined;
	#computed: { change: number; day: string; at: number } | null = null;
	#running: Promise<void> | null = null;

	constructor(options: BedAnalysisOptions) {
		this.#options = options;
	}

	start(): void {
		this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
		this.#look();
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await this.#running;
	}

	#look(): void {
		if (this.#running || !this.#isDue()) return;
		const { log } = this.#options;
		this.#running = this.refresh()
			// The next minute tries again; pages go on showing the forecast that stands, with its time.
			.catch((error: unknown) => log.warn({ fault: faultOf(error) }, 'beds were not analysed'))
			.finally(() => (this.#running = null));
	}

	#isDue(): boolean {
		const { clock, lastChange } = this.#options;
		if (this.#computed === null || this.#computed.day !== jakartaDay(clock())) return true;
		const { change, at } = this.#computed;
		return lastChange() > change && clock().getTime() - at >= restMs;
	}

	async refresh(): Promise<void> {
		const { sql, clock } = this.#options;
		const now = clock();
		await measureUseMonths(sql, now);
		const change = await this.#forecast(now);
		this.#computed = { change, day: jakartaDay(now), at: now.getTime() };
	}

	/** Forecasts from the last full hour, if what it rests on has changed. @returns the newest commit it knows of. */
	async #forecast(now: Date): Promise<number> {
		const { sql, forecast } = this.#options;
		const today = jakartaDay(now);
		const nowMs = Math.floor(now.getTime() / hourMs) * hourMs;
		const from = new Date(nowMs - (historyDays + leadDays) * 24 * hourMs);
		const { change, rooms, standing } = await inSnapshot(
			sql,
			systemViewer('bed-analysis'),
			async (tx, at) => ({
				change: at,
				rooms: await readRoomHistories(tx, from),
				standing: await findAnalysis(tx, kind, subject, today)
			})
		);
		const digest = hash('sha256', JSON.stringify([version, nowMs, rooms]), 'hex');
		if (standing?.knownOn === today && standing.inputs['digest'] === digest) return change;
		const result = await forecast({ nowMs, rooms });
		const inputs = { digest, rooms: rooms.length, gridHours, historyDays };
		const answer = { kind, subject, knownOn: today, computedAt: now, change, version, inputs, result };
		const told = await this.#keep(answer);
		// Its own commit is no news to it; one that came while it computed is.
		return told === change + 1 ? told : change;
	}

	/** @returns the number of its own commit; null where another process was first. */
	#keep(answer: Parameters<typeof keepAnalysis>[1]): Promise<number | null> {
		return inTransaction(this.#options.sql, async (tx) => {
			const other = await findAnalysis(tx, kind, subject, answer.knownOn);
			if (other?.knownOn === answer.knownOn && other.inputs['digest'] === answer.inputs['digest'])
				return null;
			await keepAnalysis(tx, answer);
			return (await recordChange(tx, { reload: ['beds'] })).change;
		});
	}
}
