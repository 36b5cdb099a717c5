/** What the levers are pulled on: the budget's own projection, the city's rates, and the usual cases of a disease. */
import type { YearInput } from '../../../analytics/budget/project-year.ts';
import type { ChainBase } from '../../../analytics/chain/chain-base.ts';
import { usualCases } from '../../../analytics/chain/usual-cases.ts';
import { city } from '../../../domain/area.ts';
import { settledHalfYear, usualSpan, type ChainLevers } from '../../../domain/chain.ts';
import { addDays, eachWeekStart, epiWeekStart, yearOf } from '../../../domain/period.ts';
import { findDiseaseGroup } from '../../../domain/surveillance-diseases.ts';
import type { BudgetProjection } from '../../../protocol/views/budget.ts';
import type { UsualCases } from '../../../protocol/views/chain.ts';
import { findAnalysis } from '../../store/analyses.ts';
import type { Transaction } from '../../store/bulk.ts';
import { findBudgetRevisions } from '../../store/budget-queries.ts';
import { readVisitsByArea } from '../../store/disease-queries.ts';
import { findFeedStart } from '../../store/feed.ts';
import { readLattice } from '../../store/lattice.ts';
import { findProjectionInput } from '../../store/projection-inputs.ts';
import { findBudgetProjection, projectionKind } from '../budget-projection.ts';

export const chainBaseKind = 'chain-base';

export type Base = ChainBase & { computedAt: string };
export type Ground = {
	base: Base | null;
	baseline: BudgetProjection | null;
	/** Of the method that the baseline was made with. */
	projectionVersion: number | null;
	ceilingRupiah: number | null;
	/** What the baseline was computed from; null where it cannot be asked anew. */
	year: { digest: string; input: YearInput } | null;
};

/** As the product reads it: the budget's answer and what it was computed from, in one transaction. */
export async function readGround(tx: Transaction, today: string): Promise<Ground> {
	const year = yearOf(today);
	const { from } = settledHalfYear(today);
	const base = await findAnalysis<ChainBase>(tx, chainBaseKind, from, today);
	const input = await findProjectionInput<YearInput>(tx, year, today);
	const baseline = await findBudgetProjection(tx, year, today);
	const projection = await findAnalysis<object>(tx, projectionKind, String(year), today);
	const revisions = await findBudgetRevisions(tx, year, today);
	return {
		base: base ? { ...base.result, computedAt: base.computedAt.toISOString() } : null,
		baseline,
		projectionVersion: baseline && (projection?.version ?? null),
		ceilingRupiah: revisions.at(-1)?.amountRupiah ?? null,
		year: baseline !== null && input ? { digest: input.digest, input: input.input } : null
	};
}

/** Below a quarter nobody can tell a usual week. */
const fewestWeeks = 13;

type Weeks = { from: string; to: string; city: number[]; part: number[]; kind: UsualCases['kind'] };

/**
 * Of the chosen disease where it was chosen: counted from visits for who sees them, else from frozen weeks. A week without
 * cases counts with nought; weeks from before the feed of visits do not count.
 *
 * @returns null where fewer than a quarter's weeks are known
 */
export async function readUsualCases(
	tx: Transaction,
	{ disease, kecamatan }: Pick<ChainLevers, 'disease' | 'kecamatan'>,
	today: string,
	seesTotalsOnly: boolean
): Promise<UsualCases | null> {
	if (disease === null) return null;
	const span = usualSpan(today);
	const weeks = seesTotalsOnly
		? await readFrozenWeeks(tx, disease, kecamatan, span)
		: await readCountedWeeks(tx, disease, kecamatan, span);
	if (weeks === null || weeks.city.length < fewestWeeks) return null;
	const { from, to, kind } = weeks;
	return { ...usualCases(weeks.city, weeks.part), ...{ from, to, kind, weeks: weeks.city.length } };
}

type Span = { from: string; to: string };

async function readCountedWeeks(
	tx: Transaction,
	disease: string,
	kecamatan: string | null,
	span: Span
): Promise<Weeks | null> {
	const codes = findDiseaseGroup(disease)?.icd10 ?? [];
	const start = await findFeedStart(tx, null);
	if (start === null) return null;
	const whole = epiWeekStart(addDays(start, 6));
	const from = whole > span.from ? whole : span.from;
	if (from > span.to) return null;
	const rows = await readVisitsByArea(tx, { codes, grain: 'week', asOf: null }, { from, to: span.to });
	const weeks = eachWeekStart(from, span.to);
	const countIn = (week: string, area: string | null) =>
		rows.reduce(
			(sum, row) =>
				row.period === week && (area === null || row.kecamatan === area) ? sum + row.visits : sum,
			0
		);
	return {
		...{ from, to: span.to, kind: 'visits' },
		city: weeks.map((week) => countIn(week, null)),
		part: weeks.map((week) => countIn(week, kecamatan))
	};
}

/** Only weeks that stand on visits as a whole: the rates are of visits, and a form counts others. */
async function readFrozenWeeks(
	tx: Transaction,
	disease: string,
	kecamatan: string | null,
	span: Span
): Promise<Weeks | null> {
	const cells = await readLattice(tx, [disease], span, null);
	const wholes = cells.filter(
		({ area, kind, isPartial }) => area === city.code && kind === 'visits' && !isPartial
	);
	const [first] = wholes;
	const last = wholes.at(-1);
	if (!first || !last) return null;
	const partOf = (week: string) =>
		cells.find((cell) => cell.week === week && cell.area === kecamatan)?.shown ?? 0;
	return {
		...{ from: first.week, to: last.week, kind: 'frozen' },
		city: wholes.map(({ shown }) => shown),
		part: wholes.map(({ week, shown }) => (kecamatan === null ? shown : partOf(week)))
	};
}
