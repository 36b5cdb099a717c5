/**
 * Keeps the answers that take long up to date: computes them in a worker thread and stores what came out under its day. The
 * same inputs give the same answer, and only the first process to store it tells the viewers.
 */
import { projectionHistoryMonths, type YearInput } from '../../../analytics/budget/project-year.ts';
import { committedStates } from '../../../domain/claim-standing.ts';
import { addMonths, jakartaDay, monthOf, yearOf } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { carriedBefore } from '../../services/budget-months.ts';
import {
	driversKind,
	driversSubject,
	driversVersion,
	readDriverFacts
} from '../../services/budget/driver-facts.ts';
import { countBudget } from '../../services/budget/count-budget.ts';
import { keepHeldCounts } from '../../services/evaluation/keep-held.ts';
import { findBudgetRevisions, sumByServiceMonth } from '../../store/budget-queries.ts';
import type { Sql } from '../../store/connect.ts';
import { readBilledAmounts, readVisitMonths, sumDecided } from '../../store/projection-queries.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { DueJob, type DueJobOptions } from '../due-job.ts';
import { keepAnswer } from './keep-answer.ts';
import { keepYears, yearsVersion } from './keep-years.ts';
import type { AnalystPool } from './pool.ts';

export type AnalystOptions = DueJobOptions & {
	sql: Sql;
	pool: AnalystPool;
};

const restMs = 600_000;

export class Analyst extends DueJob {
	readonly #options: AnalystOptions;

	constructor(options: AnalystOptions) {
		super(options, 'a projection was not computed', restMs, `${yearsVersion}.${driversVersion}`);
		this.#options = options;
	}

	/** Computes the current year's projection and the next one's proposal if anything that they rest on has changed. */
	async refresh(): Promise<void> {
		const { sql, clock } = this.#options;
		const now = clock();
		const today = jakartaDay(now);
		const { change, input } = await this.#readInputs(today);
		const told = input && (await keepYears(this.#options, { input, computedAt: now, change }));
		await this.#keepDrivers(now, change);
		await inTransaction(sql, (tx) => countBudget(tx, today, now));
		await keepHeldCounts(sql, now);
		// Without a budget there is nothing to project: the one that is entered need not wait.
		this.settle(now, change, told, input === null ? new Date(now.getTime() - restMs) : now);
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
			const input = {
				year,
				ceilingRupiah,
				carriedRupiah: Math.max(0, carriedBefore(year, committed)),
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
