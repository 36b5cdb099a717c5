/** The order plan of medicines as people left it, and the one way to add to it. */
import type { PlanLine } from '../../domain/drug-plan.ts';
import type { PlannedLine } from '../../domain/drug-plan-line.ts';
import type { Transaction } from './bulk.ts';

/** "OBAT": two who move the plan of a year at once follow each other. */
const lockNumber = 0x4f424154;

export type PlanMoveRow = PlanLine & {
	reason: string;
	role: string;
	at: Date;
	hash: string | null;
};

/** Until the transaction ends nobody else moves it: what is judged here still stands when it is written. */
export async function lockPlan(tx: Transaction, year: number): Promise<void> {
	await tx`SELECT pg_advisory_xact_lock(${lockNumber}, ${year}::int)`;
}

/** Oldest first, up to a moment. */
export function readPlanMoves(tx: Transaction, year: number, until: Date): Promise<PlanMoveRow[]> {
	return tx<PlanMoveRow[]>`
		SELECT number, move, state, item, value, reason, who, role, at, hash FROM drug_plan_move
		WHERE plan_year = ${year} AND at <= ${until} ORDER BY number`;
}

export async function readPlanYears(tx: Transaction, until: Date): Promise<number[]> {
	const rows = await tx<{ year: number }[]>`
		SELECT DISTINCT plan_year AS year FROM drug_plan_move WHERE at <= ${until} ORDER BY 1`;
	return rows.map(({ year }) => year);
}

export async function addPlanMove(
	tx: Transaction,
	year: number,
	{ number, move, state, item, value, reason, who, role, at, hash }: PlanMoveRow
): Promise<void> {
	await tx`
		INSERT INTO drug_plan_move (plan_year, number, move, state, item, value, reason, who, role, at, hash)
		VALUES (${year}, ${number}, ${move}, ${state}, ${item}, ${value}, ${reason}, ${who}, ${role}, ${at}, ${hash})`;
}

/** The figures that the line of this number proposed, in the order in which they are bought; what has no price last. */
export function readPlanLines(tx: Transaction, year: number, number: number): Promise<PlannedLine[]> {
	return tx<PlannedLine[]>`
		SELECT item, rank, ven, abc, price_rupiah AS "priceRupiah", chance, median_use AS "medianUse", use, stock,
			stock_reported AS "stockReported", stock_expected AS "stockExpected", options, computed, override, quantity,
			cost_rupiah AS "costRupiah", bought, bought_rupiah AS "boughtRupiah", rupiah_per_risk AS "rupiahPerRisk",
			made_on AS "madeOn", last_month AS "lastMonth", months
		FROM drug_plan_line WHERE plan_year = ${year} AND number = ${number} ORDER BY rank NULLS LAST, item`;
}

export async function addPlanLines(
	tx: Transaction,
	year: number,
	number: number,
	lines: readonly PlannedLine[]
): Promise<void> {
	await tx`
		INSERT INTO drug_plan_line (plan_year, number, item, rank, ven, abc, price_rupiah, chance, median_use, use, stock,
			stock_reported, stock_expected, options, computed, override, quantity, cost_rupiah, bought, bought_rupiah, rupiah_per_risk,
			made_on, last_month, months)
		SELECT ${year}::int, ${number}::int, item, rank, ven, abc, "priceRupiah", chance, "medianUse", use, stock,
			"stockReported", "stockExpected", options, computed, override, quantity, "costRupiah", bought, "boughtRupiah",
			"rupiahPerRisk", "madeOn", "lastMonth", months
		FROM jsonb_to_recordset(${JSON.stringify(lines)}::text::jsonb) AS given(item text, rank int, ven text, abc text,
			"priceRupiah" bigint, chance double precision, "medianUse" double precision, use double precision, stock bigint,
			"stockReported" int, "stockExpected" int, options jsonb, computed bigint, override bigint, quantity bigint, "costRupiah" bigint,
			bought bigint, "boughtRupiah" bigint, "rupiahPerRisk" double precision, "madeOn" date, "lastMonth" text, months jsonb)`;
}
