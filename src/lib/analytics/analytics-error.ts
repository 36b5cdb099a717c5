export type AnalyticsErrorCode =
	'not-a-number' | 'negative' | 'too-short' | 'bad-option' | 'bad-shape' | 'not-converged';

/**
 * Input that no method can answer honestly. A method throws this and never answers NaN.
 *
 * The message is one sentence that says what to mend; `index` is the 0-based position at fault, where there is one.
 */
export class AnalyticsError extends Error {
	constructor(
		readonly code: AnalyticsErrorCode,
		message: string,
		readonly index: number | null = null
	) {
		super(message);
	}
}
