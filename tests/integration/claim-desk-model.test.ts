/**
 * The claim desk against a model, on a real database: whatever is called at the desk or sent past it by keys and files, in
 * whatever order, nothing is paid twice, nothing above what was verified, nobody checks himself, no history is lost, and
 * the sums are those of the Budget page.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimMove } from '../../src/lib/domain/claim-desk.ts';
import { claimStates, type ClaimState } from '../../src/lib/domain/role.ts';
import { decide, desk, sayOf, sendBill } from './claim-desk-city.ts';
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
	verified: number | null;
	approved: number | null;
	paid: number | null;
	/** Paid by a batch of the desk, which has minutes. */
	hasMinutes: boolean;
	verifiers: Set<string>;
	approvers: Set<string>;
	versions: number;
	decisions: number;
};
type Model = { claims: Map<string, Known> };
type Real = { run: number };

const facilityOf = { hospitalA, hospitalB };
const moves: readonly ClaimMove[] = ['verify', 'approve', 'pay', 'return', 'reject'];
const numbers = ['1', '2', '3', '4', '5'];

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
	if (move === 'verify') known.verifiers.add(name);
	if (move === 'approve') known.approvers.add(name);
	if (move === 'pay') known.hasMinutes = true;
	moveOn(known, stateAfter[move], move === 'pay' ? known.amount : amount);
}

const stateAfter = {
	verify: 'verified',
	approve: 'approved',
	pay: 'paid',
	return: 'returned',
	reject: 'rejected'
} as const;
type Answer = (typeof stateAfter)[ClaimMove];

function moveOn(known: Known, state: Answer, amount: number): void {
	if (state === 'verified') Object.assign(known, { state, amount, verified: amount });
	else if (state === 'approved') Object.assign(known, { state, amount, approved: amount });
	else if (state === 'paid') Object.assign(known, { state, paid: amount });
	else Object.assign(known, { state, amount: known.billed });
}

type Voice = 'verifier' | 'dinkes' | 'finance';
/** Who says what of a claim that stands how, past the desk. */
const answers: Readonly<Record<Voice, Partial<Record<ClaimState, readonly Answer[]>>>> = {
	verifier: { submitted: ['verified', 'returned', 'rejected'] },
	dinkes: { verified: ['approved', 'returned', 'rejected'] },
	finance: { approved: ['paid'] }
};

function mayBeSaid(known: Known | undefined, voice: Voice, state: Answer, amount: number, by: Actor | null) {
	if (!known || known.paid !== null || !answers[voice][known.state]?.includes(state)) return false;
	const name = by === null ? '' : desk[by].name;
	if (state === 'approved' && known.verifiers.has(name)) return false;
	if (state === 'paid' && (known.verifiers.has(name) || known.approvers.has(name))) return false;
	return state === 'returned' || state === 'rejected' || amount <= known.amount;
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
		const before = claims.get(this.number);
		const isLawful = before === undefined || before.state === 'submitted' || before.state === 'returned';
		const answer = await sendBill(city, hospital, `${claim}-${ticks}`, {
			claim,
			billedRupiah: this.billed,
			budgetYear: 2030 + real.run,
			nik: '3275015203890000'
		});
		expect(answer.accepted, `${this.toString()} ${JSON.stringify(answer)}`).toBe(isLawful ? 1 : 0);
		if (isLawful)
			claims.set(this.number, {
				...{ hospital, state: 'submitted', billed: this.billed, amount: this.billed },
				...{ verified: null, approved: null, paid: null, hasMinutes: false },
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

/** By a key, or by an account's file: `by` */
class Say implements fc.AsyncCommand<Model, Real> {
	constructor(
		readonly number: string,
		readonly voice: Voice,
		readonly state: Answer,
		readonly share: number,
		readonly by: Actor | null
	) {}
	check = () => true;
	async run({ claims }: Model, real: Real): Promise<void> {
		const known = claims.get(this.number);
		const amount = Math.round((known?.amount ?? 1_000) * this.share);
		const answer = await this.say(known, real);
		const lawful = mayBeSaid(known, this.voice, this.state, amount, this.by);
		expect(answer.accepted, `${this.toString()} ${JSON.stringify(answer)}`).toBe(lawful ? 1 : 0);
		expect(answer.quarantined).toBe(lawful ? 0 : 1);
		if (known && lawful) this.post(known, amount);
		await check(claims, real);
	}
	say(known: Known | undefined, real: Real) {
		const { number, voice, state, share, by } = this;
		const amount = Math.round((known?.amount ?? 1_000) * share);
		const name = [facilityOf[hospitalOf(number)], nameIn(real, number)] as const;
		const data = {
			budgetYear: 2030 + real.run,
			...((state === 'approved' || state === 'paid') && { verifiedRupiah: known?.verified ?? null }),
			...(state === 'paid' && { approvedRupiah: known?.approved ?? null })
		};
		const billed = known?.billed ?? 1_000;
		return sayOf(city, voice, name, { state, billed, amount }, { data, ...(by && { by: desk[by] }) });
	}
	post(known: Known, amount: number): void {
		known.versions += 1;
		if (this.by !== null) {
			known.decisions += 1;
			if (this.state === 'verified') known.verifiers.add(desk[this.by].name);
			if (this.state === 'approved') known.approvers.add(desk[this.by].name);
		}
		moveOn(known, this.state, amount);
	}
	toString = () => `${this.voice}.says(${this.number}, ${this.state}, ${this.share}, ${this.by})`;
}

const nextVoice: Partial<Record<ClaimState, readonly [Voice, Answer]>> = {
	submitted: ['verifier', 'verified'],
	verified: ['dinkes', 'approved'],
	approved: ['finance', 'paid']
};

/** The same step as a key would take it. */
class SayForward implements fc.AsyncCommand<Model, Real> {
	constructor(readonly number: string) {}
	check = ({ claims }: Model) => nextVoice[claims.get(this.number)?.state ?? 'paid'] !== undefined;
	async run(model: Model, real: Real): Promise<void> {
		const next = nextVoice[model.claims.get(this.number)?.state ?? 'paid'];
		if (next) await new Say(this.number, ...next, 1, null).run(model, real);
	}
	toString = () => `sayForward(${this.number})`;
}

/** A batch and the treasury's own system, at the same moment. */
class PayBothWays implements fc.AsyncCommand<Model, Real> {
	constructor(readonly number: string) {}
	check = () => true;
	async run({ claims }: Model, real: Real): Promise<void> {
		const { number } = this;
		const known = claims.get(number);
		const name = [facilityOf[hospitalOf(number)], nameIn(real, number)] as const;
		const said = new Say(number, 'finance', 'paid', 1, null);
		const [batch, event] = await Promise.all([
			decide(city, desk.finance, [name], { move: 'pay' }),
			said.say(known, real)
		]);
		const done = Number(batch.outcome === 'done') + event.accepted;
		const lawful = isLawful(known, 'finance', 'pay', 1, false);
		expect(done, `${this.toString()} ${JSON.stringify([batch, event])}`).toBe(lawful ? 1 : 0);
		if (known && batch.outcome === 'done') post(known, 'finance', 'pay', known.amount);
		else if (known && event.accepted > 0) said.post(known, known.amount);
		await check(claims, real);
	}
	toString = () => `payBothWays(${this.number})`;
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
		payments: all.filter(({ hasMinutes }) => hasMinutes).length,
		paid: total(({ paid, hasMinutes }) => (hasMinutes ? (paid ?? 0) : 0)),
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
const voices: readonly (readonly [Voice, readonly Answer[], readonly (Actor | null)[]])[] = [
	['verifier', ['verified', 'verified', 'returned', 'rejected'], [null, 'verifier', 'otherVerifier']],
	['dinkes', ['approved', 'approved', 'returned', 'rejected'], [null, 'planner', 'turnedPlanner']],
	['finance', ['paid'], [null, 'finance', 'turnedFinance', 'payingPlanner']]
];
const says = fc
	.constantFrom(...voices)
	.chain(([voice, states, by]) =>
		fc.tuple(number, fc.constant(voice), fc.constantFrom(...states), share, fc.constantFrom(...by))
	);
const commands = fc.commands(
	[
		fc.tuple(number, fc.integer({ min: 1_000, max: 9_000_000 })).map((given) => new Submit(...given)),
		...[1, 2, 3, 4, 5].map(() =>
			fc.tuple(number, fc.constantFrom(1, 0.8)).map((given) => new Forward(...given))
		),
		fc
			.tuple(number, fc.constantFrom(...rightHands), share, fc.boolean())
			.map(([one, [who, move], part, reason]) => new Decide(one, who, move, part, reason)),
		fc
			.tuple(number, actor, fc.constantFrom(...moves), share, fc.boolean())
			.map((given) => new Decide(...given)),
		fc.tuple(fc.uniqueArray(number, { minLength: 1 }), actor).map((given) => new Pay(...given)),
		says.map((given) => new Say(...given)),
		...[1, 2, 3, 4].map(() => number.map((one) => new SayForward(one))),
		number.map((one) => new PayBothWays(one)),
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
	{ maxCommands: 90, size: 'max' }
);

describe('any order of calls', () => {
	it('pays nothing twice or above what was verified, skips no second pair of eyes and loses no history', async () => {
		let run = 0;
		const paid: number[] = [];
		const paidPast: number[] = [];
		await fc.assert(
			fc.asyncProperty(commands, async (given) => {
				const model: Model = { claims: new Map() };
				const real = { run: run++ };
				await fc.asyncModelRun(() => ({ model, real }), given);
				const done = [...model.claims.values()].filter((known) => known.paid !== null);
				paid.push(done.filter(({ hasMinutes }) => hasMinutes).length);
				paidPast.push(done.filter(({ hasMinutes }) => !hasMinutes).length);
			}),
			{ numRuns: 12, seed: 20_261_122, endOnFailure: true }
		);
		// Runs in which nothing was ever paid would prove little.
		expect(paid.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(3);
		expect(paidPast.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(3);
		expect(await findDifferences(city)).toEqual([]);
	}, 180_000);
});
