/** What our path says of an event's field, said of the field that the sender knows. */
import type { EventError } from '../../../../protocol/events.ts';

export type TheirNames = Readonly<Record<string, string>>;
export type TheirRefusal = { code: string; field: string; message: string };

export function inTheirFields({ code, field, message }: EventError, names: TheirNames): TheirRefusal {
	if (field === null) return { code, field: 'body', message };
	const theirs = theirName(field, names);
	return { code, field: theirs, message: message.replace(`«${field}»`, `«${theirs}»`) };
}

/** @param names our field → theirs; a part of a field's path is enough, the rest stays behind it. */
export function theirName(field: string, names: TheirNames): string {
	const known = Object.keys(names).find((name) => field === name || field.startsWith(`${name}.`));
	return known === undefined ? field : `${names[known] ?? known}${field.slice(known.length)}`;
}
