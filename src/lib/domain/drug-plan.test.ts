import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles, type Role } from './role.ts';
import {
	judgePlanMove,
	planChanges,
	planMovesFor,
	planSteps,
	planStates,
	settingsOf,
	standingOf,
	type PlanLine,
	type PlanMove,
	type PlanWish
} from './drug-plan.ts';

const allMoves: readonly PlanMove[] = [...planSteps, ...planChanges];
const planner = (name: string) => ({ name, role: 'planner' as Role });
const wishOf = (move: PlanMove, more: Partial<PlanWish> = {}): PlanWish => ({
	...{ move, reason: 'a reason that is long enough' },
	item: move === 'quantity' || move === 'item-chance' ? 'oralit' : null,
	value: move === 'begin' || move === 'chance' ? 0.8 : null,
	...more
});

/** What the machine lets stand of what people try. */
function play(tried: readonly { mover: { name: string; role: Role }; wish: PlanWish }[]): PlanLine[] {
	const history: PlanLine[] = [];
	for (const { mover, wish } of tried) {
		const judged = judgePlanMove(mover, standingOf(history), wish);
		if (judged.ok)
			history.push({ ...wish, number: history.length + 1, state: judged.state, who: mover.name });
	}
	return history;
}
const steps = (...tried: readonly (readonly [name: string, move: PlanMove])[]) =>
	play(tried.map(([name, move]) => ({ mover: planner(name), wish: wishOf(move) })));

describe('an order plan', () => {
	it('goes from draft to locked by three people', () => {
		const history = steps(['ana', 'begin'], ['ana', 'propose'], ['budi', 'approve'], ['cici', 'lock']);
		expect(history.map(({ state }) => state)).toEqual([...planStates]);
		expect(standingOf(history)).toEqual({ state: 'locked', signers: ['ana', 'budi', 'cici'] });
	});

	it('is not approved by whoever proposed it, nor locked by whoever signed before', () => {
		const proposed = standingOf(steps(['ana', 'begin'], ['ana', 'propose']));
		const refused = { ok: false, refusal: 'signed-before' };
		expect(judgePlanMove(planner('ana'), proposed, wishOf('approve'))).toEqual(refused);
		const approved = standingOf(steps(['ana', 'begin'], ['ana', 'propose'], ['budi', 'approve']));
		for (const name of ['ana', 'budi'])
			expect(judgePlanMove(planner(name), approved, wishOf('lock'))).toEqual(refused);
		expect(planMovesFor(planner('budi'), approved)).toEqual(['return']);
		expect(planMovesFor({ name: 'mayor', role: 'executive' }, approved)).toEqual(['lock', 'return']);
	});

	it('begun anew after it was sent back forgets who signed what stood before', () => {
		const history = steps(
			...([
				['ana', 'begin'],
				['ana', 'propose'],
				['budi', 'return'],
				['budi', 'propose']
			] as const),
			['ana', 'approve']
		);
		expect(standingOf(history)).toEqual({ state: 'approved', signers: ['budi', 'ana'] });
	});

	it.each([
		['a quantity without a reason', wishOf('quantity', { value: 5, reason: 'no' }), 'reason-short'],
		['a reason without an end', wishOf('cap', { value: 5, reason: 'x'.repeat(501) }), 'reason-long'],
		['half a tablet', wishOf('quantity', { value: 0.5 }), 'bad-value'],
		['less than nothing', wishOf('quantity', { value: -1 }), 'bad-value'],
		['a cap of nothing', wishOf('cap', { value: 0 }), 'bad-value'],
		['what is no number', wishOf('cap', { value: NaN }), 'bad-value'],
		['a chance that no forecast tells', wishOf('chance', { value: 0.7 }), 'bad-value'],
		['a plan without a chance', wishOf('chance', { value: null }), 'bad-value'],
		['a quantity of nothing in particular', wishOf('quantity', { item: null }), 'no-item'],
		['a cap of one item', wishOf('cap', { item: 'oralit' }), 'no-item'],
		['what is not proposed yet', wishOf('approve'), 'other-state'],
		['a second beginning', wishOf('begin'), 'other-state']
	])('refuses %s', (_, wish, refusal) => {
		const draft = standingOf(steps(['ana', 'begin']));
		expect(judgePlanMove(planner('ana'), draft, wish)).toEqual({ ok: false, refusal });
	});

	it('is nobody’s but those whom the table of access lets', () => {
		const may = (role: Role) =>
			allMoves.filter((move) =>
				(['draft', 'proposed', 'approved', null] as const).some(
					(state) => judgePlanMove({ name: 'x', role }, { state, signers: [] }, wishOf(move)).ok
				)
			);
		expect(Object.fromEntries(roles.map((role) => [role, may(role)]))).toEqual({
			...Object.fromEntries(roles.map((role) => [role, []])),
			planner: allMoves,
			executive: ['lock', 'return']
		});
	});
});

describe('whatever people try', () => {
	const tried = fc.array(
		fc.record({
			mover: fc.record({
				name: fc.constantFrom('a', 'b', 'c', 'd'),
				role: fc.constantFrom<Role>('planner', 'planner', 'executive', 'finance')
			}),
			wish: fc
				.record({
					move: fc.constantFrom(...allMoves, ...planSteps.slice(1, 4), ...planSteps.slice(1, 4)),
					isLong: fc.boolean()
				})
				.map(({ move, isLong }) => wishOf(move, isLong ? {} : { reason: '' }))
		}),
		{ minLength: 30, maxLength: 60 }
	);
	const allowed = ['null draft', 'draft draft', 'draft proposed', 'proposed approved', 'approved locked'];

	it('skips no state, and nothing follows a locked plan', () => {
		let locked = 0;
		fc.assert(
			fc.property(tried, (all) => {
				const states = [null, ...play(all).map(({ state }) => state)];
				const taken = states.slice(1).map((state, index) => `${states[index]} ${state}`);
				const back = ['proposed draft', 'approved draft'];
				expect(taken.filter((one) => ![...allowed, ...back].includes(one))).toEqual([]);
				locked += Number(states.at(-1) === 'locked');
			}),
			{ numRuns: 1_000 }
		);
		expect(locked).toBeGreaterThan(20);
	});

	it('bears the signatures of three people where it is locked', () => {
		fc.assert(
			fc.property(tried, (all) => {
				const { state, signers } = standingOf(play(all));
				expect(new Set(signers).size).toBe(signers.length);
				const due = { draft: 0, proposed: 1, approved: 2, locked: 3 };
				expect(signers.length).toBe(state === null ? 0 : due[state]);
			}),
			{ numRuns: 1_000 }
		);
	});
});

describe('what holds in a plan', () => {
	it('is the newest word on each thing, and a word can be taken back', () => {
		const said = (move: PlanMove, value: number | null, item: string | null = null) => ({
			move,
			value,
			item
		});
		const settings = settingsOf([
			said('begin', 0.8),
			...[said('cap', 100), said('quantity', 5, 'a'), said('quantity', 6, 'b')],
			...[said('item-chance', 0.95, 'a'), said('chance', 0.5)],
			...[said('quantity', null, 'a'), said('quantity', 0, 'b'), said('cap', null)]
		]);
		expect(settings).toEqual({
			...{ chance: 0.5, capRupiah: null },
			chanceOf: new Map([['a', 0.95]]),
			quantityOf: new Map([['b', 0]])
		});
		expect(settingsOf([])).toMatchObject({ chance: 0.8, capRupiah: null });
	});
});
