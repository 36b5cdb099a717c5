/** Pages by the key of the last row: what is added or taken away meanwhile shifts nothing. */
import type { ResourceName } from './queries.ts';
import { badFilter } from './read-query.ts';
import { resources } from './resources.ts';
import { rows } from './rows.ts';

export type KeyValue = string | number;
export type Key = readonly KeyValue[];
type AnyRow = Readonly<Record<string, unknown>>;

export function keyOf(resource: ResourceName, row: AnyRow): Key {
	return resources[resource].key.map((field) => row[field] as KeyValue);
}

export function writeCursor(key: Key): string {
	return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws ReadRefusal when it was not written here for this resource */
export function readCursor(resource: ResourceName, cursor: string | undefined): Key | null {
	if (cursor === undefined) return null;
	const fields = resources[resource].key as readonly string[];
	const shape: Record<string, { safeParse: (value: unknown) => { success: boolean } }> = rows[resource].shape;
	const values = parse(cursor);
	const fits =
		values?.length === fields.length &&
		fields.every((field, i) => shape[field]?.safeParse(values[i]).success);
	if (!fits) throw badFilter(resource, 'cursor', ['page.next of the page before']);
	return values as Key;
}

function parse(cursor: string): unknown[] | null {
	try {
		const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
		return Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}

export function compareKeys(a: Key, b: Key): number {
	for (const [i, value] of a.entries()) {
		const other = b[i];
		if (other === undefined || value === other) continue;
		return value < other ? -1 : 1;
	}
	return 0;
}

/** One page of rows that are all at hand: sorted by their key, after the cursor's, one more than the limit at most. */
export function cutPage<Row extends AnyRow>(
	resource: ResourceName,
	all: readonly Row[],
	{ after, limit }: { after: Key | null; limit: number }
): Row[] {
	return all
		.map((row) => ({ row, key: keyOf(resource, row) }))
		.filter(({ key }) => after === null || compareKeys(key, after) > 0)
		.sort((a, b) => compareKeys(a.key, b.key))
		.slice(0, limit + 1)
		.map(({ row }) => row);
}
