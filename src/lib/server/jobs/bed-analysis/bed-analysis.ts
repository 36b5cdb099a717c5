/**
 * Keeps the forecast of beds and the use of beds by month up to date, the first off the event loop. The same reports give the
 * same answer, and only the first process to store it tells the viewers.
 */
import { hash } from 'node:crypto';
import {
	historyDays,
	type BedForecast,
	type BedForecastInput
} from '../../../analytics/beds/bed-forecast.ts';
import { gridHours } from '../../../analytics/beds/occupancy-outlook.ts';
import { jakartaDay } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { bedForecastKind as kind, bedForecastSubject as subject } from '../../services/bed-forecast.ts';
import { findAnalysis, keepAnalysis } from '../../store/analyses.ts';
import { readRoomHistories } from '../../store/bed-history.ts';
import { recordChange } from '../../store/changes.ts';
import type { Sql } from '../../store/connect.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { DueJob, type DueJobOptions } from '../due-job.ts';
import { measureUseMonths } from './measure-use.ts';

export type BedAnalysisOptions = DueJobOptions & {
	sql: Sql;
	/** In a worker thread; in a test at once. */
	forecast: (input: BedForecastInput) => Promise<BedForecast>;
};

const restMs = 600_000;
const hourMs = 3_600_000;
/** Besides the window itself: a report before it still stands at its beginning. */
const leadDays = 3;
/** To be raised whenever the method answers differently from the same reports. */
const version = 1;

export class BedAnalysis extends DueJob {
	readonly #options: BedAnalysisOptions;

	constructor(options: BedAnalysisOptions) {
		super(options, 'beds were not analysed', restMs, version);
		this.#options = options;
	}

	async refresh(): Promise<void> {
		const { sql, clock } = this.#options;
		const now = clock();
		await measureUseMonths(sql, now);
		const { change, told } = await this.#forecast(now);
		this.settle(now, change, told);
	}

	/** Forecasts from the last full hour, if what it rests on has changed. */
	async #forecast(now: Date): Promise<{ change: number; told: number | null }> {
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
		if (standing?.knownOn === today && standing.inputs['digest'] === digest) return { change, told: null };
		const result = await forecast({ nowMs, rooms });
		const inputs = { digest, rooms: rooms.length, gridHours, historyDays };
		const answer = { kind, subject, knownOn: today, computedAt: now, change, version, inputs, result };
		return { change, told: await this.#keep(answer) };
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
