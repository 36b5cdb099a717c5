import { findKecamatan, outsideArea } from '../domain/area.ts';
import type { Counted } from '../domain/basis.ts';
import { periodOf } from '../domain/grain.ts';
import { findDiseaseGroupByCategory } from '../domain/surveillance-diseases.ts';
import type { Changes, DiseaseCell } from '../protocol/live.ts';
import type { DiseasesView } from '../protocol/views/diseases.ts';

type GroupField = 'open' | 'chosen' | 'previous';

/**
 * The Diseases page as it moves: the snapshot plus every visit since. An increment carries no facility, so where
 * facilities stand with their own counts, or where nothing was known, only a new snapshot tells.
 */
export class DiseaseBoard {
	readonly #view: DiseasesView;
	#trend: DiseasesView['trend'] = $state.raw([]);
	#areas: DiseasesView['areas'] = $state.raw([]);
	#groups: DiseasesView['groups'] = $state.raw([]);
	#movedAt: string | null = $state(null);
	#isUnclear = false;

	constructor(view: DiseasesView) {
		this.#view = view;
		this.#trend = view.trend;
		this.#areas = view.areas;
		this.#groups = view.groups;
	}

	get trend() {
		return this.#trend;
	}
	get areas() {
		return this.#areas;
	}
	get groups() {
		return this.#groups;
	}
	/** When the newest change was committed; the snapshot's moment until one came. */
	get movedAt() {
		return this.#movedAt ?? this.#view.snapshot.now;
	}

	/** @returns whether the page says all that is known now; if not, a new snapshot is due. */
	apply(changes: Changes, committedAt: string): boolean {
		this.#isUnclear = false;
		const cells = (changes.diseases ?? []).filter(({ visits }) => visits !== 0);
		for (const cell of cells) this.#add(cell);
		if (cells.length > 0) this.#movedAt = committedAt;
		return !this.#isUnclear;
	}

	#add(cell: DiseaseCell): void {
		const { filter, feedStart, chosenPeriod, previousPeriod, openPeriod } = this.#view;
		const group = findDiseaseGroupByCategory(cell.icd3)?.id;
		if (group === undefined) return;
		const period = periodOf(filter.grain, cell.day);
		// An older first visit moves the border between ready-made counts and visits.
		if (feedStart === null || cell.day < feedStart) this.#isUnclear = true;
		const isHere = filter.kecamatan === null || filter.kecamatan === cell.kecamatan;
		if (group === filter.disease) {
			if (isHere) this.#addToTrend(period, cell.visits);
			this.#addToArea(period, cell);
		}
		if (!isHere) return;
		const periods = { open: openPeriod, chosen: chosenPeriod, previous: previousPeriod };
		for (const [field, at] of Object.entries(periods) as [GroupField, string][])
			if (at === period) this.#addToGroup(group, field, cell.visits);
	}

	#addToTrend(period: string, visits: number): void {
		const isShown = this.#trend.some((point) => point.period === period);
		// Before the trend it may be some point's "last year"; after it a new period has begun.
		if (!isShown || period !== this.#view.openPeriod) this.#isUnclear = true;
		this.#trend = this.#trend.map((point) =>
			point.period === period ? { ...point, now: this.#sum(point.now, visits) } : point
		);
	}

	#addToArea(period: string, { kecamatan, visits }: DiseaseCell): void {
		const { chosenPeriod, previousPeriod } = this.#view;
		const field = period === chosenPeriod ? 'now' : period === previousPeriod ? 'previous' : null;
		if (field === null) return;
		const area = findKecamatan(kecamatan) || kecamatan === outsideArea ? kecamatan : '00.00.00';
		if (!this.#areas.some((row) => row.area === area)) this.#isUnclear = true;
		this.#areas = this.#areas.map((row) =>
			row.area === area ? { ...row, [field]: this.#sum(row[field], visits) } : row
		);
	}

	#addToGroup(group: string, field: GroupField, visits: number): void {
		this.#groups = this.#groups.map((row) =>
			row.group === group ? { ...row, [field]: this.#sum(row[field], visits) } : row
		);
	}

	#sum(figure: Counted | null, visits: number): Counted | null {
		if (figure?.kind === 'visits') return { ...figure, value: figure.value + visits };
		// A ready-made count of the whole city stands whatever visits come.
		if (figure?.kind !== 'tally') this.#isUnclear = true;
		return figure;
	}
}
