export { assertDurable } from './durability.ts';
import postgres from 'postgres';
import { roleSetting } from './viewer-context.ts';

/** 1184 = timestamptz, 1114 = timestamp, 1082 = date, 20 = bigint: the type numbers of PostgreSQL's catalogue. */
const types = {
	bigint: {
		to: 20,
		from: [20],
		serialize: (value: number | bigint | string) => String(value),
		parse: parseSafeInteger
	},
	// A day is a word, not an instant: as a JavaScript Date it would shift with the process's time zone.
	date: {
		to: 1082,
		from: [1082],
		serialize: (value: string) => value,
		parse: (value: string) => value
	},
	timestamptz: {
		to: 1184,
		from: [1114, 1184],
		serialize: (value: Date | string) => (value instanceof Date ? value.toISOString() : value),
		parse: (value: string) => new Date(value)
	}
};

function parseSafeInteger(text: string): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value)) throw new RangeError(`integer beyond 2^53 from the database: ${text}`);
	return value;
}

export type Sql = ReturnType<typeof connect>;

export interface ConnectOptions {
	readonly max?: number;
	/** Shown in pg_stat_activity, so that an operator can tell who holds a lock. */
	readonly name?: string;
	/** For looking up few rows of large tables by key: without fresh statistics the planner would scan them. */
	readonly plansByKey?: boolean;
	/** For a large statement asked many times a second: it would be planned anew for each list of keys. */
	readonly plansOnce?: boolean;
	/** For the product's own work as the application's role: every row is its, without being told so in each transaction. */
	readonly asSystem?: boolean;
}

const plansByKeySettings = {
	enable_seqscan: 'off',
	enable_hashjoin: 'off',
	enable_mergejoin: 'off',
	plan_cache_mode: 'force_generic_plan'
};

/** One pool. Its parsers are this product's own: never hand it to Drizzle, which overwrites them. */
export function connect(
	url: string,
	{ max = 10, name = 'denyut', plansByKey = false, plansOnce = false, asSystem = false }: ConnectOptions = {}
) {
	return postgres(url, {
		max,
		types,
		onnotice: () => undefined,
		connection: {
			application_name: name,
			TimeZone: 'UTC',
			...(plansByKey && plansByKeySettings),
			...(plansOnce && { plan_cache_mode: 'force_generic_plan' }),
			...(asSystem && { [roleSetting]: 'system' })
		},
		connect_timeout: 10,
		// After a restart of the database the pool must heal within the second that viewers are promised.
		backoff: (attempts: number) => Math.min(0.05 * 2 ** attempts, 1)
	});
}
