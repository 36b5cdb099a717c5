/** What a reconstructed year has beside its events: its budgets, and what was computed from them at the end of each month. */
import { assumedDecisionDays, lines2018, totals2018 } from '../../lib/domain/reconstruction.ts';
import {
	addDays,
	addMonths,
	endOfJakartaDay,
	eachMonth,
	startOfJakartaDay
} from '../../lib/domain/period.ts';
import type { App } from '../../lib/server/app.ts';
import { Analyst } from '../../lib/server/jobs/analyst/analyst.ts';
import { AnalystPool } from '../../lib/server/jobs/analyst/pool.ts';
import { judgeDue } from '../../lib/server/jobs/membership-job.ts';
import { dayNumberOf } from './calendar.ts';
import type { City, CityPlan } from './model.ts';
import { syncRegisters } from './registers.ts';

type Decision = {
	year: number;
	kind: string;
	knownOn: string;
	amountRupiah: number;
	line: keyof typeof lines2018;
};

const decided: readonly Decision[] = [
	{
		...{ year: 2017, kind: 'apbd', knownOn: assumedDecisionDays.before },
		...{ amountRupiah: totals2018.beforeRupiah, line: 'before' }
	},
	{
		...{ year: 2018, kind: 'apbd', knownOn: assumedDecisionDays.original },
		...{ amountRupiah: totals2018.originalRupiah, line: 'original' }
	},
	{
		...{ year: 2018, kind: 'apbd-perubahan', knownOn: assumedDecisionDays.revised },
		...{ amountRupiah: totals2018.revisedRupiah, line: 'revised' }
	}
];

/** The prefix tells pages that the amount is published and the day assumed. */
export const decisions2018 = decided.map(({ line, ...decision }) => ({
	...decision,
	...{ at: startOfJakartaDay(decision.knownOn), who: 'command', cashPlan: null },
	source: `Reconstruction: ${lines2018[line].source}`
}));

/** A clock that stands, and can be put elsewhere. */
export class StandingClock {
	constructor(private at: Date) {}

	readonly now = (): Date => this.at;

	set(at: Date): void {
		this.at = at;
	}
}

/** Where a plan's history has ended long ago its clock stands there; undefined for a city of today. */
export const clockOf = ({ preset, end }: CityPlan): StandingClock | undefined =>
	preset && new StandingClock(new Date(end));

/** Last days of the months of the year and of December before it; the year's last day comes after the whole history. */
const monthEnds: ReadonlySet<number> = new Set(
	eachMonth('2017-12-01', '2018-11-01').map((month) => dayNumberOf(addDays(addMonths(month, 1), -1)))
);
export const isMonthEnd = (day: number): boolean => monthEnds.has(day);

/** Computes what a page of that day shows, with what was known then and before anything later is told. */
export async function closeMonth(app: App, city: City, clock: StandingClock, day: string): Promise<void> {
	const end = clock.now();
	const at = new Date(Math.min(endOfJakartaDay(day).getTime() - 60_000, end.getTime()));
	clock.set(at);
	const pool = new AnalystPool();
	try {
		if (isFirst(day)) await syncRegisters(app, city, at.getTime());
		else await judgeDue(app.sql, at);
		await new Analyst({ sql: app.sql, clock: clock.now, log: app.log, lastChange: () => 0, pool }).refresh();
	} finally {
		await pool.close();
		clock.set(end);
	}
}

const isFirst = (day: string) => day === '2017-12-31';
