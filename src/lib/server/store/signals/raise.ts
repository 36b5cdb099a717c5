/** What the watch over diseases leaves: its looks, the signals that they raised, and the weeks through which those went on. */
import { randomUUID } from 'node:crypto';
import type { SignalRule } from '../../../domain/outbreak-signal.ts';
import { rawSignal, signalDueAt } from '../../../domain/outbreak-signal.ts';
import { insertInto, type Transaction } from '../bulk.ts';

export type PlaceWeek = { disease: string; area: string; week: string };

/** What was seen at one disease × place × week. */
export type SeenLook = PlaceWeek & {
	method: string | null;
	basis: string;
	cases: number;
	expected: number | null;
	/** More than this is a signal; null where nothing could be said. */
	threshold: number | null;
	chance: number | null;
	falseShare: number | null;
	isSignal: boolean;
	/** Of SKDR that spoke, whatever statistics say. */
	rule: SignalRule | null;
	isPersistence: boolean;
};

export type Raised = SeenLook & { rule: SignalRule; threshold: number };

/** "SIGN": two processes that looked at once follow each other. */
const lockNumber = 0x5349474e;

export const lockSignals = (tx: Transaction) => tx`SELECT pg_advisory_xact_lock(${lockNumber})`;

type StoredLook = SeenLook & { lookedAt: Date };

const insertLooks = insertInto<StoredLook>('signal_look', [
	{ name: 'week', type: 'date', value: ({ week }) => week },
	{ name: 'disease', type: 'text', value: ({ disease }) => disease },
	{ name: 'area', type: 'text', value: ({ area }) => area },
	{ name: 'looked_at', type: 'timestamptz', value: ({ lookedAt }) => lookedAt },
	{ name: 'method', type: 'text', value: ({ method }) => method },
	{ name: 'basis', type: 'text', value: ({ basis }) => basis },
	{ name: 'cases', type: 'int4', value: ({ cases }) => cases },
	{ name: 'expected', type: 'float8', value: ({ expected }) => expected },
	{ name: 'threshold', type: 'float8', value: ({ threshold }) => threshold },
	{ name: 'chance', type: 'float8', value: ({ chance }) => chance },
	{ name: 'is_signal', type: 'bool', value: ({ isSignal }) => isSignal },
	{ name: 'rule', type: 'text', value: ({ rule }) => rule },
	{ name: 'is_persistence', type: 'bool', value: ({ isPersistence }) => isPersistence }
]);

/** Those that look different from the last time. @returns how many */
export async function keepLooks(
	tx: Transaction,
	week: string,
	looks: readonly SeenLook[],
	lookedAt: Date
): Promise<number> {
	const known = await tx<Pick<SeenLook, 'disease' | 'area' | 'cases' | 'isSignal' | 'rule'>[]>`
		SELECT DISTINCT ON (disease, area) disease, area, cases, is_signal AS "isSignal", rule FROM signal_look
		WHERE week = ${week} ORDER BY disease, area, looked_at DESC`;
	const last = new Map(known.map((row) => [`${row.disease} ${row.area}`, row]));
	const fresh = looks.filter(({ disease, area, cases, isSignal, rule }) => {
		const before = last.get(`${disease} ${area}`);
		return before?.cases !== cases || before.isSignal !== isSignal || before.rule !== rule;
	});
	if (fresh.length > 0)
		await insertLooks(
			tx,
			fresh.map((look) => ({ ...look, lookedAt }))
		);
	return fresh.length;
}

export type Round = {
	week: string;
	lookedAt: Date;
	looks: number;
	told: number;
	level: number;
	signals: number;
	byRule: number;
	version: number;
};

export async function keepRound(tx: Transaction, round: Round): Promise<void> {
	const { week, lookedAt, looks, told, level, signals, byRule, version } = round;
	await tx`INSERT INTO signal_round (week, looked_at, looks, told, level, signals, by_rule, version)
		VALUES (${week}, ${lookedAt}, ${looks}, ${told}, ${level}, ${signals}, ${byRule}, ${version})`;
}

/** Whether the week was last looked at by another method, which may have raised something else from the same counts. */
export async function isOfOtherVersion(tx: Transaction, week: string, version: number): Promise<boolean> {
	const [last] = await tx<{ version: number }[]>`
		SELECT version FROM signal_round WHERE week = ${week} ORDER BY looked_at DESC LIMIT 1`;
	return last !== undefined && last.version !== version;
}

/** Weeks that a signal may fall silent and still be the same one. */
const pauseWeeks = 4;

/**
 * A place that speaks goes on with the signal that nobody has dismissed or closed, else it raises a new one.
 * @returns how many signals or weeks were added: none where all of it was known
 */
export async function raiseSignals(
	tx: Transaction,
	raised: readonly Raised[],
	at: Date,
	version: number
): Promise<number> {
	let added = 0;
	for (const one of raised) {
		const standing = await findStanding(tx, one);
		if (standing.isKnown) continue;
		const id = standing.open ?? (await raise(tx, one, at, version));
		const { count } = await tx`
			INSERT INTO signal_week (signal_id, week, seen_at, rule, method, basis, cases, expected, threshold, chance, false_share)
			VALUES (${id}, ${one.week}, ${at}, ${one.rule}, ${one.method}, ${one.basis}, ${one.cases}, ${one.expected},
				${one.threshold}, ${one.chance}, ${one.falseShare}) ON CONFLICT DO NOTHING`;
		added += count;
	}
	return added;
}

/** Whether the week is told already, and which signal of the place is still being looked into. */
async function findStanding(
	tx: Transaction,
	{ disease, area, week }: PlaceWeek
): Promise<{ isKnown: boolean; open: string | null }> {
	const rows = await tx<{ id: string; state: string; knows: boolean; isNear: boolean }[]>`
		SELECT s.id, last.state,
			EXISTS (SELECT FROM signal_week w WHERE w.signal_id = s.id AND w.week = ${week}) AS knows,
			EXISTS (SELECT FROM signal_week w WHERE w.signal_id = s.id
				AND abs(w.week - ${week}::date) <= ${7 * pauseWeeks}) AS "isNear"
		FROM signal s CROSS JOIN LATERAL (
			SELECT state FROM signal_move m WHERE m.signal_id = s.id ORDER BY number DESC LIMIT 1) last
		WHERE s.disease = ${disease} AND s.area = ${area} ORDER BY s.raised_at DESC`;
	const open = rows.find(({ state, isNear }) => isNear && state !== 'no-outbreak' && state !== 'closed');
	return { isKnown: rows.some(({ knows }) => knows), open: open?.id ?? null };
}

async function raise(tx: Transaction, one: Raised, at: Date, version: number): Promise<string> {
	const id = randomUUID();
	const { disease, area, week, rule } = one;
	await tx`INSERT INTO signal (id, disease, area, week, rule, raised_at, due_at, version)
		VALUES (${id}, ${disease}, ${area}, ${week}, ${rule}, ${at}, ${signalDueAt(at)}, ${version})`;
	await tx`INSERT INTO signal_move (signal_id, number, move, state, owner, who, role, at, note)
		VALUES (${id}, 0, 'raise', ${rawSignal.state}, ${rawSignal.owner}, 'system:signals', 'system', ${at}, '')`;
	return id;
}
