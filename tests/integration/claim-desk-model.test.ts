/**
 * The claim desk against a model, on a real database: whatever is called in whatever order, nothing is paid twice, nothing
 * above what was verified, nobody checks himself, no history is lost, and the sums are those of the Budget page.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimMove } from '../../src/lib/domain/claim-desk.ts';
import { claimStates, type ClaimState } from '../../src/lib/domain/role.ts';
import { bill, decide, desk } from './claim-desk-city.ts';
import { findDifferences, hospitalA, hospitalB, now, openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
let ticks = 0;
const clock = () => new Date(now.getTime() + 1_000 * ticks++);
beforeAll(async () => {
	city = await openCity({ clock });
});
afterAll(() => city.close());

type Actor = keyof typeof desk;
type Known = {
	hospital: 'hospitalA' | 'hospitalB';
	state: ClaimState;
	billed: number;
	/** What the last step left. */
	amount: number;
	paid: number | null;
	verifiers: Set<string>;
	approvers: Set<string>;
	versions: number;
	decisions: number;
};
type Model = { claims: Map<string, Known> };
type Real = { run: number };

const facilityOf = { hospitalA, hospitalB };
const moves: readonly ClaimMove[] = ['verify', 'approve', 'pay', 'return', 'reject'];
const numbers = ['1', '2', '3'];

/** What the rules of the programme say, in their words and not in the desk's code. */
function isLawful(
	known: Known | undefined,
	actor: Actor,
	move: ClaimMove,
	share: number,
	hasReason: boolean
): boolean {
	if (!known || known.paid !== null) return false;
	const { role, name } = desk[actor];
	if (move === 'pay')
		return (
			role === 'finance' &&
			known.state === 'approved' &&
			!known.verifiers.has(name) &&
			!known.approvers.has(name)
		);
	const isTurn =
		(role === 'verifier' && known.state === 'submitted') ||
		(role === 'planner' && known.state === 'verified');
	if (!isTurn) return false;
	if (move === 'return' || move === 'reject') return hasReason;
	if (move === 'verify' ? role !== 'verifier' : role !== 'planner' || known.verifiers.has(name)) return false;
	return share <= 1 && (share === 1 || hasReason);
}

function post(known: Known, actor: Actor, move: ClaimMove, amount: number): void {
	const { name } = desk[actor];
	known.versions += 1;
	known.decisions += 1;
	if (move === 'verify') Object.assign(known, { state: 'verified', amount }).verifiers.add(name);
	else if (move === 'approve') Object.assign(known, { state: 'approved', amount }).approvers.add(name);
	else if (move === 'pay') Object.assign(known, { state: 'paid', paid: known.amount });
	else Object.assign(known, { state: move === 'return' ? 'returned' : 'rejected', amount: known.billed });
}

const nameIn = ({ run }: Real, number: string) => `M${run}-${number}`;
const hospitalOf = (number: string) => (number === '2' ? 'hospitalB' : 'hospitalA');

class Submit implements fc.AsyncCommand<Model, Real> {
	constructor(
		readonly number: string,
		readonly billed: number
	) {}
	check = () => true;
	async run({ claims }: Model, real: Real): Promise<void> {
		const hospital = hospitalOf(this.number);
		const claim = nameIn(real, this.number);
		await bill(city, hospital, `${claim}-${ticks}`, {
			claim,
			billedRupiah: this.billed,
			budgetYear: 2030 + real.run,
			nik: '3275015203890000'
		});
		const before = claims.get(this.number);
		claims.set(this.number, {
			...{ hospital, state: 'submitted', billed: this.billed, amount: this.billed },
			paid: before?.paid ?? null,
			verifiers: before?.verifiers ?? new Set(),
			approvers: before?.approvers ?? new Set(),
			versions: (before?.versions ?? 0) + 1,
			decisions: before?.decisions ?? 0
		});
		await check(claims, real);
	}
	toString = () => `submit(${this.number}, ${this.billed})`;
}

class Decide implements fc.AsyncCommand<Model, Real> {
	constructor(
		readonly number: string,
		readonly actor: Actor,
		readonly move: ClaimMove,
		readonly share: number,
		readonly hasReason: boolean
	) {}
	check = () => true;
	async run({ claims }: Model, real: Real): Promise<void> {
		const { number, actor, move, share, hasReason } = this;
		const known = claims.get(number);
		const amount = Math.round((known?.amount ?? 1_000) * share);
		const result = await decide(city, desk[actor], [[facilityOf[hospitalOf(number)], nameIn(real, number)]], {
			...{ move, amountRupiah: amount },
			reason: hasReason ? 'alasan yang cukup panjang' : ''
		});
		const lawful = isLawful(known, actor, move, share, hasReason);
		expect(result.outcome, `${this.toString()} ${JSON.stringify(result)}`).toBe(lawful ? 'done' : 'refused');
		if (known && lawful) post(known, actor, move, amount);
		await check(claims, real);
	}
	toString = () => `${this.actor}.${this.move}(${this.number}, ${this.share}, ${this.hasReason})`;
}

const nextHand: Partial<Record<ClaimState, readonly [Actor, ClaimMove]>> = {
	submitted: ['verifier', 'verify'],
	verified: ['planner', 'approve'],
	approved: ['finance', 'pay']
};

/** What its stage waits for, by whom it waits for: else hardly a claim would get to its end by chance. */
class Forward implements fc.AsyncCommand<Model, Real> {
	constructor(
		readonly number: string,
		readonly share: number
	) {}
	check = ({ claims }: Model) => nextHand[claims.get(this.number)?.state ?? 'paid'] !== undefined;
	async run(model: Model, real: Real): Promise<void> {
		const hand = nextHand[model.claims.get(this.number)?.state ?? 'paid'];
		if (hand) await new Decide(this.number, ...hand, this.share, true).run(model, real);
	}
	toString = () => `forward(${this.number}, ${this.share})`;
}

/** All or nothing. */
class Pay implements fc.AsyncCommand<Model, Real> {
	constructor(
		readonly numbers: readonly string[],
		readonly actor: Actor
	) {}
	check = () => true;
	async run({ claims }: Model, real: Real): Promise<void> {
		const names = this.numbers.map((one) => [facilityOf[hospitalOf(one)], nameIn(real, one)] as const);
		const result = await decide(city, desk[this.actor], names, { move: 'pay' });
		const lawful = this.numbers.every((one) => isLawful(claims.get(one), this.actor, 'pay', 1, false));
		expect(result.outcome, `${this.toString()} ${JSON.stringify(result)}`).toBe(lawful ? 'done' : 'refused');
		if (lawful)
			for (const one of this.numbers) {
				const known = claims.get(one);
				if (known) post(known, this.actor, 'pay', known.amount);
			}
		await check(claims, real);
	}
	toString = () => `${this.actor}.batch(${this.numbers.join(' ')})`;
}

/** Two who decide on what both saw: one of them, or none where it was not lawful. */
class Race implements fc.AsyncCommand<Model, Real> {
	constructor(
		readonly number: string,
		readonly pair: readonly [Actor, Actor],
		readonly move: ClaimMove
	) {}
	check = () => true;
	async run({ claims }: Model, real: Real): Promise<void> {
		const known = claims.get(this.number);
		const name = [facilityOf[hospitalOf(this.number)], nameIn(real, this.number)] as const;
		const wish = { move: this.move, reason: 'alasan yang cukup panjang' };
		const results = await Promise.all(this.pair.map((actor) => decide(city, desk[actor], [name], wish)));
		const done = this.pair.filter((_, place) => results[place]?.outcome === 'done');
		const lawful = this.pair.filter((actor) => isLawful(known, actor, this.move, 1, true));
		expect(done.length, `${this.toString()} ${JSON.stringify(results)}`).toBe(Math.min(1, lawful.length));
		const [winner] = done;
		if (known && winner) post(known, winner, this.move, known.amount);
		await check(claims, real);
	}
	toString = () => `race(${this.number}, ${this.pair.join(' ')}, ${this.move})`;
}

async function check(claims: Model['claims'], real: Real): Promise<void> {
	const { sql } = city.database;
	const like = `M${real.run}-%`;
	const [sums] = await sql<
		{ versions: number; decisions: number; payments: number; paid: number; above: number }[]
	>`
		SELECT (SELECT count(*)::int FROM claim WHERE claim_no LIKE ${like}) AS versions,
			(SELECT count(*)::int FROM claim_decision WHERE claim_no LIKE ${like}) AS decisions,
			(SELECT count(*)::int FROM claim_payment WHERE claim_no LIKE ${like}) AS payments,
			(SELECT coalesce(sum(amount_rupiah), 0)::bigint FROM claim_payment WHERE claim_no LIKE ${like}) AS paid,
			(SELECT count(*)::int FROM claim WHERE claim_no LIKE ${like} AND (coalesce(verified_rupiah, 0) > billed_rupiah
				OR coalesce(approved_rupiah, 0) > coalesce(verified_rupiah, billed_rupiah)
				OR coalesce(paid_rupiah, 0) > coalesce(approved_rupiah, 0))) AS above`;
	const all = [...claims.values()];
	const total = (of: (known: Known) => number) => all.reduce((sum, known) => sum + of(known), 0);
	expect(sums).toEqual({
		versions: total(({ versions }) => versions),
		decisions: total(({ decisions }) => decisions),
		payments: all.filter(({ paid }) => paid !== null).length,
		paid: total(({ paid }) => paid ?? 0),
		above: 0
	});
	const query = { asOf: null, year: String(2030 + real.run), facility: null, service: null };
	const { states } = await city.app.services.budget.load(query);
	for (const state of claimStates) {
		const own = all.filter((known) => known.state === state);
		expect(states[state].claims, state).toBe(own.length);
		const amount = own.reduce((sum, known) => sum + (state === 'paid' ? (known.paid ?? 0) : known.amount), 0);
		expect(states[state].amountRupiah, state).toBe(amount);
	}
}

const number = fc.constantFrom(...numbers);
const actor = fc.constantFrom(...(Object.keys(desk) as Actor[]));
/** Each stage's own people more often, so that claims get far. */
const rightHands: readonly (readonly [Actor, ClaimMove])[] = [
	['verifier', 'verify'],
	['planner', 'approve'],
	['finance', 'pay'],
	['turnedFinance', 'pay'],
	['otherVerifier', 'verify']
];
const share = fc.constantFrom(1, 1, 0.8, 1.01);
const commands = fc.commands(
	[
		fc.tuple(number, fc.integer({ min: 1_000, max: 9_000_000 })).map((given) => new Submit(...given)),
		...[1, 2, 3].map(() => fc.tuple(number, fc.constantFrom(1, 0.8)).map((given) => new Forward(...given))),
		fc
			.tuple(number, fc.constantFrom(...rightHands), share, fc.boolean())
			.map(([one, [who, move], part, reason]) => new Decide(one, who, move, part, reason)),
		fc
			.tuple(number, actor, fc.constantFrom(...moves), share, fc.boolean())
			.map((given) => new Decide(...given)),
		fc.tuple(fc.uniqueArray(number, { minLength: 1 }), actor).map((given) => new Pay(...given)),
		fc
			.tuple(
				number,
				fc.constantFrom(
					['verifier', 'otherVerifier'] as const,
					['planner', 'turnedPlanner'] as const,
					['finance', 'turnedFinance'] as const,
					['finance', 'finance'] as const
				),
				fc.constantFrom(...moves)
			)
			.map((given) => new Race(...given))
	],
	{ maxCommands: 70, size: 'max' }
);

describe('any order of calls', () => {
	it('pays nothing twice or above what was verified, skips no second pair of eyes and loses no history', async () => {
		let run = 0;
		const paid: number[] = [];
		await fc.assert(
			fc.asyncProperty(commands, async (given) => {
				const model: Model = { claims: new Map() };
				const real = { run: run++ };
				await fc.asyncModelRun(() => ({ model, real }), given);
				paid.push([...model.claims.values()].filter((known) => known.paid !== null).length);
			}),
			{ numRuns: 12, seed: 20_261_122, endOnFailure: true }
		);
		// Runs in which nothing was ever paid would prove little.
		expect(paid.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(3);
		expect(await findDifferences(city)).toEqual([]);
	}, 180_000);
});
