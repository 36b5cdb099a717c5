/**
 * Answers the chain's questions in a worker thread of its own: a reader waits for them, and the analyst's thread may be busy
 * for seconds. The simulated worlds of the budget year are drawn once for each input and kept here; with each question they
 * are handed to the thread, which keeps nothing.
 */
import type { YearInput } from '../../../analytics/budget/project-year.ts';
import type { YearWorlds } from '../../../analytics/chain/run-chain.ts';
import type { ChainPort } from '../../services/chain/ports.ts';
import { KeptDraws } from '../analyst/kept-draws.ts';
import type { AnalystPool } from '../analyst/pool.ts';

/** The year that runs, and the answer before that readers of an older snapshot still ask of. */
const mostYears = 2;

export class ChainComputer {
	readonly #pool: Pick<AnalystPool, 'run'>;
	readonly #worlds: KeptDraws<YearInput, YearWorlds | null>;

	constructor(pool: Pick<AnalystPool, 'run'>) {
		this.#pool = pool;
		this.#worlds = new KeptDraws((input) => pool.run('draw-year-worlds', input), mostYears);
	}

	run: ChainPort['run'] = async ({ year, ...asked }) =>
		this.#pool.run('run-chain', { ...asked, worlds: year === null ? null : await this.#worlds.get(year) });
}
