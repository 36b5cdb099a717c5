/**
 * What the evaluation tells of persons, counted once a week up to the day before a week is frozen, rounded as the frozen weeks
 * are, and kept as it was told: whoever reads it day after day sees it move by whole steps and once a week.
 */
import { blurCount, firstShown } from '../../../domain/blur.ts';
import { findDiseaseGroupByCategory } from '../../../domain/surveillance-diseases.ts';
import { findAnalysis, type Analysis } from '../../store/analyses.ts';
import type { Transaction } from '../../store/bulk.ts';
import { sumByDiagnosis, type DiagnosisCost } from '../../store/budget/capitation-queries.ts';
import { countVisitParts, type VisitPart } from '../../store/evaluation-queries.ts';

export const heldKind = 'evaluation-held';
/** To be raised whenever it counts differently. */
const version = 2;
const mostCostly = 10;

export const heldParts = ['service', 'facility', 'kecamatan', 'sex', 'age', 'segment'] as const;
export type HeldPart = (typeof heldParts)[number];

export type HeldCounts = {
	/** Up to the end of this day. */
	until: string;
	countedAt: string;
	visits: Readonly<Record<HeldPart, Readonly<Record<string, number>>>>;
	/** Disease groups by their share of the committed money, in whole percent, the dearest first. */
	costly: readonly { disease: string; percent: number }[];
};
type Stored = Omit<HeldCounts, 'until' | 'countedAt'>;

/** The newest that was told by a day. */
export async function findHeldCounts(
	tx: Transaction,
	year: number,
	until: string
): Promise<HeldCounts | null> {
	const found = await findAnalysis<Stored>(tx, heldKind, String(year), until);
	return found ? { until: found.knownOn, countedAt: found.computedAt.toISOString(), ...found.result } : null;
}

/** `isOnce`: any earlier count of the year will do. */
type Counting = { year: number; until: string; at: Date; change: number; isOnce: boolean };

/** Counts a year up to the end of a day. @returns what is to be kept; null where it was counted already */
export async function countHeld(
	tx: Transaction,
	{ year, until, at, change, isOnce }: Counting
): Promise<Analysis<Stored> | null> {
	const standing = await findAnalysis(tx, heldKind, String(year), until);
	const isFresh = standing?.knownOn === until || isOnce;
	if (standing?.version === version && isFresh) return null;
	const visits = partsOf(await countVisitParts(tx, year, until));
	const costly = shareOut(await sumByDiagnosis(tx, year, until));
	return {
		...{ kind: heldKind, subject: String(year), knownOn: until, computedAt: at, change, version },
		...{ inputs: {}, result: { visits, costly } satisfies Stored }
	};
}

function partsOf(rows: readonly VisitPart[]): HeldCounts['visits'] {
	const of = (by: HeldPart) =>
		Object.fromEntries(
			rows.filter((row) => row.by === by).map(({ part, visits }) => [part, blurCount(visits)])
		);
	return Object.fromEntries(heldParts.map((by) => [by, of(by)])) as Record<HeldPart, Record<string, number>>;
}

/** Of few claims not even a share is told. */
function shareOut(rows: readonly DiagnosisCost[]): HeldCounts['costly'] {
	const all = rows.reduce((sum, { committedRupiah }) => sum + committedRupiah, 0);
	const groups = new Map<string, { claims: number; rupiah: number }>();
	for (const { icd3, claims, committedRupiah } of rows) {
		const id = findDiseaseGroupByCategory(icd3)?.id;
		if (id === undefined) continue;
		const group = groups.get(id) ?? { claims: 0, rupiah: 0 };
		groups.set(id, { claims: group.claims + claims, rupiah: group.rupiah + committedRupiah });
	}
	return [...groups]
		.filter(([, { claims }]) => claims >= firstShown)
		.map(([disease, { rupiah }]) => ({ disease, percent: all > 0 ? Math.round((100 * rupiah) / all) : 0 }))
		.filter(({ percent }) => percent > 0)
		.sort((a, b) => b.percent - a.percent || (a.disease < b.disease ? -1 : 1))
		.slice(0, mostCostly);
}
