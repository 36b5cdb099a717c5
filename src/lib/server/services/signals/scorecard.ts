/** Past alerts held against what people found: of statistics, of SKDR's rules, and of the simple rule that expects last week again. */
import { scoreAlerts, type AlarmWeek } from '../../../analytics/surveillance/signals/score-alerts.ts';
import { addDays, daysBetween } from '../../../domain/period.ts';
import type { Scorecard, ScoreRow } from '../../../protocol/views/signals.ts';
import type { Transaction } from '../../store/bulk.ts';
import {
	findLookedWeeks,
	readFlaggedLooks,
	readJudgedSignals,
	type FlaggedLook
} from '../../store/signals/score.ts';

const daysScored = 364;

/** @returns null before the first look. */
export async function readScorecard(tx: Transaction, today: string, until: Date): Promise<Scorecard | null> {
	const since = addDays(today, -daysScored);
	const { first, weeks } = await findLookedWeeks(tx, since, until);
	if (first === null) return null;
	const weekOf = (day: string) => daysBetween(first, day) / 7;
	const flagged = await readFlaggedLooks(tx, since, until);
	const judged = await readJudgedSignals(tx, since, until);
	const counted = (verdict: 'confirm' | 'dismiss' | null) =>
		judged.filter((one) => one.verdict === verdict).length;
	const outbreaks = judged
		.filter(({ verdict }) => verdict === 'confirm')
		.map(({ disease, area, from, to, peak }) => ({
			place: `${disease} ${area}`,
			...{ from: weekOf(from), to: weekOf(to), peak: weekOf(peak) }
		}));
	const rowOf = (rule: ScoreRow['rule'], isAlarm: (look: FlaggedLook) => boolean): ScoreRow => {
		const alarms = flagged.filter(isAlarm).map(({ disease, area, week }): AlarmWeek => ({
			...{ place: `${disease} ${area}`, week: weekOf(week) }
		}));
		const score = scoreAlerts(alarms, outbreaks);
		return { rule, ...score, falseAWeek: score.falseAlarms / weeks };
	};
	return {
		...{ since: first, weeks, outbreaks: outbreaks.length },
		...{ dismissed: counted('dismiss'), unjudged: counted(null) },
		rows: [
			rowOf('signal', ({ isSignal }) => isSignal),
			rowOf('skdr', ({ isByRule }) => isByRule),
			rowOf('persistence', ({ isPersistence }) => isPersistence)
		]
	};
}
