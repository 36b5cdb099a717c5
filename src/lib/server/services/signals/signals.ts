/**
 * Signals that a disease rises in a kecamatan: what stands open, what became of the others, and the moves that bring one
 * from new to closed. Each move is judged by the machine of `domain/outbreak-signal` and adds one line to the history.
 */
import { usualFalseSignals } from '../../../analytics/surveillance/signals/alarm-budget.ts';
import { mayDo, scopeOf } from '../../../domain/access.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { holdsIdentityNumber } from '../../../domain/nik.ts';
import {
	countInTime,
	isSignalMove,
	judgeSignalMove,
	signalMovesFor,
	verifyTarget,
	type SignalRefusal
} from '../../../domain/outbreak-signal.ts';
import { addDays, startOfJakartaDay } from '../../../domain/period.ts';
import { systemViewer, type Viewer } from '../../../domain/viewer.ts';
import type { SignalRound, SignalRow, SignalsView } from '../../../protocol/views/signals.ts';
import type { Transaction } from '../../store/bulk.ts';
import { recordChange } from '../../store/changes.ts';
import { findNames } from '../../store/claim-desk.ts';
import {
	addSignalLine,
	findLastRound,
	lockSignal,
	readSignals,
	readVerified,
	type StoredSignal
} from '../../store/signals/read.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { readScorecard } from './scorecard.ts';

export type SignalOrder = {
	id: string;
	/** Number of the last line that was seen. */
	seen: number;
	move: string;
	note: string;
};

export type SignalAnswer =
	{ outcome: 'done' } | { outcome: 'refused'; refusal: SignalRefusal | 'stale' | 'gone' | 'identity-number' };

const mostRows = 100;
const daysCounted = 364;

export class SignalsService {
	constructor(readonly context: ServiceContext) {}

	/** @param viewer whose moves are offered; what is seen hangs on the service's own. @throws InvalidFilter */
	async load(viewer: Viewer, query: { asOf: string | null }): Promise<SignalsView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const seesCounts = this.#seesCounts;
		const { open, closed, ...view } = await readView(this.context, moment, async (tx) => ({
			...{ seesCounts, mostRows },
			open: await readSignals(tx, { until: moment.now, isOpen: true, limit: mostRows }),
			closed: await readSignals(tx, { until: moment.now, isOpen: false, limit: mostRows }),
			verified: await this.#verified(tx, moment),
			round: await this.#round(tx, moment),
			scorecard: seesCounts ? await readScorecard(tx, moment.today, moment.now) : null,
			evidence: this.#evidence(moment)
		}));
		const names = await this.#names([...open, ...closed]);
		const row = (signal: StoredSignal) => rowOf(signal, { viewer, moment, names });
		return { ...view, open: open.map(row), closed: closed.map(row) };
	}

	/** One line more, or why not. Of two at once the second is told that it has moved. */
	async move(viewer: Viewer, { id, seen, move, note }: SignalOrder): Promise<SignalAnswer> {
		const refused = (refusal: Extract<SignalAnswer, { outcome: 'refused' }>['refusal']): SignalAnswer => ({
			...{ outcome: 'refused', refusal }
		});
		const { role, name } = viewer;
		if (role === 'system' || !mayDo(role, 'move-signal')) return refused('not-yours');
		if (!isSignalMove(move) || !isId(id)) return refused('gone');
		// It is kept for good and in the clear.
		if (holdsIdentityNumber(note)) return refused('identity-number');
		return inTransaction(this.context.system, async (tx) => {
			const last = await lockSignal(tx, id);
			if (last === undefined) return refused('gone');
			if (last.number !== seen) return refused('stale');
			const result = judgeSignalMove({ name, role }, last, { move, note });
			if (!result.ok) return refused(result.refusal);
			const { state, owner } = result;
			await addSignalLine(tx, {
				...{ signalId: id, number: last.number + 1, move, state, owner, who: name, role },
				...{ at: this.context.clock(), note: note.trim() }
			});
			await recordChange(tx, { reload: ['signals'] });
			return { outcome: 'done' };
		});
	}

	get #seesCounts(): boolean {
		const { role } = this.context.viewer;
		return role === 'system' || scopeOf(role, 'visits') === 'all';
	}

	async #verified(tx: Transaction, { today, now }: Moment): Promise<SignalsView['verified']> {
		const since = addDays(today, -daysCounted);
		const signals = await readVerified(tx, startOfJakartaDay(since), now);
		return { ...countInTime(signals, now), target: verifyTarget, since };
	}

	async #round(tx: Transaction, { now }: Moment): Promise<SignalRound | null> {
		const round = await findLastRound(tx, now);
		if (round === undefined) return null;
		return { ...round, lookedAt: round.lookedAt.toISOString(), budget: usualFalseSignals };
	}

	/** Accounts are the administrator's to read; how colleagues call each other is no secret among those who work here. */
	#names(signals: readonly StoredSignal[]): Promise<Map<string, string>> {
		const who = signals.flatMap(({ owner, history }) => [
			...(owner === null ? [] : [owner]),
			...history.map((line) => line.who)
		]);
		return inSnapshot(this.context.system, systemViewer('signals'), (tx) => findNames(tx, [...new Set(who)]));
	}

	#evidence({ now, asOf }: Moment): SignalsView['evidence'] {
		const of = (measure: string, unit: Evidence['unit'], table: string): Evidence => ({
			...{ measure: `signals_measure_${measure}`, formula: `signals_formula_${measure}`, unit },
			...{ asOf: now.toISOString(), dateBasis: 'known', completeness: null, demo: this.context.demo },
			rows: { table, where: {} },
			url: asOf === null ? '/diseases/signals' : `/diseases/signals?asOf=${asOf}`
		});
		return {
			open: of('open', 'signals', 'signal_move'),
			verified: of('verified', 'percent', 'signal_move'),
			budget: of('budget', 'signals', 'signal_round'),
			week: { ...of('week', 'cases', 'signal_week'), dateBasis: 'occurred' },
			scorecard: of('scorecard', 'signals', 'signal_look')
		};
	}
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

type Seen = { viewer: Viewer; moment: Moment; names: ReadonlyMap<string, string> };

function rowOf(signal: StoredSignal, { viewer, moment, names }: Seen): SignalRow {
	const { raisedAt, dueAt, verdictAt, owner, state, history, ...row } = signal;
	const { name, role } = viewer;
	const isPast = moment.asOf !== null;
	return {
		...{ ...row, state, owner: owner && (names.get(owner) ?? owner), number: history.at(-1)?.number ?? 0 },
		...{ raisedAt: raisedAt.toISOString(), dueAt: dueAt.toISOString() },
		verdictAt: verdictAt?.toISOString() ?? null,
		moves: isPast || role === 'system' ? [] : signalMovesFor({ name, role }, { state, owner }),
		isLate: verdictAt === null && dueAt <= moment.now,
		history: history.map(({ who, owner: _, ...line }) => ({ ...line, name: names.get(who) ?? null }))
	};
}
