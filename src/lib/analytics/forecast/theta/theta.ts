import { estimateEts, rerunEts, type EtsEstimate } from '../ets/estimate.ts';
import type { FittedModel } from '../model.ts';
import { dressTheta, type ThetaPass } from './dress.ts';
import { requireEnough } from './require-enough.ts';
import { adjustSeason, chooseKind } from './seasonal-adjustment.ts';

const simpleSmoothing = { error: 'additive', trend: 'none', season: 'none' } as const;

/**
 * The Theta method of Assimakopoulos & Nikolopoulos (2000), in the form that Hyndman & Billah (2003) showed it to be:
 * simple exponential smoothing of the seasonally adjusted series with half the slope of its straight line as drift.
 *
 * @param values gapless history of at least four observations. The season is taken out multiplicatively where all values
 * are positive, additively otherwise, and only where the autocorrelation test finds one.
 * @throws {AnalyticsError} `not-a-number` with the index, `too-short` below four observations
 * @returns one search over two parameters; σ as in `dressTheta`
 */
export function fitTheta(values: Float64Array, period: number): FittedModel {
	requireEnough(values);
	const season = adjustSeason(values, period, chooseKind(values, period));
	const estimate = estimateEts(simpleSmoothing, season.adjusted, 1, { tolerance: 1e-6 });
	return dressTheta('Theta', values, season, (adjusted) => passOver(adjusted, estimate));
}

function passOver(adjusted: Float64Array, estimate: EtsEstimate): ThetaPass {
	const { smoothing, run, variance } = rerunEts(estimate, adjusted);
	const { alpha } = smoothing;
	const drift = slopeOf(adjusted) / 2;
	const lag = (1 - (1 - alpha) ** adjusted.length) / alpha;
	return {
		fitted: run.fitted,
		next: (run.level.at(-1) ?? 0) + drift * lag,
		drift,
		alpha,
		sigma: Math.sqrt(variance)
	};
}

/** Slope of the least-squares line through the values. */
function slopeOf(values: Float64Array): number {
	const middle = (values.length - 1) / 2;
	let products = 0;
	let squares = 0;
	values.forEach((value, t) => {
		products += (t - middle) * value;
		squares += (t - middle) ** 2;
	});
	return squares > 0 ? products / squares : 0;
}
