import { AnalyticsError } from '../analytics-error.ts';
import { studentCdf } from '../stats/student.ts';
import { fitLogLine, type Line } from './fit-line.ts';

export type SigmaMethod = 'Mack' | 'log-linear';

/** Above this the decline of sigma over the lags is taken for chance, and not drawn on. */
const significance = 0.05;

/**
 * Gives the last lags a sigma, where a single ratio shows no spread.
 *
 * `Mack` (Mack 1993, section 5): σ²[k] = min(σ⁴[k−1] ÷ σ²[k−2], σ²[k−1], σ²[k−2]), step by step. `log-linear`: a
 * straight line through log σ over the lags, drawn on; where its slope is not significant (p > 0.05), or fewer than three
 * sigmas stand, Mack's rule instead.
 *
 * @param sigma one a step, `null` where unknown; a sigma of exactly 0 is left out of the line (it has no logarithm)
 * @returns all known. Where a single sigma stands before the gap, it is repeated. O(lags).
 * @throws AnalyticsError `too-short` where no sigma stands before the gap
 */
export function extrapolateSigma(sigma: readonly (number | null)[], method: SigmaMethod): number[] {
	if (method !== 'Mack' && method !== 'log-linear')
		throw new AnalyticsError('bad-option', `There is no sigma method ${String(method)}.`);
	const line = method === 'log-linear' ? findLine(sigma) : null;
	const complete: number[] = [];
	for (const [step, known] of sigma.entries()) {
		const drawOn = () => (line ? Math.exp(line.intercept + line.slope * step) : bySmallest(complete, step));
		complete.push(known ?? drawOn());
	}
	return complete;
}

function bySmallest(complete: readonly number[], step: number): number {
	const last = complete.at(-1);
	if (last === undefined) {
		throw new AnalyticsError(
			'too-short',
			`One origin alone shows the step from lag ${step}: there is no spread to measure an error by.`,
			step
		);
	}
	const before = complete.at(-2);
	if (before === undefined) return last;
	// Where both are 0 the quotient is 0 ÷ 0 and the smaller of the two is the answer.
	const quotient = before === 0 ? Infinity : last ** 4 / before ** 2;
	return Math.sqrt(Math.min(quotient, last ** 2, before ** 2));
}

/** Null where the line should not be drawn on. */
function findLine(sigma: readonly (number | null)[]): Line | null {
	const line = fitLogLine(sigma);
	if (!line || line.slopeError === null) return null;
	const p =
		line.slopeError === 0 ? 0 : 2 * studentCdf(-Math.abs(line.slope / line.slopeError), line.count - 2);
	return p > significance ? null : line;
}
