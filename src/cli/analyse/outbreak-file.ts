import { z } from 'zod';
import { AnalyticsError } from '../../lib/analytics/analytics-error.ts';

/** What R writes as null was left at its default. */
const optional = <T extends z.ZodType>(type: T) =>
	z
		.union([type, z.null()])
		.optional()
		.transform((value) => value ?? undefined);

const control = z.object({
	b: optional(z.number()),
	w: optional(z.number()),
	reweight: optional(z.boolean()),
	trend: optional(z.boolean()),
	limit54: optional(z.tuple([z.number(), z.number()])),
	powertrans: optional(z.enum(['2/3', '1/2', 'none'])),
	alpha: optional(z.number()),
	noPeriods: optional(z.number()),
	pastWeeksNotIncluded: optional(z.number()),
	weightsThreshold: optional(z.number()),
	pThresholdTrend: optional(z.number()),
	thresholdMethod: optional(z.enum(['delta', 'nbPlugin', 'muan'])),
	populationOffset: optional(z.literal(false)),
	method: optional(z.enum(['C1', 'C2', 'C3'])),
	baseline: optional(z.number()),
	minSigma: optional(z.number())
});

const run = z.object({
	id: z.string(),
	fn: z.enum(['farringtonFlexible', 'farrington', 'earsC']),
	control: optional(control),
	/** 1-based, both included. */
	range: z.tuple([z.number(), z.number()]),
	epoch_as_date: optional(z.boolean())
});

const file = z.object({
	series: z.object({
		id: optional(z.string()),
		frequency: z.number(),
		observed: z.array(z.union([z.number().min(0), z.null()])),
		dates: optional(z.array(z.string()))
	}),
	runs: z.array(run)
});

export type OutbreakFile = z.output<typeof file>;
export type OutbreakRun = z.output<typeof run>;
export type OutbreakControl = z.output<typeof control>;

/**
 * Reads a file shaped like those of the surveillance reference; stored results in it are not looked at.
 *
 * @throws AnalyticsError `bad-shape` of one sentence that names the series and the place, with its index in a list.
 */
export function readOutbreakFile(input: unknown): OutbreakFile {
	const { data, error } = file.safeParse(input);
	if (data) return data;
	const path = error.issues[0]?.path ?? [];
	const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
	const index = path.find((key) => typeof key === 'number') ?? null;
	throw new AnalyticsError(
		'bad-shape',
		`Series ${nameOf(input)}: ${place.replace(/^\./, '') || 'the file'} is ${show(input, path)}.`,
		index
	);
}

function nameOf(input: unknown): string {
	const id = follow(input, ['series', 'id']);
	return typeof id === 'string' ? id : 'without a name';
}

function follow(input: unknown, path: readonly PropertyKey[]): unknown {
	let value = input;
	for (const key of path) value = value instanceof Object ? Reflect.get(value, key) : undefined;
	return value;
}

/** `path` also leads to fields that are not there. */
function show(input: unknown, path: readonly PropertyKey[]): string {
	const value = follow(input, path);
	if (value === undefined) return 'missing';
	if (value instanceof Object) return `${Array.isArray(value) ? 'a list' : 'an object'} of another shape`;
	return `${String(value)}, which cannot be used there`;
}
