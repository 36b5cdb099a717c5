/**
 * Keeps the answers that take long up to date: computes them in a worker thread and stores what came out under its day. The
 * same inputs give the same answer, and only the first process to store it tells the viewers.
 */
import { hash } from 'node:crypto';
import { projectionHistoryMonths, type YearInput } from '../../../analytics/budget/project-year.ts';
import type { NextYearInput } from '../../../analytics/budget/propose-next-year.ts';
import { addMonths, jakartaDay, monthOf, yearOf } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import {
	driversKind,
	driversSubject,
	driversVersion,
	readDriverFacts
} from '../../services/budget/driver-facts.ts';
import { countBudget } from '../../services/budget/count-budget.ts';
import { nextYearDigest, nextYearKind, nextYearVersion } from '../../services/budget/next-year-ground.ts';
import { keepAllocation, keepHeldCounts } from '../../services/evaluation/keep-held.ts';
import { projectionKind } from '../../services/budget-projection.ts';
import { findAnalysis, keepAnalysis } from '../../store/analyses.ts';
import { findBudgetRevisions, sumByServiceMonth } from '../../store/budget-queries.ts';
import { recordChange } from '../../store/changes.ts';
import type { Transaction } from '../../store/bulk.ts';
import type { Sql } from '../../store/connect.ts';
import { keepProjectionInput } from '../../store/projection-inputs.ts';
import { readBilledAmounts, readVisitMonths, sumDecided } from '../../store/projection-queries.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { committedStates } from '../../../domain/claim-standing.ts';
import { DueJob, type DueJobOptions } from '../due-job.ts';
import { keepAnswer } from './keep-answer.ts';
import type { AnalystPool } from './pool.ts';

export type AnalystOptions = DueJobOptions & {
	sql: Sql;
	pool: AnalystPool;
};

const restMs = 600_000;
/** To be raised whenever the method answers differently from the same inputs. */
const version = 2;
const kind = projectionKind;

export class Analyst extends DueJob {
	readonly #options: AnalystOptions;

	constructor(options: AnalystOptions) {
		super(options, 'a projection was not computed', restMs, `${version}.${driversVersion}`);
		this.#options = options;
	}

	/** Computes the current year's projection if anything that it rests on has changed. */
	async refresh(): Promise<void> {
		const { sql, clock, pool } = this.#options;
		const now = clock();
		const today = jakartaDay(now);
		const { change, input } = await this.#readInputs(today);
		if (input !== null) {
			const digest = hash('sha256', JSON.stringify([version, input]), 'hex');
			const standing = await inSnapshot(sql, systemViewer('analyst'), (tx) =>
				findAnalysis(tx, kind, String(input.year), today)
			);
			if (standing?.knownOn !== today || standing.inputs['digest'] !== digest) {
				const result = await pool.run('project-year', input);
				const inputs = { digest, billed: input.billed.length, visitMonths: input.visits.length };
				await inTransaction(sql, async (tx) => {
					const subject = String(input.year);
					const other = await findAnalysis(tx, kind, subject, today);
					if (other?.knownOn === today && other.inputs['digest'] === digest) return;
					const answer = { kind, subject, knownOn: today, computedAt: now, change, version, inputs, result };
					await keepAnalysis(tx, answer);
					// Other levers begin from exactly the same worlds.
					await keepProjectionInput(tx, { year: input.year, knownOn: today, digest, input });
					await recordChange(tx, { reload: ['claims'] });
				});
			}
			await this.#keepNextYear(input, digest, now, change);
		}
		await this.#keepDrivers(now, change);
		await inTransaction(sql, (tx) => countBudget(tx, today, now));
		await keepHeldCounts(sql, now);
		if (input !== null) {
			const propose = (asked: NextYearInput) => pool.run('propose-next-year', asked);
			await keepAllocation(sql, { input, at: now, change, propose });
		}
		// Without a budget there is nothing to project: the one that is entered need not wait.
		this.settle(now, change, null, input === null ? new Date(now.getTime() - restMs) : now);
	}

	/** Next year's proposal without levers, out of the same input as this year's projection. */
	async #keepNextYear(input: YearInput, ofYear: string, computedAt: Date, change: number): Promise<void> {
		const { sql, pool } = this.#options;
		const named = { kind: nextYearKind, subject: String(input.year + 1), knownOn: jakartaDay(computedAt) };
		const digest = nextYearDigest(ofYear);
		const isKept = (standing: Awaited<ReturnType<typeof findAnalysis>>) =>
			standing?.knownOn === named.knownOn && standing.inputs['digest'] === digest;
		const find = (tx: Transaction) => findAnalysis(tx, named.kind, named.subject, named.knownOn);
		if (isKept(await inSnapshot(sql, systemViewer('analyst'), find))) return;
		const result = await pool.run('project-next-year', input);
		await inTransaction(sql, async (tx) => {
			if (isKept(await find(tx))) return;
			const inputs = { digest, year: input.year };
			await keepAnalysis(tx, { ...named, computedAt, change, version: nextYearVersion, inputs, result });
			await recordChange(tx, { reload: ['claims'] });
		});
	}

	/** Two months of visits and bills, counted. */
	async #keepDrivers(computedAt: Date, change: number): Promise<void> {
		const { sql } = this.#options;
		const knownOn = jakartaDay(computedAt);
		const result = await inSnapshot(sql, systemViewer('analyst'), (tx) => readDriverFacts(tx, knownOn));
		const named = { kind: driversKind, subject: driversSubject, version: driversVersion };
		await keepAnswer(sql, { ...named, knownOn, computedAt, change, result });
	}

	/** Null where nobody entered a budget: there is no end to project. */
	#readInputs(today: string): Promise<{ change: number; input: YearInput | null }> {
		const year = yearOf(today);
		const from = addMonths(monthOf(today), -projectionHistoryMonths);
		return inSnapshot(this.#options.sql, systemViewer('analyst'), async (tx, change) => {
			const revisions = await findBudgetRevisions(tx, year, today);
			const ceilingRupiah = revisions.at(-1)?.amountRupiah;
			if (ceilingRupiah === undefined) return { change, input: null };
			const filter = { year, facility: null, service: null, asOf: null };
			const committed = await sumByServiceMonth(tx, filter, committedStates);
			const carriedRupiah = committed
				.filter(({ month }) => month < `${year}-01-01`)
				.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0);
			const input = {
				year,
				ceilingRupiah,
				carriedRupiah: Math.max(0, carriedRupiah),
				billed: await readBilledAmounts(tx, from),
				decided: await sumDecided(tx, from),
				visits: await readVisitMonths(tx, from),
				today,
				seed: year * 100 + Number(today.slice(5, 7))
			};
			return { change, input };
		});
	}
}
