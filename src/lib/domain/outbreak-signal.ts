/**
 * What becomes of a signal that a disease rises somewhere: a pure machine. Somebody takes it and owns it, looks into it,
 * says whether it is an outbreak, and closes it. The history is its only memory: state and owner are what the last line says.
 */
import { mayDo } from './access.ts';
import type { Role } from './role.ts';

export const signalStates = ['new', 'verifying', 'outbreak', 'no-outbreak', 'closed'] as const;
export type SignalState = (typeof signalStates)[number];

/** `take` also hands over: whoever takes what another one verifies owns it from then on. */
export const signalMoves = ['take', 'confirm', 'dismiss', 'reopen', 'close', 'note'] as const;
export type SignalMove = (typeof signalMoves)[number];

export const isSignalMove = (text: string): text is SignalMove =>
	(signalMoves as readonly string[]).includes(text);

/**
 * What raised it: statistics; or a rule of SKDR, which is the first case in a year, the absolute count of the disease, or a
 * rise against the week before where statistics cannot speak.
 */
export const signalRules = ['statistics', 'first-case', 'threshold', 'rise'] as const;
/** A rise to fewer cases in a week is no news: from two to three is one and a half times as well. Ours: SKDR names none. */
export const leastRise = 5;
export type SignalRule = (typeof signalRules)[number];

/** A signal is to be verified within a day (SKDR), and this share of them is the bar. */
export const verifyWithinHours = 24;
export const verifyTarget = 0.7;

export const verdictStates = ['outbreak', 'no-outbreak'] as const satisfies readonly SignalState[];
export const isVerdict = (state: SignalState): boolean =>
	(verdictStates as readonly string[]).includes(state);

/** Characters of a note. */
export const noteLength = { shortest: 10, longest: 1_000 } as const;

type Rule = {
	readonly from: readonly SignalState[];
	/** Null: it stays where it is. */
	readonly to: SignalState | null;
	readonly needsNote: boolean;
	/** A verdict is its owner's: whoever wants to give it takes the signal first, and is seen to have done so. */
	readonly isOwners: boolean;
};

const rules: Readonly<Record<SignalMove, Rule>> = {
	take: { from: ['new', 'verifying'], to: 'verifying', needsNote: false, isOwners: false },
	confirm: { from: ['verifying'], to: 'outbreak', needsNote: true, isOwners: true },
	dismiss: { from: ['verifying'], to: 'no-outbreak', needsNote: true, isOwners: true },
	// A verdict given in error is put right by a further line; what is closed stays closed.
	reopen: { from: verdictStates, to: 'verifying', needsNote: true, isOwners: false },
	close: { from: verdictStates, to: 'closed', needsNote: false, isOwners: false },
	note: {
		...{ from: ['new', 'verifying', 'outbreak', 'no-outbreak'], to: null },
		...{ needsNote: true, isOwners: false }
	}
};

/** How a signal stands. Nobody owns a new one. */
export type SignalStanding = { readonly state: SignalState; readonly owner: string | null };

export const rawSignal: SignalStanding = { state: 'new', owner: null };

export const signalRefusals = ['not-yours', 'other-state', 'not-owner', 'note-short', 'note-long'] as const;
export type SignalRefusal = (typeof signalRefusals)[number];

export type SignalResult =
	({ readonly ok: true } & SignalStanding) | { readonly ok: false; readonly refusal: SignalRefusal };

type Mover = { readonly name: string; readonly role: Role };

/** @param note as typed; blanks around it do not count */
export function judgeSignalMove(
	{ name, role }: Mover,
	{ state, owner }: SignalStanding,
	{ move, note }: { move: SignalMove; note: string }
): SignalResult {
	const refuse = (refusal: SignalRefusal): SignalResult => ({ ok: false, refusal });
	const { from, to, needsNote, isOwners } = rules[move];
	if (!mayDo(role, 'move-signal')) return refuse('not-yours');
	if (!from.includes(state)) return refuse('other-state');
	if (isOwners && owner !== name) return refuse('not-owner');
	const said = note.trim().length;
	if (said > noteLength.longest) return refuse('note-long');
	if ((needsNote || said > 0) && said < noteLength.shortest) return refuse('note-short');
	const isTaken = move === 'take' || move === 'reopen';
	return { ok: true, state: to ?? state, owner: isTaken ? name : owner };
}

/** What may be offered to this person, in the order of the way. */
export function signalMovesFor({ name, role }: Mover, { state, owner }: SignalStanding): SignalMove[] {
	if (!mayDo(role, 'move-signal')) return [];
	return signalMoves.filter((move) => {
		const { from, isOwners } = rules[move];
		if (!from.includes(state) || (isOwners && owner !== name)) return false;
		return move !== 'take' || owner !== name;
	});
}

/** The last moment at which a verdict is in time. */
export const signalDueAt = (raisedAt: Date): Date =>
	new Date(raisedAt.getTime() + verifyWithinHours * 3_600_000);

export type Verified = { readonly dueAt: Date; readonly verdictAt: Date | null };

/**
 * How many signals that had to be verified by now were, in time. One without a verdict whose time has not run out is counted
 * nowhere yet.
 *
 * @returns counts; the share is theirs to make, and none where nothing was due
 */
export function countInTime(signals: readonly Verified[], now: Date): { due: number; inTime: number } {
	const due = signals.filter(({ dueAt, verdictAt }) => verdictAt !== null || dueAt <= now);
	const inTime = due.filter(({ dueAt, verdictAt }) => verdictAt !== null && verdictAt <= dueAt);
	return { due: due.length, inTime: inTime.length };
}
