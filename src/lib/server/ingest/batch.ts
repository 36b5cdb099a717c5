/**
 * Bytes → raw items, before anything is stored. A body that cannot be read as a batch is refused as a whole; a single
 * NDJSON line that cannot be read is an item of its own, of which only length and position are kept.
 */
import { maxEventsPerRequest } from '../../protocol/events.ts';
import type { EventRefusal, RequestRefusalCode } from '../../protocol/refusals.ts';
import type { KnownPersons } from './screen.ts';

export class RequestRefusal extends Error {
	constructor(readonly code: RequestRefusalCode) {
		super(code);
	}
}

/**
 * `persons` is a reader's word, beside what was sent and never in it: whatever a sender writes becomes `value` alone, so
 * nobody outside can say whose an event is but by the number itself. `refusal` is what only a reader can see, such as a
 * code of its protocol that means nothing: the item is held for correction like any other that cannot be used.
 */
export type RawItem =
	| { value: unknown; persons?: KnownPersons; refusal?: EventRefusal }
	| { unreadable: { position: number; length: number } };

const utf8 = new TextDecoder('utf-8', { fatal: true });

const arrayTypes = new Set(['application/json', 'application/cloudevents-batch+json']);
const lineTypes = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl']);

export function mediaTypeOf(contentType: string | undefined): 'array' | 'lines' {
	const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
	if (arrayTypes.has(type)) return 'array';
	if (lineTypes.has(type)) return 'lines';
	throw new RequestRefusal('bad-media-type');
}

export function parseBatch(bytes: Uint8Array, form: 'array' | 'lines'): RawItem[] {
	const text = decode(bytes);
	const items = form === 'array' ? parseArray(text) : parseLines(text);
	if (items.length > maxEventsPerRequest) throw new RequestRefusal('too-many');
	return items;
}

function decode(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		throw new RequestRefusal('not-json');
	}
}

function parseArray(text: string): RawItem[] {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new RequestRefusal('not-json');
	}
	if (!Array.isArray(value)) throw new RequestRefusal('not-a-batch');
	return value.map((item: unknown) => ({ value: item }));
}

function parseLines(text: string): RawItem[] {
	const items: RawItem[] = [];
	let position = 0;
	for (const line of text.split('\n')) {
		if (line.trim() !== '') items.push(parseLine(line, position));
		if (items.length > maxEventsPerRequest) throw new RequestRefusal('too-many');
		position += line.length + 1;
	}
	return items;
}

function parseLine(line: string, position: number): RawItem {
	try {
		return { value: JSON.parse(line) as unknown };
	} catch {
		return { unreadable: { position, length: line.length } };
	}
}
