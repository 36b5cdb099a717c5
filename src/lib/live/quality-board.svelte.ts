import { addDays } from '../domain/period.ts';
import { isSilent } from '../domain/source-silence.ts';
import type { Changes, SourceCell } from '../protocol/live.ts';
import type { QualityView, SourceRow } from '../protocol/views/quality.ts';

/** The Data quality page as it moves: the snapshot plus what each source sent since. What waits is read anew. */
export class QualityBoard {
	readonly #view: QualityView;
	#sources: SourceRow[] = $state.raw([]);

	constructor(view: QualityView) {
		this.#view = view;
		this.#sources = view.sources;
	}

	get sources(): SourceRow[] {
		return this.#sources;
	}

	get hospitals(): { sent: number; expected: number } {
		const hospitals = this.#sources.filter(({ isHospital }) => isHospital);
		const distinct = (rows: SourceRow[]) => new Set(rows.map(({ reporter }) => reporter)).size;
		return { sent: distinct(hospitals.filter(hasSentToday)), expected: distinct(hospitals) };
	}

	get accepted(): number {
		return this.#sources.reduce((sum, { today }) => sum + today.accepted, 0);
	}

	get quarantined(): number {
		return this.#sources.reduce((sum, { today }) => sum + today.quarantined, 0);
	}

	/** Of all sources in the last fourteen days, by how late they came. */
	get delays(): number[] {
		return [0, 1, 2, 3, 4].map((i) => this.#sources.reduce((sum, { delays }) => sum + (delays[i] ?? 0), 0));
	}

	/** Those that have been away for longer than they usually are, the longest first. */
	silentAt(now: string): SourceRow[] {
		return this.#sources
			.filter(({ lastSeenAt, usualHours }) => isSilent(lastSeenAt, usualHours, now))
			.sort((a, b) => (a.lastSeenAt < b.lastSeenAt ? -1 : 1));
	}

	/** @returns whether the page says all that is known now; if not, a new snapshot is due. */
	apply({ sources = [] }: Changes): boolean {
		let isWhole = true;
		for (const cell of sources) if (!this.#add(cell)) isWhole = false;
		return isWhole;
	}

	#add(cell: SourceCell): boolean {
		const row = this.#sources.find(
			({ reporter, source }) => reporter === cell.reporter && source === cell.source
		);
		const last = this.#view.today;
		// A source never seen, a day that has begun, or a row that now waits: no increment tells those.
		if (!row || cell.day > last) return false;
		this.#sources = this.#sources.map((one) => (one === row ? moved(one, cell, last) : one));
		return cell.quarantined === 0;
	}
}

const hasSentToday = ({ today }: SourceRow) => today.accepted + today.duplicate + today.quarantined > 0;

function moved(row: SourceRow, cell: SourceCell, today: string): SourceRow {
	const isToday = cell.day === today;
	return {
		...row,
		lastSeenAt: cell.lastSeenAt > row.lastSeenAt ? cell.lastSeenAt : row.lastSeenAt,
		days: row.days.map((count, i) =>
			addDays(today, i + 1 - row.days.length) === cell.day ? count + cell.accepted : count
		),
		today: isToday
			? {
					accepted: row.today.accepted + cell.accepted,
					duplicate: row.today.duplicate + cell.duplicate,
					quarantined: row.today.quarantined + cell.quarantined
				}
			: row.today
	};
}
