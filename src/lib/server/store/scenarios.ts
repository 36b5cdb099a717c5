/** Kept questions, each of a subject: the chain, or the proposal for a year. Nothing is ever changed but whether one stands in the list. */
import type { Transaction } from './bulk.ts';

export type ScenarioRow = {
	id: string;
	/** `chain`, or `budget-2027`. */
	subject: string;
	name: string;
	keptBy: string;
	keptAt: Date;
	/** `exact` where it rests on live counts by disease, which not every reader may see. */
	disclosure: 'exact' | 'shown';
	levers: object;
	modelVersion: number;
	computedAt: Date;
	change: number;
	inputs: object;
	result: object;
};

/** At most so many of a subject stand in the list. */
export const mostScenarios = 200;

export async function keepScenario(tx: Transaction, row: ScenarioRow): Promise<void> {
	const text = (value: object) => JSON.stringify(value);
	await tx`
		INSERT INTO scenario (id, subject, name, kept_by, kept_at, disclosure, levers, model_version, computed_at, change, inputs, result)
		VALUES (${row.id}, ${row.subject}, ${row.name}, ${row.keptBy}, ${row.keptAt}, ${row.disclosure}, ${text(row.levers)}::text::jsonb,
			${row.modelVersion}, ${row.computedAt}, ${row.change}, ${text(row.inputs)}::text::jsonb,
			${text(row.result)}::text::jsonb)`;
}

/**
 * Those that stand in the list, newest first.
 *
 * @param until as it stood then; null for now
 */
export async function listScenarios(
	tx: Transaction,
	subject: string,
	until: Date | null = null
): Promise<ScenarioRow[]> {
	const isListed =
		until === null
			? tx`removed_at IS NULL`
			: tx`kept_at <= ${until} AND (removed_at IS NULL OR removed_at > ${until})
				AND NOT EXISTS (SELECT FROM jsonb_to_recordset(away) AS out("from" timestamptz, "to" timestamptz)
					WHERE "from" <= ${until} AND "to" > ${until})`;
	return tx<ScenarioRow[]>`
		SELECT id, subject, name, kept_by AS "keptBy", kept_at AS "keptAt", disclosure, levers, model_version AS "modelVersion",
			computed_at AS "computedAt", change, inputs, result
		FROM scenario WHERE subject = ${subject} AND ${isListed} ORDER BY kept_at DESC, id LIMIT ${mostScenarios}`;
}

/** @param by who may: its keeper; null for whoever may take out any. Returns false where it stands no more, or is another's. */
export async function removeScenario(
	tx: Transaction,
	{ id, subject }: Pick<ScenarioRow, 'id' | 'subject'>,
	{ at, who, by }: { at: Date; who: string; by: string | null }
): Promise<boolean> {
	const rows = await tx`
		UPDATE scenario SET removed_at = ${at}, removed_by = ${who}
		WHERE id = ${id} AND subject = ${subject} AND removed_at IS NULL AND (${by}::text IS NULL OR kept_by = ${by}) RETURNING id`;
	return rows.length > 0;
}

/** Only who took it out puts it back; how long it was away is kept. */
export async function restoreScenario(
	tx: Transaction,
	{ id, subject }: Pick<ScenarioRow, 'id' | 'subject'>,
	{ at, who }: { at: Date; who: string }
): Promise<boolean> {
	const rows = await tx`
		UPDATE scenario SET removed_at = NULL, removed_by = NULL,
			away = away || jsonb_build_array(jsonb_build_object('from', removed_at, 'to', ${at}::timestamptz))
		WHERE id = ${id} AND subject = ${subject} AND removed_at IS NOT NULL AND removed_by = ${who} RETURNING id`;
	return rows.length > 0;
}

export async function countScenarios(tx: Transaction, subject: string): Promise<number> {
	const [row] = await tx<{ count: number }[]>`
		SELECT count(*)::int AS count FROM scenario
		WHERE subject = ${subject} AND removed_at IS NULL`;
	return row?.count ?? 0;
}
