import { isCommitted, isOwed } from '../domain/claim-standing.ts';
import type { Changes, ClaimCell } from '../protocol/live.ts';
import type { OverviewView } from '../protocol/views/overview.ts';

/** What one delta brought, in a line. */
export type Tick = { at: string; visits: number; claims: number; beds: boolean; events: number };

/** The Overview as it moves: increments are added, bed totals replace what stood. */
export class OverviewBoard {
	#view: OverviewView;
	#money: OverviewView['money'] = $state.raw({} as OverviewView['money']);
	#totals: OverviewView['beds']['totals'] = $state.raw([]);
	#visits: OverviewView['visits'] = $state.raw([]);
	#lastSeenAt: string | null = $state(null);
	#tick: Tick | null = $state.raw(null);
	#isDrifted = $state(false);
	#movedAt: string | null = $state(null);

	constructor(view: OverviewView) {
		this.#view = view;
		this.#money = view.money;
		this.#totals = view.beds.totals;
		this.#visits = view.visits;
		this.#lastSeenAt = view.sources.lastSeenAt;
	}

	get money() {
		return this.#money;
	}
	/** Of ward classes that the card pays for. */
	get bedTotals() {
		return this.#totals;
	}
	get confirmedFree() {
		return this.#totals.reduce((sum, { confirmedFree }) => sum + confirmedFree, 0);
	}
	get possibleFree() {
		return this.#totals.reduce((sum, { possibleFree }) => sum + possibleFree, 0);
	}
	get visits() {
		return this.#visits;
	}
	get visitsToday() {
		return this.#visits.at(-1)?.visits ?? 0;
	}
	get lastSeenAt() {
		return this.#lastSeenAt;
	}
	/** The newest delta that came from a sender; null until one came. */
	get tick() {
		return this.#tick;
	}
	/** When the newest change was committed; the snapshot's moment until one came. */
	get movedAt() {
		return this.#movedAt ?? this.#view.snapshot.now;
	}
	/** Something moved that only a new snapshot tells: who reports today, the pace, a new day. */
	get isDrifted() {
		return this.#isDrifted;
	}

	apply(changes: Changes, committedAt: string): void {
		this.#movedAt = committedAt;
		this.retime(changes);
		for (const { day, visits } of changes.services ?? []) this.#addVisits(day, visits);
		for (const cell of changes.claims ?? []) this.#addClaim(cell);
		const sources = changes.sources ?? [];
		for (const { lastSeenAt } of sources)
			if (this.#lastSeenAt === null || lastSeenAt > this.#lastSeenAt) this.#lastSeenAt = lastSeenAt;
		if (sources.length === 0) return;
		this.#isDrifted = true;
		this.#tick = tickOf(changes, committedAt);
	}

	/** Confirmed beds become possible ones as time passes: that is no news from a sender. */
	retime({ bedTotals }: Changes): void {
		if (!bedTotals) return;
		const { covered } = this.#view.beds;
		this.#totals = bedTotals.filter((total) => covered.some(({ ward }) => ward === total.ward));
	}

	#addVisits(day: string, visits: number): void {
		this.#visits = this.#visits.map((one) =>
			one.day === day ? { ...one, visits: one.visits + visits } : one
		);
	}

	#addClaim({ budgetYear, state, serviceMonth, transitionMonth, claims, amountRupiah }: ClaimCell): void {
		const money = this.#money;
		if (budgetYear !== this.#view.money.year || !isCommitted(state)) return;
		const isPaid = state === 'paid';
		const owed = isOwed(state);
		this.#money = {
			...money,
			paidRupiah: money.paidRupiah + (isPaid ? amountRupiah : 0),
			owedRupiah: money.owedRupiah + (owed ? amountRupiah : 0),
			owedClaims: money.owedClaims + (owed ? claims : 0),
			months: money.months.map((month) => ({
				...month,
				committedRupiah: month.committedRupiah + (month.month === serviceMonth ? amountRupiah : 0),
				paidRupiah: month.paidRupiah + (isPaid && month.month === transitionMonth ? amountRupiah : 0)
			}))
		};
	}
}

/** A correction takes back and posts again: what came in is what was posted. */
function tickOf(changes: Changes, at: string): Tick {
	const posted = (counts: number[]) => counts.reduce((sum, count) => sum + Math.max(0, count), 0);
	return {
		at,
		visits: posted((changes.services ?? []).map(({ visits }) => visits)),
		claims: posted((changes.claims ?? []).map(({ claims }) => claims)),
		beds: (changes.bedTotals?.length ?? 0) > 0,
		events: posted((changes.sources ?? []).map(({ accepted }) => accepted))
	};
}
