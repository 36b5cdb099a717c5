import { arima } from './arima/arima.ts';
import { fitEts } from './ets/ets.ts';
import { onLogScale } from './log-scale.ts';
import type { Method } from './model.ts';
import { fitSeasonalNaive } from './seasonal-naive.ts';
import { fitShrunkStl } from './shrunk-stl.ts';
import { stlEts } from './stl/stl-ets.ts';
import { fitOptimisedTheta } from './theta/optimised-theta.ts';
import { fitTheta } from './theta/theta.ts';

/** A method of the pool and what a history must be for it. */
export interface PooledMethod extends Method {
	readonly needsPositive: boolean;
	/** STL smooths with what comes after as well, and leaves the season's error out of σ: its bands are too narrow to use. */
	readonly hasWholeSigma: boolean;
}

const dampedForms = (['none', 'additive'] as const).map(
	(season) => ({ error: 'additive', trend: 'damped', season }) as const
);
const twoSeasons = (period: number): number => (period > 1 ? Math.max(10, 2 * period + 1) : Infinity);

/**
 * What competes for a regular series. Nobody knows beforehand whether a season adds or multiplies, moves or stays, and
 * whether a trend will last; so each question has members on both sides. Logarithms carry a damped trend only, since an
 * undamped one grows without end there (Gardner & McKenzie 1985). The season of the two shrunk members is believed as far
 * as it can be told from noise; STL's windows are the shortest that its authors advise, and the usual 13.
 */
export const pool: readonly PooledMethod[] = [
	{
		name: 'snaive',
		needsPositive: false,
		hasWholeSigma: true,
		minLength: (period) => period + 1,
		fit: fitSeasonalNaive
	},
	{
		name: 'ets',
		needsPositive: false,
		hasWholeSigma: true,
		minLength: () => 8,
		fit: (values, period) => fitEts(values, period)
	},
	{
		name: 'log-ets',
		needsPositive: true,
		hasWholeSigma: true,
		minLength: () => 10,
		fit: onLogScale((values, period) => fitEts(values, period, dampedForms))
	},
	{ name: 'theta', needsPositive: false, hasWholeSigma: true, minLength: () => 5, fit: fitTheta },
	{
		name: 'optimised-theta',
		needsPositive: false,
		hasWholeSigma: true,
		minLength: () => 5,
		fit: fitOptimisedTheta
	},
	{ ...arima, needsPositive: false, hasWholeSigma: true },
	{
		name: 'shrunk-stl',
		needsPositive: false,
		hasWholeSigma: false,
		minLength: twoSeasons,
		fit: (values, period) => fitShrunkStl(values, period, 13)
	},
	{
		name: 'log-shrunk-stl',
		needsPositive: true,
		hasWholeSigma: false,
		minLength: twoSeasons,
		fit: onLogScale((values, period) => fitShrunkStl(values, period, 7))
	},
	{
		name: 'log-stl-ets',
		needsPositive: true,
		hasWholeSigma: false,
		minLength: twoSeasons,
		fit: onLogScale(stlEts.fit)
	}
];

/** Searches nothing long: the naive season, the level with its drift, and the season as far as it can be told from noise. */
const quickNames: readonly string[] = ['snaive', 'theta', 'shrunk-stl'];

/** For thousands of small series that are reconciled with a total which the whole pool forecast. */
export const quickPool: readonly PooledMethod[] = pool.filter(({ name }) => quickNames.includes(name));
