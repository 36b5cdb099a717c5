/**
 * Looks at the last two whole weeks of every disease in every kecamatan, off the event loop, and raises what stands out within
 * the alarm budget, and what SKDR's own rules want checked. A week is looked at again while late reports come in; what was
 * seen and raised is kept.
 */
import type { RuleSignal } from '../../../analytics/surveillance/signals/rule-signal.ts';
import type { WatchedSeries, WeekOfLooks } from '../../../analytics/surveillance/signals/look-at-week.ts';
import { movePeriod, periodOf } from '../../../domain/grain.ts';
import { jakartaDay } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { readPlaceFigures, seriesUpTo, type PlaceSeries } from '../../services/signals/place-series.ts';
import type { Transaction } from '../../store/bulk.ts';
import { recordChange } from '../../store/changes.ts';
import type { Sql } from '../../store/connect.ts';
import {
	isOfOtherVersion,
	keepLooks,
	keepRound,
	lockSignals,
	raiseSignals,
	type Raised,
	type SeenLook
} from '../../store/signals/raise.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { DueJob, type DueJobOptions } from '../due-job.ts';

export type SignalWatchOptions = DueJobOptions & {
	sql: Sql;
	facilities: { find: (code: string) => unknown };
	/** In a worker thread; in a test at once. */
	look: (series: WatchedSeries[]) => Promise<WeekOfLooks>;
};

const restMs = 30 * 60_000;
/** Most visits of a week are known a week later. */
const weeksLookedAt = 2;
/** To be raised whenever the methods answer differently from the same counts. */
const version = 2;

type Week = { week: string; looks: SeenLook[]; raised: Raised[]; seen: WeekOfLooks };

export class SignalWatch extends DueJob {
	readonly #options: SignalWatchOptions;

	constructor(options: SignalWatchOptions) {
		super(options, 'diseases were not watched', restMs, version);
		this.#options = options;
	}

	/** @returns how many signals or weeks of signals were added. */
	async refresh(): Promise<number> {
		const { sql, clock, facilities } = this.#options;
		const now = clock();
		const today = jakartaDay(now);
		const newest = movePeriod('week', periodOf('week', today), -1);
		const isFacility = (code: string) => facilities.find(code) !== undefined;
		const { change, figures } = await inSnapshot(sql, systemViewer('signals'), async (tx, at) => ({
			change: at,
			figures: await readPlaceFigures(tx, newest, isFacility)
		}));
		const weeks: Week[] = [];
		// The older first: what begins there goes on in the newer.
		for (let back = weeksLookedAt - 1; back >= 0; back--) {
			const week = movePeriod('week', newest, -back);
			weeks.push(await this.#lookAt(week, seriesUpTo(figures, week)));
		}
		const { added, told } = await inTransaction(sql, (tx) => this.#keep(tx, weeks, now));
		this.settle(now, change, told);
		return added;
	}

	async #lookAt(week: string, series: PlaceSeries[]): Promise<Week> {
		const seen = await this.#options.look(series.map(({ watched }) => watched));
		const raised: Raised[] = [];
		const looks = series.flatMap((one, place): SeenLook[] => {
			const look = seen.looks[place];
			if (!look || look.count === null) return [];
			const { disease, area, basis } = one;
			const { id: _, count, bySkdr, ...rest } = look;
			const found: SeenLook = {
				...rest,
				disease,
				area,
				week,
				basis,
				cases: count,
				rule: bySkdr?.rule ?? null
			};
			const signal = raisedBy(found, bySkdr);
			if (signal) raised.push(signal);
			return [found];
		});
		return { week, looks, raised, seen };
	}

	async #keep(
		tx: Transaction,
		weeks: readonly Week[],
		now: Date
	): Promise<{ added: number; told: number | null }> {
		await lockSignals(tx);
		let [added, kept] = [0, 0];
		for (const { week, looks, raised, seen } of weeks) {
			const different = await keepLooks(tx, week, looks, now);
			if (different === 0 && !(await isOfOtherVersion(tx, week, version))) continue;
			kept += 1;
			const { told, level } = seen;
			const round = { week, lookedAt: now, looks: looks.length, told, level, version };
			const byRule = raised.filter(({ rule }) => rule !== 'statistics').length;
			await keepRound(tx, { ...round, signals: raised.length, byRule });
			added += await raiseSignals(tx, raised, now, version);
		}
		if (kept === 0) return { added, told: null };
		return { added, told: (await recordChange(tx, { reload: ['signals'] })).change };
	}
}

/** One signal at most: statistics say more than a rule, and of a rule without them what it holds the week against is told. */
function raisedBy(look: SeenLook, bySkdr: RuleSignal | null): Raised | null {
	const { threshold, expected } = look;
	if (look.isSignal && threshold !== null) return { ...look, threshold, rule: 'statistics' };
	if (bySkdr === null) return null;
	return {
		...look,
		...{ rule: bySkdr.rule, threshold: bySkdr.alertAt - 1, expected: expected ?? bySkdr.previous }
	};
}
