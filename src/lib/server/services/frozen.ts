/**
 * What executive and public see of persons by disease: the frozen lattice of ended weeks, whole and by kecamatan, and nothing
 * else. All of it is blurred (`domain/blur`), so that no answer, and no difference of answers, tells a count of one to four.
 * Why it holds:
 *
 * - A frozen cell never changes, so late persons cannot be told from the difference. It is shown once, on one lattice.
 * - Nothing by disease is live, not even the whole city. Who may watch a rounded total at every commit, or every evening, knows
 *   it to the person whenever it steps from one class to the next, and then that the patient of that moment has the disease.
 * - The cells of a week add up to its whole, and the wholes of all diseases to the visits of the week, which may be known to the
 *   person. Each count stands in one sum only, and each class is several counts wide. Of counts in one sum, one is pinned
 *   only where the sum is as small or as large as its classes allow; then each stands at an end of its class, and no class
 *   ends in one to four (`analytics/disclosure` checks it before each freezing).
 * - Weeks do not overlap, and longer periods are told of ready-made counts only: no total of visits lies within another.
 *
 * What is live of persons is the whole city over all conditions and services: visits by day, and the members. It is rounded too
 * (schema `city` of the database, `live/city-mirror`). Its steps may be followed to the person; that tells that somebody came
 * to some facility of the city, and nothing of whom, of where or of what. Weeks, months and years are sums of the rounded days,
 * so that there is no total beside its parts from which a difference could be taken. Nothing finer is live: by hospital,
 * service, disease or kecamatan a step would tell one person's. Numbers of commits stay what they are: they count every kind
 * of event together, and a commit that moves no rounded total is not told of persons at all.
 */
import type { ChosenBasis } from '../../analytics/basis/one-basis.ts';
import { scopeOf } from '../../domain/access.ts';
import { city } from '../../domain/area.ts';
import type { BasisKind, Counted } from '../../domain/basis.ts';
import { blurCount } from '../../domain/blur.ts';
import { lastDayOf, type Grain } from '../../domain/grain.ts';
import { addDays, jakartaDay } from '../../domain/period.ts';
import { systemViewer, type Viewer } from '../../domain/viewer.ts';
import type { Transaction } from '../store/bulk.ts';
import type { Span } from '../store/disease-queries.ts';
import { findFeedStart } from '../store/feed.ts';
import { readLattice, type LatticeCell } from '../store/lattice.ts';
import { inSnapshot } from '../store/snapshot.ts';
import type { Moment, ServiceContext } from './context.ts';
import { countDiseases, type Figures } from './count-diseases.ts';

/** Sees totals of the city and frozen weeks, and nothing finer. */
export function seesOnlyTotals({ role }: Viewer): boolean {
	return role !== 'system' && scopeOf(role, 'visits') === 'city';
}

/** Knows the number of members, rounded. */
export function seesRoundedMembers({ role }: Viewer): boolean {
	return role !== 'system' && scopeOf(role, 'members') === 'city';
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
	const cells = layOut(await readLattice(tx, asked.groups, asked.span, asked.asOf));
	return (group, week) => cells.get(`${group} ${week}`) ?? nobodyCounted();
}

/** What the product itself counts, for a viewer who is then told no more than is shown. */
export function readAsProduct<T>(context: ServiceContext, read: (tx: Transaction) => Promise<T>): Promise<T> {
	return inSnapshot(context.system, systemViewer('city-totals'), read);
}

/** A day is no count of persons; days with few visits do not stand among those that readers of totals find. */
export function findFeedStartFor(
	context: ServiceContext,
	tx: Transaction,
	{ asOf }: Pick<Moment, 'asOf'>
): Promise<string | null> {
	if (!seesOnlyTotals(context.viewer)) return findFeedStart(tx, asOf);
	return readAsProduct(context, (own) => findFeedStart(own, asOf));
}

const nobodyCounted = (): ChosenBasis => ({ whole: null, parts: new Map() });

/** Ready-made counts of the city were made to be told, as of the day before; visits of a month would overlap with its weeks. */
async function readShownTallies(
	context: ServiceContext,
	{ groups, grain, span, asOf }: ShownAsked
): Promise<Figures> {
	const isFacility = (code: string) => context.facilities.find(code) !== undefined;
	const asked = {
		...{ groups, grain, facility: null, isFacility },
		span: { from: span.from, to: lastDayOf(grain, span.to) },
		asOf: asOf ?? addDays(jakartaDay(context.clock()), -1)
	};
	const figures = await readAsProduct(context, (tx) => countDiseases(tx, asked));
	return (group, period) => {
		const { whole } = figures(group, period);
		return whole?.kind === 'tally' ? { whole: blurred(whole), parts: new Map() } : nobodyCounted();
	};
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
