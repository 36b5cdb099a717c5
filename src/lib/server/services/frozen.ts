/**
 * What executive and public see of persons by disease: the frozen lattice of ended weeks, whole and by kecamatan, and of
 * weeks that are not frozen yet the whole city alone. All of it is blurred (`domain/blur`), so that no answer, and no
 * difference of answers, tells a count of one to four. Why it holds:
 *
 * - A frozen cell never changes, so late persons cannot be told from the difference. It is shown once, on one lattice.
 * - A live total may be followed until it is known to the person. Then the cells of its week add up to a known number; but
 *   each cell's class is several counts wide and ends in none from one to four, and of a sum of such classes only the
 *   extremes are ever pinned: nought, seven, or eight and more (`analytics/disclosure` checks it before each freezing).
 * - Weeks do not overlap, and longer periods are told of ready-made counts only: no total of visits lies within another.
 */
import type { ChosenBasis } from '../../analytics/basis/one-basis.ts';
import { scopeOf } from '../../domain/access.ts';
import { city } from '../../domain/area.ts';
import type { BasisKind, Counted } from '../../domain/basis.ts';
import { blurCount } from '../../domain/blur.ts';
import { lastDayOf, type Grain } from '../../domain/grain.ts';
import { addDays } from '../../domain/period.ts';
import { systemViewer, type Viewer } from '../../domain/viewer.ts';
import type { Transaction } from '../store/bulk.ts';
import type { Span } from '../store/disease-queries.ts';
import { findFrozenWeeks, readLattice, type LatticeCell } from '../store/lattice.ts';
import { inSnapshot } from '../store/snapshot.ts';
import type { ServiceContext } from './context.ts';
import { countDiseases, type Figures } from './count-diseases.ts';

/** Sees totals of the city and frozen weeks, and nothing finer. */
export function seesOnlyTotals({ role }: Viewer): boolean {
	return role !== 'system' && scopeOf(role, 'visits') === 'city';
}

export type ShownAsked = {
	groups: readonly string[];
	grain: Grain;
	/** From the first day of a period to the last day of one. */
	span: Span;
	asOf: string | null;
};

/** In the place of `countDiseases` for whoever sees only totals. */
export async function readShownCounts(
	context: ServiceContext,
	tx: Transaction,
	asked: ShownAsked
): Promise<Figures> {
	if (asked.grain !== 'week') return readShownTallies(context, asked);
	const { groups, span, asOf } = asked;
	const weeks = await findFrozenWeeks(tx, span, asOf);
	const frozen = new Set(weeks.map(({ week }) => week));
	const cells = layOut(await readLattice(tx, groups, span, asOf));
	const live = await countLive(context, asked, lastUnbroken(span, frozen));
	return (group, week) =>
		frozen.has(week) ? (cells.get(`${group} ${week}`) ?? nobodyCounted()) : wholeOnly(live(group, week));
}

/** What the product itself counts, for a viewer who is then told no more than is shown. */
export function readAsProduct<T>(context: ServiceContext, read: (tx: Transaction) => Promise<T>): Promise<T> {
	return inSnapshot(context.system, systemViewer('city-totals'), read);
}

const nobodyCounted = (): ChosenBasis => ({ whole: null, parts: new Map() });

/** Weeks before the first that is not frozen need not be counted. */
function lastUnbroken({ from, to }: Span, frozen: ReadonlySet<string>): Span {
	let first = from;
	while (frozen.has(first) && first <= to) first = addDays(first, 7);
	return { from: first, to };
}

async function countLive(
	context: ServiceContext,
	{ groups, grain, asOf }: ShownAsked,
	span: Span
): Promise<Figures> {
	if (span.from > span.to) return nobodyCounted;
	const isFacility = (code: string) => context.facilities.find(code) !== undefined;
	return readAsProduct(context, (tx) =>
		countDiseases(tx, { groups, grain, span, asOf, facility: null, isFacility })
	);
}

/** Ready-made counts of the city were made to be told; visits of a month would overlap with its weeks. */
async function readShownTallies(context: ServiceContext, asked: ShownAsked): Promise<Figures> {
	const figures = await countLive(context, asked, {
		from: asked.span.from,
		to: lastDayOf(asked.grain, asked.span.to)
	});
	return (group, period) => {
		const { whole } = wholeOnly(figures(group, period));
		return whole?.kind === 'tally' ? { whole, parts: new Map() } : nobodyCounted();
	};
}

function wholeOnly({ whole }: ChosenBasis): ChosenBasis {
	return { whole: whole && blurred(whole), parts: new Map() };
}

/** Who else counted what would be a second blurred view of the same. */
function blurred({ value, kind, reporter, isPartial }: Counted): Counted {
	return { value: blurCount(value), kind, reporter, isPartial, ownCounts: 0, others: [] };
}

function layOut(cells: readonly LatticeCell[]): Map<string, ChosenBasis> {
	const rows = new Map<string, ChosenBasis>();
	for (const { condition, week, area, shown, kind, reporter, isPartial } of cells) {
		const key = `${condition} ${week}`;
		const row = rows.get(key) ?? nobodyCounted();
		rows.set(key, row);
		const figure: Counted = {
			...{ value: shown, kind: kind as BasisKind, reporter, isPartial },
			...{ ownCounts: 0, others: [] }
		};
		if (area === city.code) row.whole = figure;
		else row.parts.set(area, figure);
	}
	return rows;
}
