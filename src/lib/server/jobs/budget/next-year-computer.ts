/** Weighs proposals for next year in the thread of the chain, out of worlds that are drawn once for each input. */
import type { NextYearProjection, NextYearWorlds } from '../../../analytics/budget/next-year.ts';
import type { YearInput } from '../../../analytics/budget/project-year.ts';
import type { NextYearPort } from '../../services/budget/ports.ts';
import { KeptDraws } from '../analyst/kept-draws.ts';
import type { AnalystPool } from '../analyst/pool.ts';

/** The present, the answer before, and a past day that somebody looks at. */
const mostYears = 3;

type Drawn = NextYearWorlds | Extract<NextYearProjection, { status: 'unknown' }>;

export class NextYearComputer {
	readonly #pool: Pick<AnalystPool, 'run'>;
	readonly #worlds: KeptDraws<YearInput, Drawn>;

	constructor(pool: Pick<AnalystPool, 'run'>) {
		this.#pool = pool;
		this.#worlds = new KeptDraws((input) => pool.run('draw-next-year', input), mostYears);
	}

	weigh: NextYearPort['weigh'] = async (year, asks) => {
		const worlds = await this.#worlds.get(year);
		return 'status' in worlds ? null : this.#pool.run('weigh-proposals', { worlds, asks });
	};
}
