import { UsageError } from '../run-command.ts';
import { defaults } from './city.ts';
import type { CityPlan } from './model.ts';
import { planCity } from './plan.ts';

export const cityFlags = {
	seed: { type: 'string' },
	scale: { type: 'string' },
	days: { type: 'string' }
} as const;

type CityFlags = { [K in keyof typeof cityFlags]?: string | undefined };

export function planFromFlags({ seed, scale, days }: CityFlags, now: Date): CityPlan {
	return planCity({
		seed: Math.floor(numberFlag('seed', seed, defaults.seed, [0, 2 ** 31])),
		scale: numberFlag('scale', scale, defaults.scale, [0.001, 1]),
		days: Math.floor(numberFlag('days', days, defaults.days, [1, 730])),
		now
	});
}

/** @throws UsageError that names the flag. */
export function numberFlag(
	name: string,
	text: string | undefined,
	otherwise: number,
	[low, high]: [number, number]
): number {
	if (text === undefined) return otherwise;
	const value = Number(text);
	if (text.trim() !== '' && value >= low && value <= high) return value;
	throw new UsageError(`--${name} must be a number from ${low} to ${high}.`);
}
