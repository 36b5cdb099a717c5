/**
 * The city's totals of persons in memory, exact, from which the rounded ones are made that city readers are sent. States:
 * unknown (nothing was read yet, or something was committed that no cell tells) → standing at a change number, moved on by
 * each commit after it → unknown again. While it is unknown, readers take a new snapshot instead.
 */
import { isMember } from '../../domain/membership.ts';
import type { CityTotals } from '../../protocol/live-scope.ts';
import type { ChangeRow } from './change-log.ts';

export type StandingTotals = {
	/** Every day from this one on is known; a day without an entry had no visit. */
	from: string;
	visits: readonly { day: string; visits: number }[];
	members: number;
};

export class CityMirror implements CityTotals {
	readonly #visits = new Map<string, number>();
	#from = '';
	#members = 0;
	#at: number | null = null;

	get isKnown(): boolean {
		return this.#at !== null;
	}

	replace(change: number, { from, visits, members }: StandingTotals): void {
		this.#visits.clear();
		for (const one of visits) this.#visits.set(one.day, one.visits);
		[this.#from, this.#members, this.#at] = [from, members, change];
	}

	forget(): void {
		this.#at = null;
	}

	apply({ change, changes }: ChangeRow): void {
		if (this.#at === null || change <= this.#at) return;
		if (changes.reload?.some((kind) => kind === 'services' || kind === 'members')) return this.forget();
		for (const { day, visits } of changes.services ?? [])
			if (day >= this.#from) this.#visits.set(day, (this.#visits.get(day) ?? 0) + visits);
		for (const { status, persons } of changes.members ?? []) if (isMember(status)) this.#members += persons;
		this.#at = change;
	}

	/** Null for a day so long ago that no page shows it. */
	visitsOn(day: string): number | null {
		return day < this.#from ? null : (this.#visits.get(day) ?? 0);
	}

	get members(): number {
		return this.#members;
	}
}
