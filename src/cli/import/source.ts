import type { RawItem } from '../../lib/server/ingest/batch.ts';

/** What a file holds, ready to be taken in. */
export interface Source {
	/** In `unit`: how far the bar has to go. */
	readonly total: number;
	/** Something worth knowing about the file, for the end. */
	readonly note?: string;
	readonly items: AsyncIterable<SourceItem> | Iterable<SourceItem>;
}

export interface SourceItem {
	readonly item: RawItem;
	/** How much of the total lies behind this item. */
	readonly done: number;
}

/** A small file's events: each is one step. */
export function sourceOf(events: readonly unknown[], note?: string): Source {
	const items = events.map((value, index) => ({ item: { value }, done: index + 1 }));
	return { total: events.length, items, ...(note !== undefined && { note }) };
}
