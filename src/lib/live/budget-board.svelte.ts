import { isCommitted, owedStates } from '../domain/claim-standing.ts';
import { isMember } from '../domain/membership.ts';
import { claimStates, type ClaimState } from '../domain/role.ts';
import type { Changes, ClaimCell } from '../protocol/live.ts';
import type { BudgetMonth, BudgetView, ClaimSum, HospitalMoney } from '../protocol/views/budget.ts';

const nothing: ClaimSum = { claims: 0, billedRupiah: 0, amountRupiah: 0 };

/** The money of a year as it moves: the snapshot's sums plus every increment since. */
export class BudgetBoard {
	#view: BudgetView;
	#states: Record<ClaimState, ClaimSum> = $state.raw({} as Record<ClaimState, ClaimSum>);
	#months: BudgetMonth[] = $state.raw([]);
	#hospitals: HospitalMoney[] = $state.raw([]);
	#members: BudgetView['members'] = $state.raw(null);
	#carriedRupiah = $state(0);
	#isDrifted = $state(false);
	#movedAt: string | null = $state(null);

	constructor(view: BudgetView) {
		this.#view = view;
		this.#states = view.states;
		this.#months = view.months;
		this.#hospitals = view.hospitals;
		this.#members = view.members;
		this.#carriedRupiah = view.carriedRupiah;
	}

	get states() {
		return this.#states;
	}
	get months() {
		return this.#months;
	}
	get hospitals() {
		return this.#hospitals;
	}
	get members() {
		return this.#members;
	}
	get carriedRupiah() {
		return this.#carriedRupiah;
	}
	/** The snapshot's projection and cost per member rest on months that have moved since. */
	get isDrifted() {
		return this.#isDrifted;
	}
	/** When the newest change was committed; the snapshot's moment until one came. */
	get movedAt() {
		return this.#movedAt ?? this.#view.snapshot.now;
	}
	get owed(): ClaimSum {
		return owedStates.map((state) => this.#states[state]).reduce(addSums, nothing);
	}
	get paidRupiah() {
		return this.#states.paid.amountRupiah;
	}
	get committedRupiah() {
		return this.paidRupiah + this.owed.amountRupiah;
	}

	apply(changes: Changes, committedAt: string): void {
		const claims = (changes.claims ?? []).filter((cell) => this.#isChosen(cell));
		for (const cell of claims) this.#addClaim(cell);
		const persons = (changes.members ?? [])
			.filter(({ status }) => isMember(status))
			.reduce((sum, cell) => sum + cell.persons, 0);
		if (persons !== 0) this.#addMembers(persons, committedAt);
		if (claims.length > 0 || persons !== 0) this.#movedAt = committedAt;
	}

	#isChosen({ budgetYear, facility, service, state }: ClaimCell): boolean {
		const { filter } = this.#view;
		if (budgetYear !== filter.year || !isClaimState(state)) return false;
		if (filter.facility !== null && facility !== filter.facility) return false;
		return filter.service === null || service === filter.service;
	}

	#addClaim(cell: ClaimCell): void {
		if (!isClaimState(cell.state)) return;
		this.#states = withCell(this.#states, cell.state, cell);
		this.#hospitals = this.#withHospital(cell, cell.state);
		if (cell.state === 'paid') this.#addToMonth(cell.transitionMonth, { paidRupiah: cell.amountRupiah });
		if (!isCommitted(cell.state)) return;
		if (cell.serviceMonth < (this.#months[0]?.month ?? '')) {
			this.#carriedRupiah += cell.amountRupiah;
			this.#isDrifted = true;
		} else this.#addToMonth(cell.serviceMonth, { committedRupiah: cell.amountRupiah });
	}

	/** What lies outside the months is put at the nearer end, as the snapshot does. */
	#addToMonth(wanted: string, added: Partial<Pick<BudgetMonth, 'paidRupiah' | 'committedRupiah'>>): void {
		const last = this.#months.length - 1;
		const index = Math.max(
			0,
			this.#months.findLastIndex(({ month }) => month <= wanted)
		);
		this.#months = this.#months.map((month, at) => {
			if (at !== Math.min(index, last)) return month;
			if (added.committedRupiah !== undefined && month.isSettled) this.#isDrifted = true;
			return {
				...month,
				paidRupiah: month.paidRupiah + (added.paidRupiah ?? 0),
				committedRupiah: month.committedRupiah + (added.committedRupiah ?? 0)
			};
		});
	}

	#withHospital(cell: ClaimCell, state: ClaimState): HospitalMoney[] {
		const isKnown = this.#hospitals.some(({ facility }) => facility === cell.facility);
		const hospitals = isKnown ? this.#hospitals : [...this.#hospitals, newHospital(cell.facility)];
		// Its name is not on the page yet: the next snapshot brings it.
		if (!isKnown) this.#isDrifted = true;
		return hospitals.map((hospital) =>
			hospital.facility === cell.facility
				? { ...hospital, states: withCell(hospital.states, state, cell) }
				: hospital
		);
	}

	#addMembers(persons: number, committedAt: string): void {
		const standing = this.#members;
		if (standing) this.#members = { ...standing, persons: standing.persons + persons };
		const running = this.#months.findLastIndex(({ members }) => members !== null);
		this.#months = this.#months.map((month, index) =>
			index === running && month.membersOn === standing?.on
				? { ...month, members: (month.members ?? 0) + persons }
				: month
		);
		this.#movedAt = committedAt;
	}
}

const addSums = (a: ClaimSum, b: ClaimSum): ClaimSum => ({
	claims: a.claims + b.claims,
	billedRupiah: a.billedRupiah + b.billedRupiah,
	amountRupiah: a.amountRupiah + b.amountRupiah
});

function withCell(states: Record<ClaimState, ClaimSum>, state: ClaimState, cell: ClaimSum) {
	return { ...states, [state]: addSums(states[state], cell) };
}

function newHospital(facility: string): HospitalMoney {
	const states = Object.fromEntries(claimStates.map((state) => [state, nothing]));
	return { facility, name: facility, states: states as Record<ClaimState, ClaimSum> };
}

function isClaimState(text: string): text is ClaimState {
	return (claimStates as readonly string[]).includes(text);
}
