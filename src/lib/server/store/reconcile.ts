/**
 * Holds every rollup against a recount of its rows, and the rows against what must always be true of them. One
 * REPEATABLE READ snapshot, so that it may run beside a writing server: what is committed meanwhile is in neither side.
 */
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { acceptedPerDay, recounts, versionTables, type Recount } from './recounts.ts';
import { inTransaction } from './transaction.ts';

export type Difference = {
	check: string;
	key: Record<string, unknown>;
	kept: Record<string, unknown> | null;
	counted: Record<string, unknown> | null;
};

/** A statement that returns one row for each difference: `key`, `kept`, `counted`. */
type Check = { name: string; text: string };

export type ReconcileReport = { checks: number; versions: number; differences: number };
export type ReconcileListener = {
	/** Called before each check. */
	onCheck?: (name: string, index: number, checks: number) => void;
	onDifference?: (difference: Difference) => void;
};

export function reconcile(sql: Sql, listener: ReconcileListener = {}): Promise<ReconcileReport> {
	return inTransaction(sql, (tx) => runChecks(tx, listener), 'ISOLATION LEVEL REPEATABLE READ READ ONLY');
}

async function runChecks(tx: Transaction, listener: ReconcileListener): Promise<ReconcileReport> {
	await tx`SET LOCAL work_mem = '64MB'`;
	let differences = 0;
	for (const [index, check] of checks.entries()) {
		listener.onCheck?.(check.name, index, checks.length);
		differences += await runCheck(tx, check, listener);
	}
	return { checks: checks.length, versions: await countVersions(tx), differences };
}

async function runCheck(
	tx: Transaction,
	{ name, text }: Check,
	listener: ReconcileListener
): Promise<number> {
	let count = 0;
	// By cursor: a rollup that was lost differs in every row.
	await tx.unsafe<Omit<Difference, 'check'>[]>(text).cursor(500, (rows) => {
		count += rows.length;
		for (const row of rows) listener.onDifference?.({ check: name, ...row });
	});
	return count;
}

async function countVersions(tx: Transaction): Promise<number> {
	const counts = versionTables.map(({ table }) => `(SELECT count(*) FROM "${table}")`).join(' + ');
	const [row] = await tx.unsafe<{ versions: number }[]>(`SELECT (${counts})::bigint AS versions`);
	return row?.versions ?? 0;
}

const objectOf = (alias: string, columns: readonly string[]) =>
	`jsonb_build_object(${columns.map((name) => `'${name}', ${alias}."${name}"`).join(', ')})`;

function compare(
	name: string,
	{ keys, values, isSum }: Pick<Recount, 'keys' | 'values' | 'isSum'>,
	keptText: string,
	countedText: string
): Check {
	const using = keys.map((key) => `"${key}"`).join(', ');
	const [first = ''] = keys;
	const valueOf = (alias: string, column: string) =>
		isSum ? `coalesce(${alias}."${column}", 0)` : `${alias}."${column}"`;
	const differs = values.map(
		(column) => `${valueOf('kept', column)} IS DISTINCT FROM ${valueOf('counted', column)}`
	);
	// Of states a row that only one side has is a difference even where all values are empty.
	const lone = isSum ? [] : [`kept."${first}" IS NULL`, `counted."${first}" IS NULL`];
	const sideOf = (alias: string) =>
		`CASE WHEN ${alias}."${first}" IS NOT NULL THEN ${objectOf(alias, values)} END`;
	return {
		name,
		text: `SELECT jsonb_build_object(${keys.map((key) => `'${key}', "${key}"`).join(', ')}) AS key,
			${sideOf('kept')} AS kept, ${sideOf('counted')} AS counted
			FROM (${keptText}) kept FULL JOIN (${countedText}) counted USING (${using})
			WHERE ${[...differs, ...lone].join(' OR ')}`
	};
}

type VersionTable = (typeof versionTables)[number];
const newestLast = `version_time, version_id COLLATE "C", event_key`;
const names = (keys: readonly string[]) => keys.map((key) => `"${key}"`).join(', ');

/** A key that has versions has one that stands: the newest of them. */
function oneStands({ table, keys }: VersionTable): Check {
	return {
		name: `${table}: one version of each key stands`,
		text: `SELECT ${objectOf('v', keys)} AS key, jsonb_build_object('standing', count(*) FILTER (WHERE stands)) AS kept,
			jsonb_build_object('standing', 1) AS counted
			FROM (SELECT ${names(keys)}, posted_on IS NOT NULL AND reversed_on IS NULL AS stands FROM "${table}") v
			GROUP BY ${names(keys)} HAVING count(*) FILTER (WHERE stands) <> 1`
	};
}

function newestStands({ table, keys }: VersionTable): Check {
	return {
		name: `${table}: the newest version stands`,
		text: `SELECT ${objectOf('v', keys)} AS key, ${objectOf('v', ['posted_on', 'reversed_on'])} AS kept, NULL::jsonb AS counted
			FROM (SELECT DISTINCT ON (${names(keys)}) * FROM "${table}" ORDER BY ${names(keys)}, ${newestLast
				.split(', ')
				.map((part) => `${part} DESC`)
				.join(', ')}) v
			WHERE posted_on IS NULL OR reversed_on IS NOT NULL`
	};
}

/** A version's effect ends on the very day on which the next one's begins, else a day would count both or neither. */
function handsOver({ table, keys }: VersionTable): Check {
	return {
		name: `${table}: each posted version hands over to the next`,
		text: `SELECT ${objectOf('v', [...keys, 'event_key'])} AS key, ${objectOf('v', ['posted_on', 'reversed_on'])} AS kept,
			jsonb_build_object('reversed_on', next_posted_on) AS counted
			FROM (SELECT *, lead(posted_on) OVER (PARTITION BY ${names(keys)} ORDER BY ${newestLast}) AS next_posted_on
				FROM "${table}" WHERE posted_on IS NOT NULL) v
			WHERE reversed_on IS DISTINCT FROM next_posted_on OR reversed_on < posted_on
			UNION ALL
			SELECT ${objectOf('v', [...keys, 'event_key'])}, ${objectOf('v', ['posted_on', 'reversed_on'])}, NULL
			FROM "${table}" v WHERE posted_on IS NULL AND reversed_on IS NOT NULL`
	};
}

function fallsOnItsDay({ table, keys, occurredOn }: VersionTable): Check {
	return {
		name: `${table}: each version falls on its day`,
		text: `SELECT ${objectOf('v', [...keys, 'event_key'])} AS key, ${objectOf('v', ['occurred_on'])} AS kept,
			jsonb_build_object('occurred_on', ${occurredOn}) AS counted
			FROM "${table}" v WHERE occurred_on IS DISTINCT FROM ${occurredOn}`
	};
}

function standsInLedger({ table, keys }: VersionTable): Check {
	return {
		name: `${table}: each version stands in the ledger`,
		text: `SELECT ${objectOf('v', [...keys, 'event_key'])} AS key, NULL::jsonb AS kept, NULL::jsonb AS counted
			FROM "${table}" v LEFT JOIN event_ledger l USING (event_key) WHERE l.event_key IS NULL`
	};
}

const versionCount = versionTables.map(({ table }) => `(SELECT count(*) FROM "${table}")`).join(' + ');

/** An event that was taken is a row of exactly one table of versions, and was counted for its source once. */
const ledgerCounts: Check = {
	name: 'event_ledger: as many events as versions',
	text: `SELECT '{}'::jsonb AS key, jsonb_build_object('events', ledger) AS kept, jsonb_build_object('events', versions) AS counted
		FROM (SELECT (SELECT count(*) FROM event_ledger) AS ledger, ${versionCount} AS versions) c WHERE ledger <> versions`
};

const quarantineCounts: Check = {
	name: 'source_day: as many quarantined as stand in quarantine',
	text: `SELECT '{}'::jsonb AS key, jsonb_build_object('quarantined', kept) AS kept,
		jsonb_build_object('quarantined', counted) AS counted
		FROM (SELECT (SELECT coalesce(sum(quarantined), 0) FROM source_day) AS kept,
			(SELECT coalesce(sum(times), 0) FROM quarantine) AS counted) c WHERE kept <> counted`
};

const checks: readonly Check[] = [
	...recounts.map((recount) =>
		compare(recount.table, recount, `SELECT * FROM "${recount.table}"`, recount.counted)
	),
	compare(
		'source_day: accepted on each day',
		{ ...acceptedPerDay, isSum: true },
		acceptedPerDay.kept,
		acceptedPerDay.counted
	),
	quarantineCounts,
	ledgerCounts,
	...versionTables.flatMap((table) => [
		oneStands(table),
		newestStands(table),
		handsOver(table),
		fallsOnItsDay(table),
		standsInLedger(table)
	])
];
