import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authority, type ClaimState, type Party } from '../../domain/role.ts';
import type { EventOf } from '../../protocol/events.ts';
import { isNewer } from '../store/versions.ts';
import { judgeClaims, type ClaimNews, type ClaimWord } from './judge-claims.ts';

type Said = {
	party: Party;
	state: ClaimState;
	minute: number;
	billed?: number;
	amount?: number;
	id?: string;
	who?: string | null;
};

const at = new Date('2026-11-22T05:00:00Z');

function word({ party, state, minute, billed = 1_000, amount = billed, id, who = null }: Said): ClaimWord {
	const name = id ?? `${party}-${state}-${minute}-${amount}`;
	const time = new Date(at.getTime() + minute * 60_000).toISOString();
	const has = (...states: ClaimState[]) => states.includes(state);
	const data = {
		...{ claim: 'C', state, diagnoses: [], service: 'outpatient', billedRupiah: billed },
		...{ serviceFrom: '2026-10-01', serviceTo: '2026-10-01' },
		...(has('verified') && { verifiedRupiah: amount }),
		...(has('approved') && { approvedRupiah: amount }),
		...(has('paid') && { paidRupiah: amount })
	};
	const event = { id: name, source: '/t', type: 'id.denyut.claim.v1', time, data };
	return {
		...{ party, facility: 'F', eventKey: name, event: event as EventOf<'id.denyut.claim.v1'> },
		by: who === null ? null : { name: who, role: 'verifier' }
	};
}

/** What the store would hold after each request. */
class Kept {
	readonly news: ClaimNews & { known: Set<string> } = {
		stories: { versions: [], past: [], paid: [] },
		known: new Set()
	};
	/** States that came to stand, in the order in which they did. */
	readonly stood: { state: ClaimState; amount: number; billed: number }[] = [];

	take(words: readonly ClaimWord[]): string[] {
		const judged = judgeClaims(words, this.news, at);
		const { versions, past } = this.news.stories;
		const taken = [...judged.taken].sort((a, b) => (isNewer(orderOf(a), orderOf(b)) ? 1 : -1));
		for (const one of taken) {
			const { data } = one.event;
			const amounts = {
				verifiedRupiah: data.verifiedRupiah ?? null,
				approvedRupiah: data.approvedRupiah ?? null,
				paidRupiah: data.paidRupiah ?? null
			};
			const standing = [...versions].sort((a, b) => (isNewer(a, b) ? 1 : -1)).at(-1);
			const version = { ...orderOf(one), ...amounts, state: data.state, billedRupiah: data.billedRupiah };
			versions.push({ facility: 'F', claimNo: 'C', ...version });
			this.news.known.add(one.eventKey);
			if (standing && !isNewer(version, standing)) continue;
			const amount = data.paidRupiah ?? data.approvedRupiah ?? data.verifiedRupiah ?? data.billedRupiah;
			this.stood.push({ state: data.state, amount, billed: data.billedRupiah });
		}
		for (const { facility, claimNo, move, who } of judged.decisions)
			past.push({ facility, claimNo, move, who });
		return words.map((one) => judged.refused.get(one)?.code ?? (judged.taken.has(one) ? 'taken' : 'known'));
	}
}

const orderOf = ({ event, eventKey }: ClaimWord) => ({
	versionTime: new Date(event.time),
	versionId: event.id,
	eventKey
});

const way: Said[] = [
	{ party: 'hospital', state: 'submitted', minute: 1 },
	{ party: 'verifier', state: 'verified', minute: 2, amount: 900 },
	{ party: 'dinkes', state: 'approved', minute: 3, amount: 800 },
	{ party: 'finance', state: 'paid', minute: 4, amount: 800 }
];

describe('a claim’s way by events alone', () => {
	it('is gone step by step, and within one request in any order', () => {
		const steps = new Kept();
		expect(way.map((one) => steps.take([word(one)])[0])).toEqual(way.map(() => 'taken'));
		fc.assert(
			fc.property(fc.shuffledSubarray(way, { minLength: 4 }), (shuffled) => {
				const kept = new Kept();
				expect(kept.take(shuffled.map(word))).toEqual(way.map(() => 'taken'));
				expect(kept.stood).toEqual(steps.stood);
			})
		);
	});

	it('leaves a refused id free, so that the same event is taken once its time has come', () => {
		const kept = new Kept();
		const [bill, verdict] = way.map(word);
		if (!bill || !verdict) throw new Error('no way');
		expect(kept.take([verdict])).toEqual(['claim-unknown']);
		expect(kept.take([bill])).toEqual(['taken']);
		expect(kept.take([verdict])).toEqual(['taken']);
		expect(kept.take([verdict])).toEqual(['known']);
	});

	it('takes no second event under an id for judged because the first one was', () => {
		const kept = new Kept();
		kept.take([word({ party: 'hospital', state: 'submitted', minute: 1 })]);
		const paid = word({ party: 'finance', state: 'paid', minute: 2, id: 'x' });
		const same = word({ party: 'finance', state: 'paid', minute: 9, id: 'x' });
		expect(kept.take([paid, same])).toEqual(['claim-stage', 'claim-stage']);
	});

	it('keeps what comes late where it changes nothing, and a payment never', () => {
		const kept = new Kept();
		kept.take([word({ party: 'hospital', state: 'submitted', minute: 1 })]);
		kept.take([word({ party: 'hospital', state: 'submitted', minute: 5, billed: 700 })]);
		expect(kept.take([word({ party: 'verifier', state: 'returned', minute: 2 })])).toEqual(['taken']);
		expect(kept.take([word({ party: 'verifier', state: 'verified', minute: 0 })])).toEqual(['claim-late']);
		expect(kept.take([word({ party: 'finance', state: 'paid', minute: 3 })])).toEqual(['claim-late']);
		expect(kept.stood.map(({ billed }) => billed)).toEqual([1_000, 700]);
	});

	it('writes down what an account moved, and lets it not check itself', () => {
		const kept = new Kept();
		kept.take([word({ party: 'hospital', state: 'submitted', minute: 1 })]);
		kept.take([word({ party: 'verifier', state: 'verified', minute: 2, who: 'user:vera' })]);
		expect(kept.news.stories.past).toMatchObject([{ move: 'verify', who: 'user:vera' }]);
		const approved = { party: 'dinkes', state: 'approved', minute: 3 } as const;
		expect(kept.take([word({ ...approved, who: 'user:vera' })])).toEqual(['claim-four-eyes']);
		expect(kept.take([word({ ...approved, who: 'user:dina' })])).toEqual(['taken']);
	});
});

describe('any order of events of those who are bound', () => {
	const parties = ['hospital', 'verifier', 'dinkes', 'finance'] as const;
	const said = fc
		.constantFrom(
			...parties.flatMap((party) => authority[party].claimStates.map((state) => ({ party, state })))
		)
		.chain(({ party, state }) =>
			fc
				.record({
					/** Of the request that it comes in. */
					minute: fc.integer({ min: -2, max: 2 }),
					billed: fc.constantFrom(1_000, 1_000, 1_000, 1_000, 500),
					amount: fc.constantFrom(1_000, 500, 500, 500, 100)
				})
				.map((fields): Said => ({ party, state, ...fields }))
		);

	it('pays once and last, and nothing above the step before', () => {
		let paidRuns = 0;
		fc.assert(
			fc.property(
				fc.array(fc.array(said, { minLength: 1, maxLength: 5 }), { size: 'max', maxLength: 40 }),
				(requests) => {
					const kept = new Kept();
					for (const [turn, request] of requests.entries())
						kept.take(request.map((one) => word({ ...one, minute: turn + one.minute })));
					const { stood } = kept;
					const paid = stood.findIndex(({ state }) => state === 'paid');
					expect(paid === -1 || paid === stood.length - 1).toBe(true);
					stood.forEach(({ state, amount, billed }, place) => {
						const before = stood[place - 1];
						if (state === 'submitted') return;
						expect(before).toBeDefined();
						expect(billed).toBe(before?.billed);
						if (state === 'verified') expect(before?.state).toBe('submitted');
						if (state === 'approved') expect(before?.state).toBe('verified');
						if (state === 'paid') expect(before?.state).toBe('approved');
						if (state !== 'returned' && state !== 'rejected')
							expect(amount).toBeLessThanOrEqual(before?.amount ?? -1);
					});
					if (paid !== -1) paidRuns += 1;
				}
			),
			{ numRuns: 1_000, seed: 20_261_122 }
		);
		expect(paidRuns).toBeGreaterThan(50);
	});
});
