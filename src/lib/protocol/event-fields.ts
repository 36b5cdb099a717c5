/** The fields of each type of event as a form shows them, read off the schemas, and a filled form read back into an event. */
import { z } from 'zod';
import { envelope, eventTypes, isEventType, type EventType } from './events.ts';

export type FieldKind = 'text' | 'number' | 'choice' | 'list' | 'json';
export type EventField = { path: string; kind: FieldKind; options: string[]; isRequired: boolean };

/** Only what a form needs of JSON Schema. */
type Shape = {
	type?: string | string[];
	enum?: unknown[];
	const?: unknown;
	anyOf?: Shape[];
	items?: Shape;
	properties?: Record<string, Shape>;
	required?: string[];
};

const shapeOf = (schema: z.ZodType) =>
	z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
const described = new Map<EventType, EventField[]>();

/** The envelope's fields, then `data`'s, each in the order of its schema. */
export function describeFields(type: EventType): EventField[] {
	const known = described.get(type);
	if (known) return known;
	const own = fieldsOf(shapeOf(envelope), '').filter(
		({ path }) => !['specversion', 'type', 'data'].includes(path)
	);
	const fields = [...own, ...fieldsOf(shapeOf(eventTypes[type]), 'data.')];
	described.set(type, fields);
	return fields;
}

function fieldsOf({ properties = {}, required = [] }: Shape, prefix: string): EventField[] {
	return Object.entries(properties).map(([name, shape]) => {
		const bare = withoutNull(shape);
		const isBoolean = typeOf(bare) === 'boolean';
		return {
			path: `${prefix}${name}`,
			kind: kindOf(bare),
			options: isBoolean ? ['true', 'false'] : (bare.enum ?? []).map(String),
			isRequired: required.includes(name)
		};
	});
}

/** What may also be null is written either way: as a choice of shapes, or as a shape of two types. */
const withoutNull = (shape: Shape) => shape.anyOf?.find(({ type }) => type !== 'null') ?? shape;
const typeOf = ({ type }: Shape) => (Array.isArray(type) ? type.find((one) => one !== 'null') : type);

function kindOf(shape: Shape): FieldKind {
	const { enum: values, items } = shape;
	const type = typeOf(shape);
	if (values || type === 'boolean') return 'choice';
	if (type === 'integer' || type === 'number') return 'number';
	if (type === 'array') return typeOf(items ?? {}) === 'string' ? 'list' : 'json';
	return type === 'object' ? 'json' : 'text';
}

/** What a held event says in a field, as a form writes it. */
export function fieldText(event: Record<string, unknown>, { path, kind }: EventField): string {
	const value = path
		.split('.')
		.reduce<unknown>((at, name) => (at as Record<string, unknown> | null)?.[name], event);
	if (value === null || value === undefined) return '';
	if (kind === 'list' && Array.isArray(value)) return value.map(String).join(', ');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The event that a filled form describes. What is left empty is left out; a figure that is none stays text, so that the one
 * validated path says what is wrong with it.
 * @throws SyntaxError with the field's path, where a field that must be JSON is none.
 */
export function readFields(type: string, textOf: (path: string) => string | null): Record<string, unknown> {
	const event: Record<string, unknown> = { specversion: '1.0', type };
	const data: Record<string, unknown> = {};
	if (!isEventType(type)) return { ...event, data };
	for (const field of describeFields(type)) {
		const text = textOf(field.path)?.trim() ?? '';
		if (text === '') continue;
		const isData = field.path.startsWith('data.');
		const target = isData ? data : event;
		target[isData ? field.path.slice('data.'.length) : field.path] = valueOf(field, text);
	}
	return { ...event, data };
}

function valueOf({ path, kind, options }: EventField, text: string): unknown {
	if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
	if (kind === 'list') return text.split(/[\s,;]+/).filter((part) => part !== '');
	if (kind === 'choice' && options[0] === 'true') return text === 'true';
	if (kind !== 'json') return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw new SyntaxError(path);
	}
}
