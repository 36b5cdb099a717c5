/** Budgets as they were decided, and the one way to decide one. */
import { writeBudget } from '../budget-queries.ts';
import type { Transaction } from '../bulk.ts';

/** "PAGU": two who decide at once follow each other. */
const numberLock = 0x50414755;

export type DecisionRow = {
	number: number;
	year: number;
	at: Date;
	knownOn: string;
	who: string;
	kind: string;
	amountRupiah: number;
	cashPlan: number[] | null;
	source: string;
};

/** Until the transaction ends nobody else decides: what is judged here still stands when it is written. */
export async function lockDecisions(tx: Transaction): Promise<void> {
	await tx`SELECT pg_advisory_xact_lock(${numberLock})`;
}

/** Newest first. */
export async function findDecisions(tx: Transaction, year: number, until: string): Promise<DecisionRow[]> {
	return tx<DecisionRow[]>`
		SELECT number, budget_year AS year, at, known_on AS "knownOn", who, kind, amount_rupiah AS "amountRupiah",
			cash_plan AS "cashPlan", source
		FROM budget_decision WHERE budget_year = ${year} AND known_on <= ${until} ORDER BY number DESC`;
}

/** A line more, and what holds from its day on. Under `lockDecisions`. */
export async function writeDecision(tx: Transaction, row: Omit<DecisionRow, 'number'>): Promise<void> {
	const { year, at, knownOn, who, kind, amountRupiah, cashPlan, source } = row;
	await tx`
		INSERT INTO budget_decision (number, budget_year, at, known_on, who, kind, amount_rupiah, cash_plan, source)
		SELECT coalesce(max(number), 0) + 1, ${year}::int, ${at}::timestamptz, ${knownOn}::date, ${who}, ${kind},
			${amountRupiah}::bigint, ${cashPlan === null ? null : JSON.stringify(cashPlan)}::text::jsonb, ${source}
		FROM budget_decision`;
	await writeBudget(tx, { year, knownOn, kind, amountRupiah, source });
}

/** The cash plan of the newest decision by a day; null where that one has none, or where it was entered without a line. */
export async function findCashPlan(tx: Transaction, year: number, until: string): Promise<number[] | null> {
	const [newest] = await findDecisions(tx, year, until);
	const [standing] = await tx<{ knownOn: string }[]>`
		SELECT max(known_on) AS "knownOn" FROM budget WHERE budget_year = ${year} AND known_on <= ${until}`;
	return newest !== undefined && newest.knownOn === standing?.knownOn ? newest.cashPlan : null;
}
