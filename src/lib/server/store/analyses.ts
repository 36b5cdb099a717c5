/** Answers of heavy computing, kept by day. */
import type { Transaction } from './bulk.ts';

export type Analysis<Result> = {
	kind: string;
	subject: string;
	knownOn: string;
	computedAt: Date;
	change: number;
	version: number;
	/** What it was computed from, in short: enough to tell whether it must be computed again. */
	inputs: Record<string, unknown>;
	result: Result;
};

/** A second answer of the same day takes the first one's place. */
export async function keepAnalysis(tx: Transaction, analysis: Analysis<object>): Promise<void> {
	const { kind, subject, knownOn, computedAt, change, version, inputs, result } = analysis;
	await tx`
		INSERT INTO analysis (kind, subject, known_on, computed_at, change, version, inputs, result)
		VALUES (${kind}, ${subject}, ${knownOn}, ${computedAt}, ${change}, ${version},
			${JSON.stringify(inputs)}::text::jsonb, ${JSON.stringify(result)}::text::jsonb)
		ON CONFLICT (kind, subject, known_on) DO UPDATE SET computed_at = excluded.computed_at,
			change = excluded.change, version = excluded.version, inputs = excluded.inputs, result = excluded.result`;
}

/**
 * The newest answer of a day or before.
 *
 * @param status where only an answer that has it will do: one that says why it is none is kept as well
 */
export async function findAnalysis<Result>(
	tx: Transaction,
	kind: string,
	subject: string,
	until: string,
	status: string | null = null
): Promise<Analysis<Result> | undefined> {
	const [row] = await tx<Analysis<Result>[]>`
		SELECT kind, subject, known_on AS "knownOn", computed_at AS "computedAt", change, version, inputs, result
		FROM analysis WHERE kind = ${kind} AND subject = ${subject} AND known_on <= ${until}
			AND (${status}::text IS NULL OR result ->> 'status' = ${status})
		ORDER BY known_on DESC LIMIT 1`;
	return row;
}
