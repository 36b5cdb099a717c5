import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionRoles } from './access.ts';
import {
	countInTime,
	isVerdict,
	judgeSignalMove,
	noteLength,
	rawSignal,
	signalDueAt,
	signalMoves,
	signalMovesFor,
	signalStates,
	type SignalMove,
	type SignalStanding,
	type SignalState
} from './outbreak-signal.ts';
import { roles, type Role } from './role.ts';

const planner = { name: 'user:a', role: 'planner' as const };
const other = { name: 'user:b', role: 'admin' as const };
const note = 'diperiksa di puskesmas';

/** The way as the model knows it: written out, not derived. */
const edges: Readonly<Record<SignalState, Partial<Record<SignalMove, SignalState>>>> = {
	new: { take: 'verifying', note: 'new' },
	verifying: { take: 'verifying', confirm: 'outbreak', dismiss: 'no-outbreak', note: 'verifying' },
	outbreak: { reopen: 'verifying', close: 'closed', note: 'outbreak' },
	'no-outbreak': { reopen: 'verifying', close: 'closed', note: 'no-outbreak' },
	closed: {}
};

const movers = roles.flatMap((role) => [1, 2].map((n) => ({ name: `user:${role}-${n}`, role })));
const orders = fc.array(
	fc.record({
		mover: fc.constantFrom(...movers),
		move: fc.constantFrom(...signalMoves),
		note: fc.constantFrom('', '   ', 'pendek', note, 'x'.repeat(noteLength.longest + 1))
	}),
	{ maxLength: 40 }
);

describe('a signal', () => {
	it('goes the way of the model and no other, whoever pushes it', () => {
		fc.assert(
			fc.property(orders, (given) => {
				let stands: SignalStanding = rawSignal;
				for (const { mover, move, note: typed } of given) {
					const result = judgeSignalMove(mover, stands, { move, note: typed });
					const to = edges[stands.state][move];
					const may = (actionRoles['move-signal'] as readonly Role[]).includes(mover.role);
					const isOwners = move === 'confirm' || move === 'dismiss';
					const isSilent = typed.trim() === '' && (move === 'take' || move === 'close');
					const isGood = typed === note || isSilent;
					expect(result.ok).toBe(
						may && to !== undefined && isGood && (!isOwners || stands.owner === mover.name)
					);
					if (!result.ok) continue;
					expect(result.state).toBe(to);
					if (isVerdict(result.state) && move !== 'note') expect(stands.owner).toBe(mover.name);
					if (move === 'take' || move === 'reopen') expect(result.owner).toBe(mover.name);
					else expect(result.owner).toBe(stands.owner);
					expect(result.owner === null).toBe(result.state === 'new');
					stands = result;
				}
			}),
			{ numRuns: 500 }
		);
	});

	it('can come from every state to its end', () => {
		const way: SignalMove[] = ['take', 'confirm', 'reopen', 'dismiss', 'close'];
		let stands = rawSignal;
		const seen: SignalState[] = [stands.state];
		for (const move of way) {
			const result = judgeSignalMove(planner, stands, { move, note });
			if (!result.ok) throw new Error(result.refusal);
			stands = result;
			seen.push(stands.state);
		}
		expect(seen).toEqual(['new', 'verifying', 'outbreak', 'verifying', 'no-outbreak', 'closed']);
		expect(new Set(seen)).toEqual(new Set(signalStates));
	});

	it.each([
		['to a hospital', { name: 'user:h', role: 'hospital' as const }, rawSignal, 'take', note, 'not-yours'],
		[
			'to the mayor’s office',
			{ name: 'user:e', role: 'executive' as const },
			rawSignal,
			'take',
			note,
			'not-yours'
		],
		['a verdict before anybody looked', planner, rawSignal, 'confirm', note, 'other-state'],
		[
			'a verdict on another’s',
			other,
			{ state: 'verifying', owner: planner.name },
			'dismiss',
			note,
			'not-owner'
		],
		[
			'a verdict without a reason',
			planner,
			{ state: 'verifying', owner: planner.name },
			'confirm',
			' ',
			'note-short'
		],
		['a novel', planner, { state: 'verifying', owner: planner.name }, 'note', 'x'.repeat(1_001), 'note-long'],
		[
			'any move after its end',
			planner,
			{ state: 'closed', owner: planner.name },
			'reopen',
			note,
			'other-state'
		]
	] as const)('refuses %s', (_, mover, standing, move, typed, refusal) => {
		expect(judgeSignalMove(mover, standing, { move, note: typed })).toEqual({ ok: false, refusal });
	});

	it('offers exactly what it would take', () => {
		const standings = signalStates.flatMap((state) =>
			[planner.name, other.name].map((owner) => ({ state, owner: state === 'new' ? null : owner }))
		);
		for (const standing of standings)
			for (const mover of [planner, other, ...movers]) {
				const taken = signalMoves.filter((move) => judgeSignalMove(mover, standing, { move, note }).ok);
				const offered = signalMovesFor(mover, standing);
				// To take what one has already would be taken, and is not worth offering.
				expect(offered).toEqual(taken.filter((move) => move !== 'take' || standing.owner !== mover.name));
			}
	});
});

describe('countInTime', () => {
	const raised = new Date('2026-11-22T02:00:00Z');
	const dueAt = signalDueAt(raised);
	const after = (hours: number) => new Date(raised.getTime() + hours * 3_600_000);

	it('counts a verdict within 24 hours, the last moment included, and what ran out without one', () => {
		expect(dueAt).toEqual(after(24));
		const signals = [after(1), after(24), after(25), null].map((verdictAt) => ({ dueAt, verdictAt }));
		expect(countInTime(signals, after(30))).toEqual({ due: 4, inTime: 2 });
	});

	it('leaves out what still has time', () => {
		expect(countInTime([{ dueAt, verdictAt: null }], after(23))).toEqual({ due: 0, inTime: 0 });
		expect(countInTime([{ dueAt, verdictAt: null }], after(24))).toEqual({ due: 1, inTime: 0 });
	});
});
