/** What alerts are scored by: looks as they stood at a moment, and what people found. */
import type { Transaction } from '../bulk.ts';

export type FlaggedLook = {
	disease: string;
	area: string;
	week: string;
	isSignal: boolean;
	/** A rule of SKDR spoke. */
	isByRule: boolean;
	isPersistence: boolean;
};

/** The last look at each week; only where any of the rules alarmed. */
export function readFlaggedLooks(tx: Transaction, since: string, until: Date): Promise<FlaggedLook[]> {
	return tx<FlaggedLook[]>`
		SELECT disease, area, week, is_signal AS "isSignal", rule IS NOT NULL AS "isByRule", is_persistence AS "isPersistence" FROM (
			SELECT DISTINCT ON (week, disease, area) week, disease, area, is_signal, rule, is_persistence FROM signal_look
			WHERE week >= ${since} AND looked_at <= ${until} ORDER BY week, disease, area, looked_at DESC) last
		WHERE is_signal OR rule IS NOT NULL OR is_persistence ORDER BY disease, area, week`;
}

export async function findLookedWeeks(
	tx: Transaction,
	since: string,
	until: Date
): Promise<{ first: string | null; weeks: number }> {
	const [row] = await tx<{ first: string | null; weeks: number }[]>`
		SELECT min(week) AS first, count(DISTINCT week)::int AS weeks FROM signal_round
		WHERE week >= ${since} AND looked_at <= ${until}`;
	return row ?? { first: null, weeks: 0 };
}

export type JudgedSignal = {
	disease: string;
	area: string;
	from: string;
	to: string;
	/** Of the weeks in which it stood out, the one with most cases. */
	peak: string;
	/** The verdict that holds; null while there is none. */
	verdict: 'confirm' | 'dismiss' | null;
};

/** Signals whose last week is not older, with the verdict that was given last and not taken back. */
export function readJudgedSignals(tx: Transaction, since: string, until: Date): Promise<JudgedSignal[]> {
	return tx<JudgedSignal[]>`
		SELECT s.disease, s.area, min(w.week) AS from, max(w.week) AS to,
			(array_agg(w.week ORDER BY w.cases DESC, w.week))[1] AS peak,
			(SELECT nullif(m.move, 'reopen') FROM signal_move m WHERE m.signal_id = s.id AND m.at <= ${until}
				AND m.move IN ('confirm', 'dismiss', 'reopen') ORDER BY number DESC LIMIT 1) AS verdict
		FROM signal s JOIN signal_week w ON w.signal_id = s.id AND w.seen_at <= ${until}
		WHERE s.raised_at <= ${until} GROUP BY s.id, s.disease, s.area HAVING max(w.week) >= ${since}`;
}
