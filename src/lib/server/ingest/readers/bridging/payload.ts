/** The body of an older interface: JSON whatever its media type says, or form fields, which some send all the same. */
import type { IncomingMessage } from 'node:http';
import { RequestRefusal } from '../../batch.ts';
import { readBody } from '../../read-body.ts';

export type Fields = Record<string, unknown>;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const maxFormFields = 100;
/** Theirs nest a handful; what goes on for ever would end the stack of whoever writes it out again. */
const maxLevels = 32;

export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws RequestRefusal `bad-payload` and those of reading a body. */
export async function readPayload(request: IncomingMessage): Promise<unknown> {
	const payload = parse(decode(await readBody(request)), request);
	if (nestsTooDeep(payload)) throw new RequestRefusal('bad-payload');
	return payload;
}

function parse(text: string, request: IncomingMessage): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
		const pairs = isForm ? [...new URLSearchParams(text)] : [];
		if (pairs.length === 0 || pairs.length > maxFormFields) throw new RequestRefusal('bad-payload');
		return Object.fromEntries(pairs);
	}
}

/** Level by level: a walk that calls itself would be what this guards against. */
function nestsTooDeep(payload: unknown): boolean {
	let level: unknown[] = [payload];
	for (let depth = 0; depth <= maxLevels; depth++) {
		level = level.flatMap((value) =>
			typeof value === 'object' && value !== null ? Object.values(value) : []
		);
		if (level.length === 0) return false;
	}
	return true;
}

/** @throws RequestRefusal `bad-payload` for anything but one object. */
export async function readFields(request: IncomingMessage): Promise<Fields> {
	const payload = await readPayload(request);
	if (!isFields(payload)) throw new RequestRefusal('bad-payload');
	return payload;
}

function decode(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		throw new RequestRefusal('bad-payload');
	}
}

/** Codes come as text or as numbers; what is neither stays, so that the schema says what is wrong with it. */
export function textOf(value: unknown): unknown {
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'string') return value ?? undefined;
	return value.trim() === '' ? undefined : value.trim();
}

/** Figures come as text; an empty one is unsaid, and what is no figure stays as it is. */
export function wholeOf(value: unknown): unknown {
	const text = textOf(value);
	return typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** `2023-01-25 12:55:00` and what else begins with a day → the day. Their clocks are ours: Asia/Jakarta. */
export function dayOf(value: unknown): unknown {
	const text = textOf(value);
	return typeof text === 'string' && /^\d{4}-\d\d-\d\d[ T]/.test(text) ? text.slice(0, 10) : text;
}
