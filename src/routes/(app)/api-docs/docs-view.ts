/** The OpenAPI document as a person reads it: operations in their groups, fields in words. Made on the server. */
import type { OpenApiDocument } from '$lib/protocol/api/openapi';

/** As much of JSON Schema as the document's own schemas use. */
type Schema = {
	$ref?: string;
	type?: string | string[];
	const?: unknown;
	enum?: unknown[];
	format?: string;
	default?: unknown;
	description?: string;
	anyOf?: Schema[];
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	minimum?: number;
	maximum?: number;
};

export type DocsField = {
	name: string;
	type: string;
	/** Allowed values, where they are few words. */
	values: string[];
	meaning: string;
	isRequired: boolean;
	fallback: string | null;
};
export type DocsAnswer = { status: string; meaning: string };
export type DocsOperation = {
	id: string;
	method: string;
	path: string;
	title: string;
	description: string;
	parameters: DocsField[];
	headers: DocsField[];
	fields: DocsField[];
	answers: DocsAnswer[];
	example: string | null;
};
export type DocsGroup = { tag: string; title: string; operations: DocsOperation[] };
export type DocsSchema = { name: string; description: string; fields: DocsField[]; example: string };

type Operation = OpenApiDocument['paths'][string][string];

export function docsView(document: OpenApiDocument): {
	groups: DocsGroup[];
	schemas: DocsSchema[];
	sends: number;
	reads: number;
} {
	const groups = document.tags.map(({ name, description }) => ({
		tag: name,
		title: description,
		operations: operationsOf(document, name)
	}));
	const count = (tag: string) => groups.find((group) => group.tag === tag)?.operations.length ?? 0;
	return { groups, schemas: eventSchemas(document), sends: count('send'), reads: count('read') };
}

function operationsOf(document: OpenApiDocument, tag: string): DocsOperation[] {
	const paths = { ...document.paths, ...document.webhooks };
	return Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods)
			.filter(([, { tags }]) => tags.includes(tag))
			.map(([method, operation]) => operationOf(document, { path, method, operation }))
	);
}

type Placed = { path: string; method: string; operation: Operation };

function operationOf(document: OpenApiDocument, { path, method, operation }: Placed): DocsOperation {
	const given = operation.parameters ?? [];
	const parametersIn = (place: string) =>
		given
			.filter((one) => one.in === place)
			.map(({ name, schema, description = '', required = false }) =>
				fieldOf(name, { ...(schema as Schema), description }, required)
			);
	return {
		id: operation.operationId,
		method: method.toUpperCase(),
		path,
		title: operation.summary,
		description: operation.description ?? '',
		parameters: parametersIn('query'),
		headers: parametersIn('header'),
		fields: fieldsOf(document, answerSchema(document, operation)),
		answers: Object.entries(operation.responses).map(([status, { description }]) => ({
			status,
			meaning: description
		})),
		example: exampleOf(document, { path, method, operation })
	};
}

/** A page of rows is told by its row. */
function answerSchema(document: OpenApiDocument, { responses }: Operation): Schema {
	const schema = responses['200']?.content?.['application/json']?.schema as Schema | undefined;
	return resolve(document, schema?.properties?.['data']?.items ?? schema ?? {});
}

function resolve({ components }: OpenApiDocument, schema: Schema): Schema {
	const name = schema.$ref?.split('/').at(-1);
	return name === undefined ? schema : ((components.schemas[name] ?? {}) as Schema);
}

function fieldsOf(document: OpenApiDocument, schema: Schema): DocsField[] {
	return Object.entries(schema.properties ?? {}).map(([name, field]) =>
		fieldOf(name, { ...resolve(document, field), ...field }, schema.required?.includes(name) ?? false)
	);
}

function fieldOf(name: string, schema: Schema, isRequired: boolean): DocsField {
	const bare = withoutNull(schema);
	return {
		name,
		type: typeText(schema),
		values: (bare.enum ?? []).map(String),
		meaning: schema.description ?? '',
		isRequired,
		fallback: schema.default === undefined ? null : JSON.stringify(schema.default)
	};
}

const withoutNull = (schema: Schema) => schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;

function typeText(schema: Schema): string {
	const bare = withoutNull(schema);
	const orNull = bare === schema ? '' : ' | null';
	return `${bareText(bare)}${orNull}`;
}

function bareText({
	const: only,
	enum: values,
	type,
	format,
	items,
	properties,
	minimum,
	maximum
}: Schema): string {
	if (only !== undefined) return JSON.stringify(only);
	if (values) return 'enum';
	if (type === 'array') return `[${typeText(items ?? {})}]`;
	if (properties) return `{${Object.keys(properties).join(', ')}}`;
	const isBounded = type === 'integer' && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
	const named = Array.isArray(type) ? type.join(' | ') : type;
	return isBounded ? `${minimum ?? ''}–${maximum}` : (format ?? named ?? 'any');
}

/** Beds of one ward class for a read; for a batch the example of the document. */
function exampleOf({ servers }: OpenApiDocument, { path, method, operation }: Placed): string | null {
	const [{ url } = { url: '' }] = servers;
	if (operation.tags.includes('read'))
		return `curl '${url}${path}?limit=5' -H "Authorization: Bearer $DENYUT_KEY"`;
	if (method === 'get') return `curl '${url}${path}'`;
	return null;
}

function eventSchemas(document: OpenApiDocument): DocsSchema[] {
	const batch = document.paths['/api/v1/events']?.['post']?.requestBody?.content;
	const examples = (batch?.['application/cloudevents-batch+json']?.example ?? []) as { type: string }[];
	return examples.map((example) => {
		const name = Object.keys(document.components.schemas).find((one) => {
			const schema = document.components.schemas[one] as Schema;
			return schema.properties?.['type']?.const === example.type;
		});
		const schema = (document.components.schemas[name ?? ''] ?? {}) as Schema;
		return {
			name: example.type,
			description: schema.description ?? '',
			fields: fieldsOf(document, schema.properties?.['data'] ?? {}),
			example: JSON.stringify(example, null, 2)
		};
	});
}
