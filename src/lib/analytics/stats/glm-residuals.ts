import { AnalyticsError } from '../analytics-error.ts';
import { unitDeviance, type GlmFit } from './glm.ts';

/**
 * Signed square roots of each observation's share of the deviance: how far it lies from its mean, on the log-likelihood's
 * scale.
 *
 * Definition: McCullagh & Nelder (1989), 2.4.3.
 *
 * @param response as given to `fitGlm`; `fit` its answer
 * @throws AnalyticsError `bad-shape` for lengths that differ. Cost: linear.
 */
export function devianceResiduals(response: Float64Array, { fitted }: GlmFit): Float64Array {
	refuse(response, fitted);
	return response.map((y, i) => {
		const mean = fitted[i] as number;
		return Math.sign(y - mean) * Math.sqrt(Math.max(0, unitDeviance(y, mean)));
	});
}

/**
 * Residuals made nearly normal by the power 2/3 and standardised by dispersion and leverage, so that 2.58 is rare.
 *
 * Definition: Anscombe residuals as in Farrington et al. (1996), eq. 3:
 * 3/2 (y^⅔ − μ^⅔) / (μ^⅙ √(φ(1 − h))).
 *
 * @param response as given to `fitGlm`; `fit` its answer; `dispersion` φ above 0
 * @throws AnalyticsError `bad-shape` for lengths that differ, `bad-option` for another dispersion. Cost: linear.
 */
export function anscombeResiduals(
	response: Float64Array,
	{ fitted, hat }: GlmFit,
	dispersion: number
): Float64Array {
	refuse(response, fitted);
	if (!(dispersion > 0))
		throw new AnalyticsError('bad-option', `A dispersion must be above 0, not ${dispersion}.`);
	return response.map((y, i) => {
		const mean = fitted[i] as number;
		const spread = Math.sqrt(dispersion * Math.max(Number.EPSILON, 1 - (hat[i] as number)));
		return (1.5 * (Math.cbrt(y) ** 2 - Math.cbrt(mean) ** 2)) / (mean ** (1 / 6) * spread);
	});
}

function refuse(response: Float64Array, fitted: Float64Array): void {
	if (response.length !== fitted.length)
		throw new AnalyticsError('bad-shape', 'Residuals need the response that the fit was made from.');
}
