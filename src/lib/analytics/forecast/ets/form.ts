/** Error, trend and season of an exponential smoothing model; `damped` is the trend that flattens out. */
export interface EtsForm {
	readonly error: 'additive' | 'multiplicative';
	readonly trend: 'none' | 'additive' | 'damped';
	readonly season: 'none' | 'additive' | 'multiplicative';
}

const trends = ['none', 'additive', 'damped'] as const;
const letterOf = { none: 'N', additive: 'A', multiplicative: 'M', damped: 'Ad' } as const;

/**
 * The fifteen forms that are worth trying: additive or multiplicative error × three trends × three seasons, less the
 * three that mix additive errors with multiplicative seasons, whose variance runs away (Hyndman, Koehler, Ord & Snyder
 * 2008, section 9.3).
 */
export const stableForms: readonly EtsForm[] = trends.flatMap((trend) => [
	{ error: 'additive', trend, season: 'none' },
	{ error: 'additive', trend, season: 'additive' },
	{ error: 'multiplicative', trend, season: 'none' },
	{ error: 'multiplicative', trend, season: 'additive' },
	{ error: 'multiplicative', trend, season: 'multiplicative' }
]);

/** `ETS(M,Ad,M)`. */
export function nameForm({ error, trend, season }: EtsForm): string {
	return `ETS(${letterOf[error]},${letterOf[trend]},${letterOf[season]})`;
}

/** Smoothing parameters and free initial states (seasons are tied by their sum), without the error's variance. */
export function countParameters({ trend, season }: EtsForm, period: number): number {
	const ofTrend = { none: 0, additive: 2, damped: 3 }[trend];
	return 2 + ofTrend + (season === 'none' ? 0 : period);
}

/** Multiplicative errors and seasons divide by the level. */
export function needsPositive({ error, season }: EtsForm): boolean {
	return error === 'multiplicative' || season === 'multiplicative';
}
