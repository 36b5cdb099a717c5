import type { Counted } from '../domain/basis.ts';
import type { Changes, DrugCell } from '../protocol/live.ts';
import type { DrugsView } from '../protocol/views/drugs.ts';

/**
 * The Drugs page as it moves: the snapshot plus what was dispensed since. An increment carries no facility: where the
 * page shows a part of the city, or a month in which facilities reported their own use, only a new snapshot tells.
 */
export class DrugBoard {
	readonly #view: DrugsView;
	#rows: DrugsView['rows'] = $state.raw([]);
	#trend: DrugsView['trend'] = $state.raw([]);
	#movedAt: string | null = $state(null);
	#isUnclear = false;

	constructor(view: DrugsView) {
		this.#view = view;
		this.#rows = view.rows;
		this.#trend = view.trend;
	}

	get rows() {
		return this.#rows;
	}
	get trend() {
		return this.#trend;
	}
	/** When the newest change was committed; the snapshot's moment until one came. */
	get movedAt() {
		return this.#movedAt ?? this.#view.snapshot.now;
	}

	/** @returns whether the page says all that is known now; if not, a new snapshot is due. */
	apply(changes: Changes, committedAt: string): boolean {
		this.#isUnclear = false;
		const cells = (changes.drugs ?? []).filter(({ quantity }) => quantity !== 0);
		if (cells.length === 0) return true;
		const { kecamatan, facility } = this.#view.filter;
		if (kecamatan !== null || facility !== null) return false;
		for (const cell of cells) this.#add(cell);
		this.#movedAt = committedAt;
		return !this.#isUnclear;
	}

	#add({ item, month, quantity }: DrugCell): void {
		const { openMonth, trendItem, feedStart } = this.#view;
		// A late dispensing changes means, months left and their order; an older first one the border to ready-made counts.
		if (month !== openMonth || feedStart === null) this.#isUnclear = true;
		if (month === openMonth)
			this.#rows = this.#rows.map((row) =>
				row.item === item ? { ...row, open: this.#sum(row.open, quantity) } : row
			);
		if (item === trendItem)
			this.#trend = this.#trend.map((point) =>
				point.month === month ? { ...point, now: this.#sum(point.now, quantity) } : point
			);
	}

	#sum(figure: Counted | null, quantity: number): Counted | null {
		if (figure?.kind === 'visits') return { ...figure, value: figure.value + quantity };
		if (figure?.kind !== 'tally') this.#isUnclear = true;
		return figure;
	}
}
