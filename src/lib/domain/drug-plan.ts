/**
 * The order plan of medicines for a year, from draft to locked: a pure machine over an append-only history. Whoever may plan
 * sets how sure it shall be, what may be spent and single quantities, and proposes it; two others approve and lock it. What
 * was proposed is stored as it stood, and the signatures after it are for those very figures. The history is the plan's only
 * memory: state, settings and signatures are what its lines say.
 */
import { mayDo, type Action } from './access.ts';
import type { Role } from './role.ts';

export const planStates = ['draft', 'proposed', 'approved', 'locked'] as const;
export type PlanState = (typeof planStates)[number];

/** What moves a plan on, or back. */
export const planSteps = ['begin', 'propose', 'approve', 'lock', 'return'] as const;
/** What changes a draft; each holds until a newer line of its kind (and item) says otherwise. */
export const planChanges = ['chance', 'cap', 'item-chance', 'quantity'] as const;
export type PlanStep = (typeof planSteps)[number];
export type PlanChange = (typeof planChanges)[number];
export type PlanMove = PlanStep | PlanChange;

/** P50, P80, P95: the chances that an order suffices. */
export const planChances = [0.5, 0.8, 0.95] as const;
export const usualChance = 0.8;

/** Characters of a reason. */
export const reasonLength = { shortest: 10, longest: 500 } as const;

type Rule = {
	readonly action: Action;
	readonly from: PlanState | null | readonly PlanState[];
	readonly to: PlanState;
	readonly needsReason?: true;
	/** Not by somebody who signed these figures already. */
	readonly isSecondPair?: true;
};

const drafting = { action: 'plan-drugs', from: 'draft', to: 'draft' } as const;
const rules: Readonly<Record<PlanMove, Rule>> = {
	begin: { action: 'plan-drugs', from: null, to: 'draft' },
	chance: drafting,
	cap: drafting,
	'item-chance': drafting,
	quantity: { ...drafting, needsReason: true },
	propose: { action: 'plan-drugs', from: 'draft', to: 'proposed' },
	approve: { action: 'approve-drug-plan', from: 'proposed', to: 'approved', isSecondPair: true },
	lock: { action: 'lock-drug-plan', from: 'approved', to: 'locked', isSecondPair: true },
	return: { action: 'return-drug-plan', from: ['proposed', 'approved'], to: 'draft', needsReason: true }
};
const moves = Object.keys(rules) as readonly PlanMove[];

export type PlanLine = {
	readonly number: number;
	readonly move: PlanMove;
	/** After it. */
	readonly state: PlanState;
	/** Of `item-chance` and `quantity`. */
	readonly item: string | null;
	/** A chance, rupiah, or units; null takes off what stood. */
	readonly value: number | null;
	readonly who: string;
};

export type PlanStanding = {
	/** Null where nobody began one. */
	readonly state: PlanState | null;
	/** Who signed the figures that stand, in order: proposed, then approved, then locked. */
	readonly signers: readonly string[];
};

const signatures: readonly PlanMove[] = ['propose', 'approve', 'lock'];

/** How a plan stands by its history, oldest first. */
export function standingOf(history: readonly Pick<PlanLine, 'move' | 'state' | 'who'>[]): PlanStanding {
	const state = history.at(-1)?.state ?? null;
	const draftedAt = history.findLastIndex((line) => line.state === 'draft');
	const signers = history
		.slice(draftedAt + 1)
		.filter(({ move }) => signatures.includes(move))
		.map(({ who }) => who);
	return { state, signers };
}

export type PlanWish = {
	readonly move: PlanMove;
	readonly item: string | null;
	/** NaN for what could not be read. */
	readonly value: number | null;
	readonly reason: string;
};

export const planRefusals = [
	'not-yours',
	'other-state',
	'signed-before',
	'bad-value',
	'no-item',
	'reason-short',
	'reason-long'
] as const;
export type PlanRefusal = (typeof planRefusals)[number];

type Mover = { readonly name: string; readonly role: Role };
export type PlanJudgement =
	{ readonly ok: true; readonly state: PlanState } | { readonly ok: false; readonly refusal: PlanRefusal };

/** What is wrong with a move, the first of all, or the state after it. */
export function judgePlanMove(mover: Mover, standing: PlanStanding, wish: PlanWish): PlanJudgement {
	const { needsReason, to } = rules[wish.move];
	const refuse = (refusal: PlanRefusal): PlanJudgement => ({ ok: false, refusal });
	const barred = barOf(mover, standing, wish.move);
	if (barred !== null) return refuse(barred);
	if (isOfItem(wish.move) !== (wish.item !== null)) return refuse('no-item');
	if (!isFitting(wish)) return refuse('bad-value');
	const said = wish.reason.trim().length;
	if (said > reasonLength.longest) return refuse('reason-long');
	if (needsReason && said < reasonLength.shortest) return refuse('reason-short');
	return { ok: true, state: to };
}

/** What may be offered to this person, in the order of the way. */
export const planMovesFor = (mover: Mover, standing: PlanStanding): PlanMove[] =>
	moves.filter((move) => barOf(mover, standing, move) === null);

function barOf({ name, role }: Mover, { state, signers }: PlanStanding, move: PlanMove): PlanRefusal | null {
	const { action, from, isSecondPair } = rules[move];
	if (!mayDo(role, action)) return 'not-yours';
	const isThere = Array.isArray(from) ? from.some((one) => one === state) : from === state;
	if (!isThere) return 'other-state';
	return isSecondPair && signers.includes(name) ? 'signed-before' : null;
}

const isOfItem = (move: PlanMove) => move === 'item-chance' || move === 'quantity';
const isChance = (value: number) => (planChances as readonly number[]).includes(value);

function isFitting({ move, value }: PlanWish): boolean {
	if (move === 'begin' || move === 'chance') return value !== null && isChance(value);
	if (move === 'item-chance') return value === null || isChance(value);
	if (move === 'cap') return value === null || (Number.isSafeInteger(value) && value > 0);
	if (move === 'quantity') return value === null || (Number.isSafeInteger(value) && value >= 0);
	return value === null;
}

export type PlanSettings = {
	readonly chance: number;
	/** Null where nothing is capped. */
	readonly capRupiah: number | null;
	readonly chanceOf: ReadonlyMap<string, number>;
	readonly quantityOf: ReadonlyMap<string, number>;
};

/** What holds of the changes, the newest of each kind and item. */
export function settingsOf(history: readonly Pick<PlanLine, 'move' | 'item' | 'value'>[]): PlanSettings {
	const newest = (...kinds: readonly PlanMove[]) =>
		history.findLast(({ move }) => kinds.includes(move))?.value ?? null;
	return {
		chance: newest('begin', 'chance') ?? usualChance,
		capRupiah: newest('cap'),
		chanceOf: newestByItem(history, 'item-chance'),
		quantityOf: newestByItem(history, 'quantity')
	};
}

function newestByItem(
	history: readonly Pick<PlanLine, 'move' | 'item' | 'value'>[],
	kind: PlanChange
): Map<string, number> {
	const standing = new Map<string, number>();
	for (const { move, item, value } of history) {
		if (move !== kind || item === null) continue;
		if (value === null) standing.delete(item);
		else standing.set(item, value);
	}
	return standing;
}
