import { quantile } from '../stats/quantile.ts';
import type { Spread } from './spread.ts';

/** A backtest error beside the band that was drawn for it. */
export interface JudgedError {
	readonly error: number;
	readonly spread: Spread;
}

const judgedShare = 0.95;
const normal95 = 1.959963984540054;
/** A band that was nothing before a break cannot be stretched into a band; one that was huge before a collapse can shrink. */
const mostStretch = 10;
const leastStretch = 1e-3;
/** How many judged errors make half of a factor of e (2.7) believed: they overlap, so two years of months are few. */
const pairsOfDoubt = 108;

/**
 * By how much the members' own bands are to be stretched so that 95 % of backtest errors would have lain within the 95 %
 * band: split conformal prediction (Vovk, Gammerman & Shafer 2005; Lei et al. 2018) on errors scaled by the band, pooled
 * over origins and steps, and then shrunk towards no stretch at all, on the logarithmic scale, by L² / (L² + τ²) with
 * τ² = 108 / number of errors. A band that is wrong many times over is mended almost wholly; one that is a little off, as
 * chance makes it, is left alone.
 *
 * @returns factor above 0; 1 where there is nothing to judge by
 */
export function calibrate(errors: readonly JudgedError[]): number {
	const ratios = errors.flatMap(({ error, spread }) => {
		const band = error > 0 ? spread.up : spread.down;
		return band > 0 ? [Math.abs(error) / band] : [];
	});
	if (ratios.length === 0) return 1;
	const needed = quantile(ratios, judgedShare) / normal95;
	const stretch = Math.log(Math.min(Math.max(needed, leastStretch), mostStretch));
	const doubt = pairsOfDoubt / ratios.length;
	return Math.exp((stretch * stretch * stretch) / (stretch * stretch + doubt));
}
