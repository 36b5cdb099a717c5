/** Signals as they stood at a moment, with their history. */
import type { SignalMove, SignalRule, SignalState } from '../../../domain/outbreak-signal.ts';
import type { Executor, Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';

export type SignalLine = {
	number: number;
	move: SignalMove | 'raise';
	state: SignalState;
	owner: string | null;
	who: string;
	role: string;
	/** ISO instant. */
	at: string;
	note: string;
};

export type SignalWeekRow = {
	week: string;
	rule: SignalRule;
	method: string | null;
	basis: string;
	cases: number;
	expected: number | null;
	threshold: number;
	chance: number | null;
	falseShare: number | null;
};

export type StoredSignal = {
	id: string;
	disease: string;
	area: string;
	week: string;
	rule: SignalRule;
	raisedAt: Date;
	dueAt: Date;
	/** Of the first verdict. */
	verdictAt: Date | null;
	state: SignalState;
	owner: string | null;
	history: SignalLine[];
	/** None for whoever may not know how many fell ill. */
	weeks: SignalWeekRow[];
};

type Asked = { until: Date; isOpen: boolean; limit: number };

/** Open ones are those without an end; of the others the newest. Oldest deadline first where they are open. */
export function readSignals(tx: Transaction, { until, isOpen, limit }: Asked): Promise<StoredSignal[]> {
	return tx<StoredSignal[]>`
		WITH standing AS (
			SELECT s.*, last.state, last.owner FROM signal s CROSS JOIN LATERAL (
				SELECT state, owner FROM signal_move m WHERE m.signal_id = s.id AND m.at <= ${until}
				ORDER BY number DESC LIMIT 1) last
			WHERE s.raised_at <= ${until} AND (last.state <> 'closed') = ${isOpen}
			ORDER BY CASE WHEN ${isOpen} THEN s.raised_at END, s.raised_at DESC, s.id LIMIT ${limit}
		)
		SELECT s.id, disease, s.area, s.week, rule, raised_at AS "raisedAt", due_at AS "dueAt", state, owner,
			(SELECT min(at) FROM signal_move m WHERE m.signal_id = s.id AND m.at <= ${until}
				AND m.move IN ('confirm', 'dismiss')) AS "verdictAt",
			(SELECT jsonb_agg(jsonb_build_object('number', number, 'move', move, 'state', m.state, 'owner', m.owner, 'who', who,
					'role', role, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'note', note) ORDER BY number)
				FROM signal_move m WHERE m.signal_id = s.id AND m.at <= ${until}) AS history,
			coalesce((SELECT jsonb_agg(jsonb_build_object('week', w.week, 'rule', coalesce(w.rule, CASE WHEN w.week = s.week THEN s.rule ELSE 'statistics' END), 'method', method, 'basis', basis, 'cases', cases,
					'expected', expected, 'threshold', threshold, 'chance', chance, 'falseShare', false_share) ORDER BY w.week)
				FROM signal_week w WHERE w.signal_id = s.id AND w.seen_at <= ${until}), '[]') AS weeks
		FROM standing s ORDER BY CASE WHEN ${isOpen} THEN raised_at END, raised_at DESC, s.id`;
}

/** Of every signal since a moment: when it had to be verified, and when it first was. */
export async function readVerified(
	tx: Transaction,
	since: Date,
	until: Date
): Promise<{ dueAt: Date; verdictAt: Date | null }[]> {
	return tx<{ dueAt: Date; verdictAt: Date | null }[]>`
		SELECT due_at AS "dueAt", (SELECT min(at) FROM signal_move m WHERE m.signal_id = s.id AND m.at <= ${until}
			AND m.move IN ('confirm', 'dismiss')) AS "verdictAt"
		FROM signal s WHERE raised_at > ${since} AND raised_at <= ${until}`;
}

export type RoundRow = {
	week: string;
	lookedAt: Date;
	looks: number;
	told: number;
	level: number;
	signals: number;
	byRule: number | null;
};

/** The newest look at the newest week. */
export async function findLastRound(tx: Transaction, until: Date): Promise<RoundRow | undefined> {
	const [row] = await tx<RoundRow[]>`
		SELECT week, looked_at AS "lookedAt", looks, told, level, signals, by_rule AS "byRule" FROM signal_round
		WHERE looked_at <= ${until} ORDER BY week DESC, looked_at DESC LIMIT 1`;
	return row;
}

export type LastLine = { number: number; state: SignalState; owner: string | null };

/** Held until the transaction ends: of two who move it at once the second sees what the first did. */
export async function lockSignal(tx: Transaction, id: string): Promise<LastLine | undefined> {
	const [known] = await tx`SELECT FROM signal WHERE id = ${id} FOR UPDATE`;
	if (known === undefined) return undefined;
	const [last] = await tx<LastLine[]>`
		SELECT number, state, owner FROM signal_move WHERE signal_id = ${id} ORDER BY number DESC LIMIT 1`;
	return last;
}

export type NewLine = Omit<SignalLine, 'at'> & { signalId: string; at: Date };

export async function addSignalLine(tx: Transaction, line: NewLine): Promise<void> {
	const { signalId, number, move, state, owner, who, role, at, note } = line;
	await tx`INSERT INTO signal_move (signal_id, number, move, state, owner, who, role, at, note)
		VALUES (${signalId}, ${number}, ${move}, ${state}, ${owner}, ${who}, ${role}, ${at}, ${note})`;
}

export type WeekCount = { group: string; week: string; area: string; visits: number };

/** Visits by disease group, week and kecamatan as they are known now. */
export async function readWeeklyVisits(
	tx: Executor,
	categories: readonly { icd3: string; group: string }[],
	{ from, to }: { from: string; to: string }
): Promise<WeekCount[]> {
	const sql = tx as Sql;
	return sql<WeekCount[]>`
		SELECT "group", period AS week, kecamatan AS area, sum(visits)::int AS visits
		FROM unnest(${categories.map(({ icd3 }) => icd3)}::text[], ${categories.map(({ group }) => group)}::text[])
			AS named(icd3, "group") JOIN disease_period USING (icd3)
		WHERE grain = 'week' AND period BETWEEN ${from}::date AND ${to}::date
		GROUP BY 1, 2, 3 HAVING sum(visits) <> 0 ORDER BY 1, 2, 3`;
}
