import { insertInto, type Column, type Transaction } from './bulk.ts';

export type SourceDay = {
	reporter: string;
	source: string;
	day: string;
	lastSeenAt: Date;
	accepted: number;
	duplicate: number;
	quarantined: number;
	within1h: number;
	within6h: number;
	within24h: number;
	within7d: number;
	later: number;
};

const counts = {
	accepted: 'accepted',
	duplicate: 'duplicate',
	quarantined: 'quarantined',
	within_1h: 'within1h',
	within_6h: 'within6h',
	within_24h: 'within24h',
	within_7d: 'within7d',
	later: 'later'
} as const;

const countColumns = Object.entries(counts).map(([name, field]): Column<SourceDay> => ({
	name,
	type: 'int8',
	value: (row) => row[field]
}));
const sums = Object.keys(counts).map((name) => `${name} = source_day.${name} + excluded.${name}`);

/** Rows must come with distinct keys, sorted. */
export const addSourceDays = insertInto<SourceDay>(
	'source_day',
	[
		{ name: 'reporter', type: 'text', value: (row) => row.reporter },
		{ name: 'source', type: 'text', value: (row) => row.source },
		{ name: 'day', type: 'date', value: (row) => row.day },
		{ name: 'last_seen_at', type: 'timestamptz', value: (row) => row.lastSeenAt },
		...countColumns
	],
	`ON CONFLICT (reporter, source, day) DO UPDATE SET ${sums.join(', ')},
		last_seen_at = greatest(source_day.last_seen_at, excluded.last_seen_at)`
) satisfies (sql: Transaction, rows: readonly SourceDay[]) => Promise<unknown>;
