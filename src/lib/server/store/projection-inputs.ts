/** What projections were computed from, kept by day as their answers are. */
import type { Transaction } from './bulk.ts';

export type ProjectionInput<Input> = { year: number; knownOn: string; digest: string; input: Input };

/** A second one of the same day takes the first one's place. */
export async function keepProjectionInput(
	tx: Transaction,
	{ year, knownOn, digest, input }: ProjectionInput<object>
): Promise<void> {
	await tx`
		INSERT INTO projection_input (budget_year, known_on, digest, input)
		VALUES (${year}, ${knownOn}, ${digest}, ${JSON.stringify(input)}::text::jsonb)
		ON CONFLICT (budget_year, known_on) DO UPDATE SET digest = excluded.digest, input = excluded.input`;
}

/** The newest of a day or before. */
export async function findProjectionInput<Input>(
	tx: Transaction,
	year: number,
	until: string
): Promise<ProjectionInput<Input> | undefined> {
	const [row] = await tx<ProjectionInput<Input>[]>`
		SELECT budget_year::int AS year, known_on AS "knownOn", digest, input FROM projection_input
		WHERE budget_year = ${year} AND known_on <= ${until} ORDER BY known_on DESC LIMIT 1`;
	return row;
}
