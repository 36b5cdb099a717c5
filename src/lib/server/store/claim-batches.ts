/** Payments: one line a batch, one a claim. */
import { insertInto, type Transaction } from './bulk.ts';

/** "BYR1": batches are numbered one after the other. */
const numberLock = 0x42595231;

export type BatchRow = {
	number: number;
	paidAt: Date;
	paidOn: string;
	who: string;
	claims: number;
	amountRupiah: number;
	note: string;
	demo: boolean;
};
export type PaymentRow = {
	facility: string;
	claimNo: string;
	batch: number;
	budgetYear: number;
	amountRupiah: number;
};

/** The next number, kept for this transaction: another one that pays waits. */
export async function takeBatchNumber(tx: Transaction): Promise<number> {
	await tx`SELECT pg_advisory_xact_lock(${numberLock})`;
	const [row] = await tx<{ next: number }[]>`SELECT coalesce(max(number), 0) + 1 AS next FROM payment_batch`;
	return row?.next ?? 1;
}

export async function writeBatch(tx: Transaction, batch: BatchRow): Promise<void> {
	const { number, paidAt, paidOn, who, claims, amountRupiah, note, demo } = batch;
	await tx`
		INSERT INTO payment_batch (number, paid_at, paid_on, who, claims, amount_rupiah, note, demo)
		VALUES (${number}, ${paidAt}, ${paidOn}, ${who}, ${claims}, ${amountRupiah}, ${note}, ${demo})`;
}

export const writePayments = insertInto<PaymentRow>('claim_payment', [
	{ name: 'facility', type: 'text', value: (row) => row.facility },
	{ name: 'claim_no', type: 'text', value: (row) => row.claimNo },
	{ name: 'batch', type: 'int4', value: (row) => row.batch },
	{ name: 'budget_year', type: 'int4', value: (row) => row.budgetYear },
	{ name: 'amount_rupiah', type: 'int8', value: (row) => row.amountRupiah }
]);

export async function findBatches(tx: Transaction, until: Date, limit: number): Promise<BatchRow[]> {
	return tx<BatchRow[]>`
		SELECT number, paid_at AS "paidAt", paid_on AS "paidOn", who, claims, amount_rupiah AS "amountRupiah", note, demo
		FROM payment_batch WHERE paid_at <= ${until} ORDER BY number DESC LIMIT ${limit}`;
}

export async function findBatch(tx: Transaction, number: number): Promise<BatchRow | undefined> {
	const [row] = await tx<BatchRow[]>`
		SELECT number, paid_at AS "paidAt", paid_on AS "paidOn", who, claims, amount_rupiah AS "amountRupiah", note, demo
		FROM payment_batch WHERE number = ${number}`;
	return row;
}

export type PaidHospital = { facility: string; claims: number; amountRupiah: number };

export async function sumBatchByHospital(tx: Transaction, number: number): Promise<PaidHospital[]> {
	return tx<PaidHospital[]>`
		SELECT facility, count(*)::int AS claims, sum(amount_rupiah)::bigint AS "amountRupiah" FROM claim_payment
		WHERE batch = ${number} GROUP BY facility ORDER BY facility`;
}

export async function findBatchClaims(tx: Transaction, number: number): Promise<Omit<PaymentRow, 'batch'>[]> {
	return tx<Omit<PaymentRow, 'batch'>[]>`
		SELECT facility, claim_no AS "claimNo", budget_year AS "budgetYear", amount_rupiah AS "amountRupiah"
		FROM claim_payment WHERE batch = ${number} ORDER BY facility, claim_no`;
}
