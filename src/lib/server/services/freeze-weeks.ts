/**
 * Freezes ended weeks: on the Tuesday after a week's end, what was known on the Monday. A process that was away then
 * freezes the same later. Weeks from before the product knew anything are frozen as they are known now, from today on.
 */
import type { ChosenBasis } from '../../analytics/basis/one-basis.ts';
import { feasibleCounts, isPinned } from '../../analytics/disclosure/feasible-counts.ts';
import { city, kecamatan, outsideArea, unknownArea } from '../../domain/area.ts';
import type { Counted } from '../../domain/basis.ts';
import { blurCount, countsBehind, firstShown, smallest } from '../../domain/blur.ts';
import { addDays, eachWeekStart, epiWeekStart, jakartaDay } from '../../domain/period.ts';
import { diseaseGroups } from '../../domain/surveillance-diseases.ts';
import { systemViewer } from '../../domain/viewer.ts';
import type { Transaction } from '../store/bulk.ts';
import type { Sql } from '../store/connect.ts';
import {
	findFrozenWeeks,
	findKnownSpan,
	freezeWeek,
	lockFreezing,
	type FrozenWeek,
	type KnownSpan,
	type LatticeCell
} from '../store/lattice.ts';
import { inTransaction } from '../store/transaction.ts';
import { setViewer } from '../store/viewer-context.ts';
import { countDiseases } from './count-diseases.ts';

/** Of the way of freezing; a week keeps that of its time. */
const version = 1;
/** From a week's first day, a Sunday, to the Tuesday after its end. */
export const frozenAfterDays = 9;
/** What a page's trend shows, the year before it, and some weeks to spare. */
const mostWeeks = 160;

export type Freezing = { sql: Sql; clock: () => Date; isFacility: (code: string) => boolean };

/** @returns how many weeks were frozen. One transaction a week, so that a stop in between loses none. */
export async function freezeEndedWeeks(freezing: Freezing): Promise<number> {
	const due = await findDueWeeks(freezing);
	let frozen = 0;
	for (const one of due) if (await freezeOne(freezing, one)) frozen += 1;
	return frozen;
}

type Due = { week: string; frozenOn: string; asOf: string | null };

function findDueWeeks({ sql, clock }: Freezing): Promise<Due[]> {
	const today = jakartaDay(clock());
	return inTransaction(sql, async (tx) => {
		await setViewer(tx, systemViewer('freeze'));
		const known = await findKnownSpan(tx);
		const last = epiWeekStart(addDays(today, -frozenAfterDays));
		// The first visit of all may have come in the middle of its week.
		const firstWeek = known.firstDay === null ? null : epiWeekStart(known.firstDay);
		if (firstWeek === null || firstWeek > last) return [];
		const reach = addDays(last, -7 * mostWeeks);
		const first = firstWeek > reach ? firstWeek : reach;
		const done = new Set(
			(await findFrozenWeeks(tx, { from: first, to: last }, null)).map(({ week }) => week)
		);
		return eachWeekStart(first, last)
			.filter((week) => !done.has(week))
			.map((week) => dueOf(week, today, known));
	});
}

function dueOf(week: string, today: string, { firstKnownOn }: KnownSpan): Due {
	const frozenOn = addDays(week, frozenAfterDays);
	if (firstKnownOn !== null && firstKnownOn < frozenOn)
		return { week, frozenOn, asOf: addDays(frozenOn, -1) };
	return { week, frozenOn: today, asOf: null };
}

async function freezeOne({ sql, clock, isFacility }: Freezing, due: Due): Promise<boolean> {
	const { week, frozenOn, asOf } = due;
	return inTransaction(sql, async (tx) => {
		await setViewer(tx, systemViewer('freeze'));
		if (!(await lockFreezing(tx))) return false;
		const [standing] = await findFrozenWeeks(tx, { from: week, to: week }, null);
		if (standing !== undefined) return false;
		const record: FrozenWeek = { week, frozenOn, computedAt: clock(), version };
		await freezeWeek(tx, record, await findCells(tx, { week, asOf, isFacility }));
		return true;
	});
}

async function findCells(
	tx: Transaction,
	{ week, asOf, isFacility }: { week: string; asOf: string | null; isFacility: (code: string) => boolean }
): Promise<LatticeCell[]> {
	const groups = diseaseGroups.map(({ id }) => id);
	const span = { from: week, to: addDays(week, 6) };
	const figures = await countDiseases(tx, { groups, grain: 'week', span, asOf, facility: null, isFacility });
	return groups.flatMap((group) => cellsOf(group, week, figures(group, week)));
}

const areas = [...kecamatan.map(({ code }) => code), outsideArea, unknownArea];

/** Every area of a disease that was counted by visits has its cell, also where nobody was: a missing one would tell. */
export function cellsOf(condition: string, week: string, { whole, parts }: ChosenBasis): LatticeCell[] {
	if (whole === null) return [];
	const cell = (area: string, { value, kind, reporter, isPartial }: Counted): LatticeCell => ({
		...{ condition, week, area, shown: blurCount(value) },
		...{ kind, reporter, isPartial }
	});
	const counted = areas.flatMap((area): [string, Counted][] => {
		const part = parts.get(area);
		if (part !== undefined) return [[area, part]];
		return whole.kind === 'tally' ? [] : [[area, { ...whole, value: 0 }]];
	});
	const isSafe = isSafeToShow(
		whole.value,
		counted.map(([, { value }]) => value)
	);
	return [cell(city.code, whole), ...(isSafe ? counted.map(([area, figure]) => cell(area, figure)) : [])];
}

/**
 * Against whoever followed the live total person by person and knows it exactly. Where one cell could be worked out, none
 * is told.
 */
export function isSafeToShow(whole: number, parts: readonly number[]): boolean {
	if (parts.length === 0) return true;
	const sum = parts.reduce((a, b) => a + b, 0);
	// What was told of the whole by itself binds the parts to nothing.
	if (sum !== whole) return true;
	const known = whole < firstShown ? countsBehind(0) : { low: whole, high: whole };
	const bounds = feasibleCounts(
		[known, ...parts.map((value) => countsBehind(blurCount(value)))],
		[{ whole: 0, parts: parts.map((_, index) => index + 1) }]
	);
	return !bounds.slice(1).some((left) => isPinned(left, smallest));
}
