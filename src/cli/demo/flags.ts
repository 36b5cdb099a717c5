import { UsageError } from '../run-command.ts';
import { defaults } from './city.ts';
import { type CityPlan, presets } from './model.ts';
import { planCity, planPreset } from './plan.ts';

export const cityFlags = {
	seed: { type: 'string' },
	scale: { type: 'string' },
	days: { type: 'string' },
	preset: { type: 'string' }
} as const;

type CityFlags = { [K in keyof typeof cityFlags]?: string | undefined };

export function planFromFlags({ seed, scale, days, preset: name }: CityFlags, now: Date): CityPlan {
	const from = Math.floor(numberFlag('seed', seed, defaults.seed, [0, 2 ** 31]));
	if (name === undefined) {
		return planCity({
			seed: from,
			scale: numberFlag('scale', scale, defaults.scale, [0.001, 1]),
			days: Math.floor(numberFlag('days', days, defaults.days, [1, 730])),
			now
		});
	}
	const preset = presets.find((one) => one === name);
	if (!preset) throw new UsageError(`--preset is one of ${presets.join(', ')}.`);
	if (days !== undefined)
		throw new UsageError('--days does not go with --preset: its days are those of the year.');
	return planPreset(preset, from, numberFlag('scale', scale, defaults.presetScale, [0.001, 1]));
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
