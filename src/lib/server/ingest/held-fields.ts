/** What may be held of an item that cannot be used: the fields our schemas name, plain values, as deep as our schemas go. */
import { tariffItems } from '../../domain/tariff-items.ts';
import { envelope, eventTypes } from '../../protocol/events.ts';

const known = new Set<string>([
	...Object.keys(envelope.shape),
	...Object.values(eventTypes).flatMap((schema) => Object.keys(schema.shape)),
	...['ward', 'from', 'to', 'item', 'quantity'],
	...tariffItems
]);
const maxTextLength = 512;
const maxItems = 50;
/** The event, its data, a list in them, an item of it. */
const deepest = 4;

export function heldFields(value: unknown): Record<string, unknown> | null {
	const held = hold(value, deepest);
	return typeof held === 'object' && held !== null && !Array.isArray(held)
		? (held as Record<string, unknown>)
		: null;
}

/** PostgreSQL holds neither NUL nor half a character. */
export const storableText = (text: string) => text.toWellFormed().replaceAll('\u0000', '\ufffd');

function hold(value: unknown, levels: number): unknown {
	if (typeof value === 'string') return storableText(value.slice(0, maxTextLength));
	if (typeof value !== 'object' || value === null) return value;
	if (levels === 0) return null;
	if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => hold(item, levels - 1));
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => known.has(name))
			.map(([name, item]) => [name, hold(item, levels - 1)])
	);
}
