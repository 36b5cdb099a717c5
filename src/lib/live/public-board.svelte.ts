import { isOwed } from '../domain/claim-standing.ts';
import { addDays, yearOf } from '../domain/period.ts';
import type { BedTotalCell, Changes, ClaimCell, MemberCell, ServiceCell } from '../protocol/live.ts';
import type { PublicView } from '../protocol/views/public.ts';

/** The public page's figures: bed totals replace each other, all else is added to what the snapshot said. */
export class PublicBoard {
	readonly #view: PublicView;
	readonly #onFoundChange: () => void;
	#bedTotals: ReadonlyMap<string, BedTotalCell> = $state.raw(new Map());
	#members: number | null = $state(null);
	#week = $state(0);
	#year = $state(0);
	#paidRupiah = $state(0);
	#owedRupiah = $state(0);
	#knownTo = $state('');

	/** @param onFoundChange is called when the beds of the class that the reader looks for moved: the list is of the snapshot. */
	constructor(view: PublicView, onFoundChange: () => void) {
		this.#view = view;
		this.#onFoundChange = onFoundChange;
		this.#bedTotals = new Map(view.bedTotals.map((total) => [total.ward, total]));
		this.#members = view.members;
		this.#week = view.visits.week;
		this.#year = view.visits.year;
		this.#paidRupiah = view.money.paidRupiah;
		this.#owedRupiah = view.money.owedRupiah;
		this.#knownTo = view.snapshot.now;
	}

	apply(changes: Changes, committedAt: string): void {
		const { members, services, claims } = changes;
		this.retime(changes);
		for (const cell of members ?? []) this.#addMembers(cell);
		for (const cell of services ?? []) this.#addVisits(cell);
		for (const cell of claims ?? []) this.#addClaims(cell);
		this.#knownTo = committedAt;
	}

	/** Confirmed beds become possible ones as time passes: nothing new is known by it. */
	retime({ bedTotals }: Changes): void {
		if (bedTotals) this.#takeTotals(bedTotals);
	}

	/** The server names every class that there is: one that it no longer names is gone. */
	#takeTotals(cells: readonly BedTotalCell[]): void {
		const { ward } = this.#view.filter;
		const next = new Map(cells.map((cell) => [cell.ward, cell]));
		const hasMoved = differs(this.#bedTotals.get(ward), next.get(ward));
		this.#bedTotals = next;
		if (hasMoved) this.#onFoundChange();
	}

	#addMembers({ status, persons }: MemberCell): void {
		if (status === 'active') this.#members = (this.#members ?? 0) + persons;
	}

	#addVisits({ day, visits }: ServiceCell): void {
		const { weekStart } = this.#view.visits;
		if (day >= weekStart && day < addDays(weekStart, 7)) this.#week += visits;
		if (yearOf(day) === this.#view.money.year) this.#year += visits;
	}

	#addClaims({ budgetYear, state, amountRupiah }: ClaimCell): void {
		if (budgetYear !== this.#view.money.year) return;
		if (state === 'paid') this.#paidRupiah += amountRupiah;
		if (isOwed(state)) this.#owedRupiah += amountRupiah;
	}

	readonly bedTotals: readonly BedTotalCell[] = $derived.by(() => [...this.#bedTotals.values()]);
	readonly confirmedFree: number = $derived.by(() => sumOf(this.bedTotals, 'confirmedFree'));
	readonly possibleFree: number = $derived.by(() => sumOf(this.bedTotals, 'possibleFree'));

	get members(): number | null {
		return this.#members;
	}
	get visitsWeek(): number {
		return this.#week;
	}
	get visitsYear(): number {
		return this.#year;
	}
	get paidRupiah(): number {
		return this.#paidRupiah;
	}
	get owedRupiah(): number {
		return this.#owedRupiah;
	}
	/** The instant up to which the figures know of changes. */
	get knownTo(): string {
		return this.#knownTo;
	}
}

function differs(a: BedTotalCell | undefined, b: BedTotalCell | undefined): boolean {
	return (
		a?.confirmedFree !== b?.confirmedFree || a?.possibleFree !== b?.possibleFree || a?.queue !== b?.queue
	);
}

function sumOf(totals: readonly BedTotalCell[], field: 'confirmedFree' | 'possibleFree'): number {
	return totals.reduce((sum, total) => sum + total[field], 0);
}
