/** The words of a URL as a resource's query, or the refusal that names the field and what it may be. */
import { z } from 'zod';
import { queries, type Query, type ResourceName } from './queries.ts';
import { ReadRefusal } from './refusals.ts';

/** Only what is read here of JSON Schema. */
type Shape = {
	enum?: unknown[];
	minimum?: number;
	maximum?: number;
	format?: string;
	pattern?: string;
	type?: string;
};

/** @throws ReadRefusal `bad-filter` or `unknown-filter` */
export function readQuery<Name extends ResourceName>(
	resource: Name,
	parameters: URLSearchParams
): Query<Name> {
	const given: Record<string, string> = {};
	for (const [name, value] of parameters) {
		if (!Object.hasOwn(queries[resource].shape, name)) throw unknownFilter(resource, name);
		if (Object.hasOwn(given, name)) throw badFilter(resource, name);
		given[name] = value;
	}
	const read = queries[resource].safeParse(given);
	if (read.success) return read.data as Query<Name>;
	throw badFilter(resource, String(read.error.issues[0]?.path[0] ?? ''));
}

export function badFilter(resource: ResourceName, field: string, allowed?: readonly string[]): ReadRefusal {
	return new ReadRefusal('bad-filter', { field, allowed: allowed ?? allowedIn(resource, field) });
}

function unknownFilter(resource: ResourceName, field: string): ReadRefusal {
	return new ReadRefusal('unknown-filter', { field, allowed: Object.keys(queries[resource].shape) });
}

/** The values that a filter may have; where they are too many, their form. */
function allowedIn(resource: ResourceName, field: string): string[] {
	const { properties = {} } = z.toJSONSchema(queries[resource], { io: 'output', unrepresentable: 'any' });
	const shape = properties[field] as Shape | undefined;
	if (shape?.enum) return shape.enum.map(String);
	if (shape?.minimum !== undefined) return [`${shape.minimum}–${shape.maximum}`];
	if (shape?.format === 'date') return ['YYYY-MM-DD'];
	return shape?.pattern === undefined ? ['text'] : [shape.pattern];
}
